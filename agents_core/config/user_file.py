"""The user's own config.toml: how they want the screen, and their filters, for every run.

Law: what people set for themselves goes before what a project's agents.toml says; an option of the
command line goes before both.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agents_core.config.checks.filters import check_all_filters
from agents_core.config.document import Document, Report, read_document
from agents_core.config.load import LoadedConfig
from agents_core.config.schema import Tui, UserConfig
from agents_core.config.shape import check_shape
from agents_core.config.user_path import has_user_config, user_config_path
from agents_core.errors import ConfigError


@dataclass(frozen=True, slots=True)
class LoadedUserConfig:
    """The user's file without errors."""

    config: UserConfig
    document: Document | None
    """None: there is no file."""


def load_user_config(environ: Mapping[str, str] = os.environ) -> LoadedUserConfig:
    """Return the user's own configuration; an empty one when they have none.

    Raises:
        ConfigError: the file has errors, or one that the environment names is not there.
    """
    if not has_user_config(environ):
        return LoadedUserConfig(UserConfig(), None)
    document = read_document(user_config_path(environ))
    report = Report(document)
    config = check_shape(UserConfig, document.data, report)
    if config is not None:
        check_all_filters(report, config.filters, config.tui.notify)
    if config is None or report.has_errors:
        raise ConfigError(report.found)
    return LoadedUserConfig(config, document)


def merged_tui(user: UserConfig, loaded: LoadedConfig | None = None) -> Tui:
    """Return what holds: the command line's `--set`, then the user's file, then agents.toml."""
    own = _written(user.tui)
    if loaded is None:
        return Tui(**own)
    theirs = _written(loaded.config.tui)
    typed = {
        str(path[1]): theirs[str(path[1])]
        for path in loaded.document.options
        if len(path) > 1 and path[0] == "tui"
    }
    layers = (loaded.config.tui, user.tui, *([loaded.config.tui] if "keymap" in typed else []))
    keymap = {id: keys for tui in layers for id, keys in tui.keymap.items()}
    return Tui(**{**theirs, **own, **typed, "keymap": keymap})


def _written(tui: Tui) -> dict[str, Any]:
    """Return the keys that stand in the file."""
    return tui.model_dump(exclude_unset=True)
