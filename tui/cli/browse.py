"""`agent-tui browse`: the Runs screen: agents to start, and saved runs to open."""

from pathlib import Path

import click

from tui.cli.lazy_group import Command
from tui.cli.options import config_argument, open_store, runs_dir_option
from tui.cli.screen import Looks, looks_options, settings_for, show_screen


@click.command(
    cls=Command,
    examples=(
        ("agent-tui browse", "saved runs, and the agents of ./agents.toml"),
        ("agent-tui browse team.toml", "start agents of another file"),
    ),
)
@config_argument
@runs_dir_option
@looks_options
def browse(config: Path, runs_dir: Path | None, looks: Looks) -> None:
    """Start agents of CONFIG, and open saved runs.

    A run that is left goes on, and can be opened again. CONFIG need not exist.
    """
    # Imported here because help and completion need none of it.
    from agents_core.errors import UserError
    from tui.own_terminal import own_terminal
    from tui.screens.runs_screen import RunsScreen
    from tui.sources.launcher import Launcher
    from tui.terminal import has_screen

    if not has_screen():
        raise UserError("there is no terminal to draw on; list runs as text: agent-tui runs")
    store = open_store(runs_dir)
    settings = settings_for(looks)
    with own_terminal():
        code = show_screen(RunsScreen(store, Launcher(config, store)), settings)
    click.get_current_context().exit(code)
