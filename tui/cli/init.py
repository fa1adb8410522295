"""`agent-tui init`: a small project that runs at once, offline, without a key."""

import shlex
from pathlib import Path
from typing import Final

import click

from tui.cli.lazy_group import Command
from tui.cli.reporting import CommandFailed

_STARTER: Final = Path(__file__).parent.parent / "starter"
"""The project as it is shipped."""

_FILES: Final = ("agents.toml", "tools.py")
"""What is copied of it."""


@click.command(
    cls=Command,
    examples=(
        ("agent-tui init", "begin in this folder"),
        ("agent-tui init soup && cd soup && agent-tui run agents.toml", "begin in a new one"),
    ),
)
@click.argument(
    "directory",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    metavar="[DIR]",
)
def init(directory: Path) -> None:
    """Write a small project: agents.toml with two agents, and tools.py with two tools.

    It runs at once, without a key or a network. Files that exist are never overwritten.
    """
    if existing := [name for name in _FILES if (directory / name).exists()]:
        raise CommandFailed(
            f"{directory}: there is {' and '.join(existing)} already; nothing was written."
            " Name another folder: agent-tui init DIR"
        )
    try:
        _write(directory)
    except OSError as error:
        raise CommandFailed(f"{directory}: cannot be written: {error.strerror}") from error
    config = shlex.quote(str(directory / "agents.toml"))
    click.echo(f"Wrote {' and '.join(_FILES)}. Watch them work: agent-tui run {config}", err=True)


def _write(directory: Path) -> None:
    """Copy the files; mode "x" refuses one that came into being meanwhile."""
    directory.mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        with (directory / name).open("x", encoding="utf-8") as file:
            file.write((_STARTER / name).read_text("utf-8"))
