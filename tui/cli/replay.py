"""`agent-tui replay`: watch a recorded run again, or print its events again."""

import sys
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tui.cli.filter_options import first_match_in, read_filter
from tui.cli.lazy_group import Command
from tui.cli.options import (
    break_option,
    check_breakpoints,
    format_options,
    open_store,
    run_argument,
    runs_dir_option,
)
from tui.cli.reporting import CommandFailed, sentence
from tui.cli.screen import Looks, looks_options, settings_for, show_screen
from tui.terminal import choose_format, free_stdin_for_keys

if TYPE_CHECKING:
    from agents_core.filters import Filter
    from agents_core.recording import RunRecording
    from agents_core.run_events import RunEvent
    from tui.headless import RunOutput
    from tui.sources.run_source import RunSource

LONGEST_GAP_S: Final = 10.0
"""A longer silence of the recording is cut to this when it is played without a screen."""


def _place(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> str | None:
    """Check `--at` and put it in the words of the seek prompt; a bare number is an event."""
    if text is None:
        return None
    # Imported here because help and completion do not need it.
    from tui.seek_expression import parse_seek

    text = f"e{text}" if text.isdecimal() else text
    try:
        parse_seek(text)
    except ValueError as error:
        raise click.BadParameter(sentence(str(error))) from error
    return text


@click.command(
    cls=Command,
    examples=(
        ("agent-tui replay last", "watch the latest run again"),
        ("agent-tui replay last --speed 4 --at 12.5s", "four times as fast, from there"),
    ),
)
@run_argument
@click.option("--speed", type=click.FloatRange(min=0, min_open=True), help="1 is as it happened.")
@click.option("--at", metavar="TIME|N", callback=_place, help="Begin at 12.5s, or at event N.")
@click.option("--until", metavar="FILTER", help="Stop where this first matches: 'is:error'.")
@break_option
@runs_dir_option
@format_options
@looks_options
def replay(
    run: str,
    speed: float | None,
    at: str | None,
    until: str | None,
    breakpoints: tuple[str, ...],
    runs_dir: Path | None,
    format_: str,
    looks: Looks,
) -> None:
    """Watch a recorded run again.

    RUN is an id, the beginning of one, a path, `last`, or `-` for a run that comes on standard
    input. Without a screen, --speed plays it with its pauses, and --at leaves out what was before.
    On the screen, --until plays to the first match and pauses there, as --break does at each.
    """
    # Imported here because help and completion do not need it.
    from tui.named_filters import filters_here

    format_ = choose_format(format_, is_piped=run == "-")
    check_breakpoints(breakpoints, filters_here(), has_screen=format_ == "tui")
    wanted = None if until is None else read_filter("--until", until)
    if format_ == "tui":
        stops = breakpoints if until is None else (*breakpoints, until)
        _watch(run, runs_dir, speed, at, stops, looks)
    elif wanted is None:
        _print(run, runs_dir, format_, speed, at)
    else:
        _print_until(wanted, run, runs_dir, format_, speed, at)


def _watch(
    run: str,
    runs_dir: Path | None,
    speed: float | None,
    at: str | None,
    breakpoints: tuple[str, ...],
    looks: Looks,
) -> None:
    # Imported here because textual is slow to load, and nothing else needs it.
    from tui.screens.run_screen import RunScreen

    source = _source(run, runs_dir)
    screen = RunScreen(source, start_at=at, speed=speed or 1.0)
    for expression in breakpoints:
        screen.set_breakpoint(expression)
    click.get_current_context().exit(show_screen(screen, settings_for(looks)))


def _source(run: str, runs_dir: Path | None) -> "RunSource":
    from tui.sources.recorded_run import PipedRun, RecordedRun

    if run == "-":
        return PipedRun(open(free_stdin_for_keys(), "rb"))
    return RecordedRun(open_store(runs_dir).find(run))


def _print_until(
    wanted: "Filter",
    run: str,
    runs_dir: Path | None,
    format_: str,
    speed: float | None,
    at: str | None,
) -> None:
    """Print the events up to the first match, and say what that is."""
    if run == "-":
        raise click.UsageError("--until needs a file: it looks ahead.")
    # Imported here because help and completion do not need it.
    from tui.sanitise import visible

    found = first_match_in(wanted, open_store(runs_dir).find(run))
    _print(run, runs_dir, format_, speed, at, None if found is None else found[0].position)
    said = "nothing matches" if found is None else f"event {found[0].position - 1}: {found[1]}"
    click.echo(f"--until {visible(wanted.text)}: {visible(said)}", err=True)


def _print(
    run: str,
    runs_dir: Path | None,
    format_: str,
    speed: float | None,
    at: str | None,
    position: int | None = None,
) -> None:
    # Imported here because help and completion do not need it.
    from tui.headless import JsonLines, WholeText

    output: RunOutput = JsonLines() if format_ == "jsonl" else WholeText()
    with _open(run, runs_dir) as recording:
        output.begin(recording.header)
        events = after(islice(recording, position), at)
        for event in events if speed is None else paced(events, speed):
            output.take(event)


def _open(run: str, runs_dir: Path | None) -> "RunRecording":
    from agents_core.recording import read_run

    if run == "-":
        return read_run(sys.stdin.buffer)  # type: ignore[arg-type]  # a BufferedReader, in fact
    return read_run(open_store(runs_dir).find(run))


def after(events: "Iterable[RunEvent]", at: str | None) -> "Iterator[RunEvent]":
    """Yield the events from a place on, named as in the seek prompt."""
    if at is None:
        yield from events
        return
    from tui.seek_expression import parse_seek

    target = parse_seek(at)
    if target.unit == "share":
        raise CommandFailed(f"--at {at}: a share needs the screen; name a time or an event")
    for event in events:
        where = {"event": event.seq, "turn": event.turn, "time": event.at}[target.unit]
        if where >= target.value:
            yield event


def paced(events: "Iterable[RunEvent]", speed: float) -> "Iterator[RunEvent]":
    """Yield the events with the pauses they happened with, divided by `speed`."""
    before: float | None = None
    for event in events:
        gap = 0.0 if before is None else event.at - before
        before = event.at
        if gap > 0:
            time.sleep(min(gap, LONGEST_GAP_S) / speed)
        yield event
