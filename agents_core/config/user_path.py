"""Where the user's own config.toml is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

FILE_VARIABLE: Final = "AGENT_TUI_CONFIG"
"""Environment variable that names another file."""


def user_config_path(environ: Mapping[str, str]) -> Path:
    """Return where the user's own file is, or would be."""
    # Imported here because most that import this module never ask for it.
    from platformdirs import user_config_path as config_path

    named = environ.get(FILE_VARIABLE)
    return Path(named) if named else config_path("agent-tui") / "config.toml"


def has_user_config(environ: Mapping[str, str]) -> bool:
    """Tell whether there is such a file; one that the environment names counts as being there."""
    return bool(environ.get(FILE_VARIABLE)) or user_config_path(environ).exists()
