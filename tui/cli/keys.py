"""`agent-tui keys`: which keys there are, what users made of them, and whether that can work."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.exit_codes import ExitCode
from tui.cli.lazy_group import Command
from tui.cli.options import json_option

if TYPE_CHECKING:
    from agents_core.config import Diagnostic, LoadedConfig
    from agents_core.config.schema import Tui
    from tui.keymap.action import Action


@click.command(
    cls=Command,
    examples=(
        ("agent-tui keys", "all actions, their keys and ids"),
        ("agent-tui keys --check", "are my own keys possible, and each meant once?"),
    ),
)
@click.argument("config", type=click.Path(path_type=Path), required=False, metavar="[CONFIG]")
@click.option("--check", is_flag=True, help="Report unknown actions, keys, and conflicts.")
@json_option
def keys(config: Path | None, check: bool, as_json: bool) -> None:
    """List keys as they are with your config.toml, and with the [tui.keymap] of CONFIG.

    Exit codes of --check: 0 nothing to complain about, 2 something is wrong or means two things.
    """
    # Imported here because help and completion need none of it.
    from agents_core.config import load_config
    from agents_core.config.user_file import load_user_config, merged_tui

    user = load_user_config()
    loaded = None if config is None else load_config(config)
    if check:
        found = _findings(loaded)
        _print_findings(found, as_json)
        click.get_current_context().exit(ExitCode.BAD_INPUT if found else ExitCode.FINISHED)
    _print_keys(merged_tui(user.config, loaded), as_json)


def _findings(loaded: "LoadedConfig | None") -> "list[Diagnostic]":
    """Return what is wrong with the user's keymap, and with the one in agents.toml."""
    from agents_core.config.document import Report
    from agents_core.config.user_file import load_user_config
    from tui.keymap.checks import check_keymap

    user = load_user_config()
    files = [(user.document, user.config.tui)]
    if loaded is not None:
        files.append((loaded.document, loaded.config.tui))
    found: list[Diagnostic] = []
    for document, tui in files:
        if document is not None:
            report = Report(document)
            check_keymap(report, tui)
            found += report.found
    return found


def _print_findings(found: "list[Diagnostic]", as_json: bool) -> None:
    from agents_core.json_text import encode_json
    from tui.sanitise import visible

    if as_json:
        click.echo(encode_json([each.as_dict() for each in found]).decode())
        return
    for each in found:
        click.echo(f"{visible(str(each))}\n")
    if not found:
        click.echo("nothing to complain about", err=True)


def _print_keys(tui: "Tui", as_json: bool) -> None:
    from agents_core.json_text import encode_json
    from tui.keymap.registry import all_actions

    actions = all_actions(tui.keymap)
    if as_json:
        told = [
            {
                "id": a.id,
                "keys": list(a.keys),
                "section": a.section,
                "title": a.title,
                "does": a.does,
            }
            for a in actions
        ]
        click.echo(encode_json(told).decode())
        return
    section = ""
    for action in actions:
        if action.section != section:
            section = action.section
            click.echo(f"\n{section}")
        click.echo(f"  {action.labels:<16} {action.id:<22} {action.does}")


def _told(action: "Action") -> dict[str, object]:
    """Return what programs get of an action."""
    return {
        "id": action.id,
        "keys": list(action.keys),
        "section": action.section,
        "title": action.title,
        "does": action.does,
    }
