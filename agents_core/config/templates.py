"""The `{{ … }}` of agents.toml: variables in prompts, arguments in commands."""

import re
from collections.abc import Mapping
from typing import Final

_VARIABLE: Final = re.compile(r"\{\{\s*vars\.([\w-]+)\s*\}\}")
_ARGUMENT: Final = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_-]*)\s*\}\}")


def variables_in(text: str) -> list[str]:
    """Return the names of the variables `text` uses."""
    return _VARIABLE.findall(text)


def fill_variables(text: str, variables: Mapping[str, object]) -> str:
    """Return `text` with the values of its variables, all of which are known."""
    return _VARIABLE.sub(lambda found: str(variables[found[1]]), text)


def arguments_in(text: str) -> list[str]:
    """Return the names of the arguments a command's part uses."""
    return _ARGUMENT.findall(text)
