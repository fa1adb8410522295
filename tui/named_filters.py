"""The filters that have a name where no agents.toml was named: those of the file that is here."""

import tomllib
from collections.abc import Mapping
from pathlib import Path


def filters_here(path: Path = Path("agents.toml")) -> Mapping[str, str]:
    """Return the [filters] of a file; none when it cannot be read, for only runs need it whole."""
    try:
        filters = tomllib.loads(path.read_text("utf-8")).get("filters")
    except (OSError, ValueError, RecursionError):
        return {}
    named = filters.items() if isinstance(filters, dict) else ()
    return {name: text for name, text in named if isinstance(text, str)}
