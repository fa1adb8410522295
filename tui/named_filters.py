"""The filters that have a name: the user's own, and those of an agents.toml."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from agents_core.config.user_path import user_config_path


def filters_here(path: Path = Path("agents.toml")) -> Mapping[str, str]:
    """Return the named filters where no agents.toml was named: the file that is here counts."""
    return with_own_filters(_filters_in(path))


def with_own_filters(filters: Mapping[str, str]) -> Mapping[str, str]:
    """Return `filters` and the user's own, which go first."""
    return {**filters, **_filters_in(user_config_path(os.environ))}


def _filters_in(path: Path) -> Mapping[str, str]:
    """Return the [filters] of a file; none when it cannot be read, for only runs need it whole."""
    try:
        filters = tomllib.loads(path.read_text("utf-8")).get("filters")
    except (OSError, ValueError, RecursionError):
        return {}
    named = filters.items() if isinstance(filters, dict) else ()
    return {name: text for name, text in named if isinstance(text, str)}
