"""`agent-tui fork`: go on from a place of a recorded run, as a new run."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.lazy_group import Command
from tui.cli.options import format_options, open_store, run_argument, runs_dir_option
from tui.cli.reporting import CommandFailed
from tui.cli.screen import Looks, looks_options, settings_for
from tui.sanitise import visible
from tui.terminal import choose_format

if TYPE_CHECKING:
    from agents_core.forks.fork_point import ForkPoint
    from agents_core.history.run_history import RunHistory
    from tui.sources.origin import Origin
    from tui.sources.run_target import RunTarget


@click.command(
    cls=Command,
    examples=(
        ("agent-tui fork last --at t3", "go on from its third turn"),
        ('agent-tui fork last -i "And in French?"', "go on from its end with more to say"),
    ),
)
@run_argument
@click.option("--at", metavar="PLACE", default="100%", help="Where: 12.5s, e120, t3 or 50%.")
@click.option("-i", "--input", "input_", metavar="TEXT", help="What to say there.")
@click.option("--instructions", metavar="TEXT", help="Others for the agent that goes on.")
@click.option("--again", is_flag=True, help="Give the same input again, from the start.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Any key of the file, such as run.max_turns=5. Repeatable.",
)
@runs_dir_option
@format_options
@looks_options
@click.option("--exit-on-finish", is_flag=True, help="Close the screen when the run is over.")
def fork(
    run: str,
    at: str,
    input_: str | None,
    instructions: str | None,
    again: bool,
    settings: tuple[str, ...],
    runs_dir: Path | None,
    format_: str,
    exit_on_finish: bool,
    looks: Looks,
) -> None:
    """Go on from a place of RUN, as a new run.

    What was said and done before the place is kept, outputs of tools included; calls without an
    output are made for real, then the model is asked. RUN stays as it is, and the new run names it
    as its parent. The configuration is read anew from its file.

    Exit codes are those of `agent-tui run`.
    """
    # Imported here because help and completion need none of it.
    from agents_core.forks.fork_reader import ForkError
    from tui.cli.run_live import run_headless, run_on_screen
    from tui.forking import forked, same_again

    shown = choose_format(format_)
    is_watched = shown == "tui"
    history, origin = _read(open_store(runs_dir).find(run))
    target = _load(origin, settings, is_watched)
    if again:
        source = same_again(origin, target, history, has_watcher=is_watched)
    else:
        point = _point(history, at, asks_again=input_ is None)
        point, edited = _edited(point, input_, instructions)
        edits = (*edited, *settings)
        try:
            source = forked(origin, target, point, edits, has_watcher=is_watched)
        except ForkError as error:
            raise CommandFailed(f"{run}: {error}") from error
    if is_watched:
        code = run_on_screen(source, settings_for(looks, target.loaded), exit_on_finish)
    else:
        code = run_headless(source, shown)
    click.get_current_context().exit(code)


def _read(path: Path) -> "tuple[RunHistory, Origin]":
    """Return the events of a run, and what it was made of."""
    from agents_core.history.run_history import RunHistory
    from agents_core.recording import read_run
    from tui.sources.origin import recorded_origin

    with read_run(path) as recording:
        origin = recorded_origin(recording.header, path)
    if origin is None:
        raise CommandFailed(f"{path}: does not say which configuration it is of")
    history = RunHistory.open(path)
    for _ in history.index():
        pass
    return history, origin


def _load(origin: "Origin", settings: tuple[str, ...], is_watched: bool) -> "RunTarget":
    """Load the configuration as it is now, and say if it has changed."""
    from tui.forking import has_changed, load_again
    from tui.sources.python_agent import is_python

    if settings and is_python(origin.place):
        why = f"--set changes an agents.toml, and {origin.name} is an agent in Python."
        raise click.UsageError(why)
    target = load_again(origin, settings, pace=None if is_watched else 0.0)
    if has_changed(origin, target):
        click.echo(f"Warning: {visible(origin.place)} has changed since this run.", err=True)
    return target


def _point(history: "RunHistory", at: str, *, asks_again: bool) -> "ForkPoint":
    """Return where the run stood at a place, in the words of the seek prompt."""
    from agents_core.forks.fork_reader import ForkError, read_fork_point
    from agents_core.forks.history_events import HistoryEvents
    from tui.playhead import Playhead
    from tui.seek_expression import parse_seek, seek_to

    playhead = Playhead(history, mode="paused")
    try:
        seek_to(playhead, parse_seek(at))
        events = HistoryEvents(history)
        return read_fork_point(events, playhead.position, asks_again=asks_again)
    except (ForkError, ValueError) as error:
        raise CommandFailed(f"--at {at}: {error}") from error


def _edited(
    point: "ForkPoint", said: str | None, instructions: str | None
) -> "tuple[ForkPoint, tuple[str, ...]]":
    """Return the place with what the options change there, and that in words."""
    from agents_core.forks.fork_edits import with_instructions, with_more

    edited: tuple[str, ...] = ()
    if said is not None:
        point, edited = with_more(point, said), ("more said",)
    if instructions is not None:
        point, edited = with_instructions(point, instructions), (*edited, "instructions")
    return point, edited
