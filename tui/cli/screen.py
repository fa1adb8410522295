"""How commands show a screen: the options about its looks, what the user has set, and the app."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from textual.screen import Screen

    from agents_core.config import Diagnostic, LoadedConfig
    from agents_core.config.document import Document
    from agents_core.config.schema import Tui
    from agents_core.config.user_file import LoadedUserConfig
    from tui.settings import Settings


@dataclass(frozen=True, slots=True)
class Looks:
    """What the command line says about the screen."""

    theme: str | None = None
    ascii: bool = False


def looks_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--theme` and `--ascii`; the command gets them as `looks`."""

    @wraps(command)
    def with_looks(*args: Any, theme: str | None, ascii: bool, **options: Any) -> Any:
        return command(*args, looks=Looks(theme, ascii), **options)

    theme = click.option(
        "--theme",
        metavar="NAME",
        envvar="AGENT_TUI_THEME",
        show_envvar=True,
        help="The colours: auto, agent-tui-dark, agent-tui-light, nord, gruvbox, …",
    )
    plain = click.option("--ascii", is_flag=True, help="Draw frames and signs in ASCII.")
    return theme(plain(with_looks))


def settings_for(looks: Looks, loaded: "LoadedConfig | None" = None) -> "Settings":
    """Return what holds for a screen, and print warnings about it.

    Raises:
        ConfigError: what the user has set, or agents.toml says about the screen, is impossible.
        click.BadParameter: there is no such theme.
    """
    # Imported here because help and completion need none of it.
    from agents_core.config.user_path import has_user_config
    from tui.settings import Settings, settings_from
    from tui.terminal import shows_unicode
    from tui.themes import AUTO

    reads_any = shows_unicode(os.environ)
    if loaded is None and not has_user_config(os.environ):
        theme, is_ascii = _theme(looks, AUTO), looks.ascii or not reads_any
        return Settings(theme=theme, is_ascii=is_ascii, shows_unicode=reads_any)
    # Imported here because pydantic takes longer than the screen.
    from agents_core.config.user_file import load_user_config, merged_tui

    user = load_user_config()
    _check_files(user, loaded)
    tui = merged_tui(user.config, loaded)
    return settings_from(
        tui,
        _theme(looks, tui.theme, is_own="theme" in user.config.tui.model_fields_set),
        user.config.filters,
        is_ascii=looks.ascii,
        shows_unicode=reads_any,
    )


def show_screen(screen: "Screen[None]", settings: "Settings") -> int:
    """Show `screen` until the user leaves; return 0, or the exit code of a signal."""
    # Imported here because textual is slow to load, and nothing else needs it.
    from tui.app import AgentTui
    from tui.garbage import survivors_spared
    from tui.kept_look import KeptLook

    app = AgentTui(screen, settings=settings, kept=KeptLook(_kept_at()))
    with survivors_spared():
        app.run(mouse=settings.mouse)
    return app.return_code or 0


def _kept_at() -> Path:
    from platformdirs import user_state_path

    return user_state_path("agent-tui") / "look.json"


def _check_files(user: "LoadedUserConfig", loaded: "LoadedConfig | None") -> None:
    """Check what both files say about keys and themes; print warnings.

    Raises:
        ConfigError: with all that is impossible.
    """
    # Imported here because help and completion need none of it.
    from agents_core.errors import ConfigError
    from tui.sanitise import visible

    found: list[Diagnostic] = []
    if user.document is not None:
        found += screen_findings(user.document, user.config.tui)
    if loaded is not None:
        found += screen_findings(loaded.document, loaded.config.tui)
    if any(each.severity == "error" for each in found):
        raise ConfigError(found)
    for warning in found:
        click.echo(visible(str(warning)), err=True)


def screen_findings(document: "Document", tui: "Tui") -> "Sequence[Diagnostic]":
    """Return what is wrong or doubtful in what a file says about keys and its theme."""
    if tui.theme == "auto" and not tui.keymap:
        return ()
    # Imported here because it is slow, and few files say something about either.
    from agents_core.config.document import Report
    from tui.keymap.checks import check_screen

    report = Report(document)
    check_screen(report, tui)
    return report.found


def _theme(looks: Looks, written: str, *, is_own: bool = False) -> str:
    """Return the theme that holds; what was chosen on the screen goes before agents.toml.

    Args:
        looks: what the command line says.
        written: what the files say.
        is_own: the user's own file says so, which goes before what was chosen.
    """
    # Imported here because help and completion need none of it.
    from tui.kept_look import KeptLook
    from tui.terminal_background import is_light
    from tui.themes import AUTO, DARK, LIGHT, theme_names

    if looks.theme is not None and looks.theme not in theme_names():
        raise click.BadParameter(_no_such_theme(looks.theme), param_hint="--theme")
    kept = KeptLook(_kept_at()).theme
    chosen = None if is_own else kept
    theme = looks.theme or (chosen if chosen in theme_names() else None) or written
    if theme != AUTO:
        return theme
    return LIGHT.name if sys.stdout.isatty() and is_light() else DARK.name


def _no_such_theme(name: str) -> str:
    from agents_core.config.diagnostics import suggest
    from tui.themes import theme_names

    return f"no theme {name!r}; {suggest(name, theme_names()) or ', '.join(theme_names())}"
