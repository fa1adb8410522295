"""What every table of agents.toml shares: the base class, and the types of names.

Law: TOML has types, so values are taken strictly: `max_turns = "5"` is an error, not 5. Docstrings
under fields become the hover texts of editors, so they speak to whoever writes agents.toml.
"""

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

NAME_PATTERN: Final = r"^[A-Za-z_][A-Za-z0-9_-]{0,63}$"
"""What providers accept as the name of a tool; agents, models and the rest follow it."""

ENV_PATTERN: Final = r"^[A-Za-z_][A-Za-z0-9_]*$"
"""The name of an environment variable, as POSIX has it."""

REFERENCE_PATTERN: Final = r"^(?:[A-Za-z_][\w.]*|[^:\n]+\.py):[A-Za-z_][\w.]*$"
"""`package.module:attribute`, or `./file.py:attribute` relative to the TOML file."""

PATTERNS: Final = {
    NAME_PATTERN: "a name: letters, digits, _ and -, at most 64, the first no digit and no -",
    ENV_PATTERN: "the name of an environment variable (secrets are never written in the file)",
    REFERENCE_PATTERN: '"module:function" or "./file.py:function"',
}
"""Each pattern in words, for the error that says what was expected."""

Name = Annotated[str, Field(pattern=NAME_PATTERN)]
EnvName = Annotated[str, Field(pattern=ENV_PATTERN)]
PythonPath = Annotated[str, Field(pattern=REFERENCE_PATTERN)]
JsonSchema = dict[str, Any]


class Table(BaseModel):
    """A table of agents.toml: no unknown keys, no conversions, no changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)
