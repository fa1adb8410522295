"""Driving many runs to their ends: in a grid on the screen, or without one; and what is said after.

Law: everything is read and checked before the first run begins.
"""

import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from agents_core.config import ConfigError
from agents_core.run_events import RunEvent
from tui.batch.batch import FAILURES, Batch
from tui.batch.inputs_file import BatchInput, read_inputs
from tui.cli.exit_codes import ExitCode
from tui.cli.filter_options import matched_words, read_filter
from tui.cli.reporting import CommandFailed, print_error_line
from tui.cli.run_live import until_cancelled
from tui.cli.run_request import RunRequest, Showing
from tui.cli.screen import settings_for, show_screen
from tui.format import one_line
from tui.headless import Guarded, JsonLines, ProgressText
from tui.own_terminal import own_terminal
from tui.sanitise import visible, visible_line
from tui.settings import Settings
from tui.sources.live_run import LiveRun
from tui.sources.run_source import RunSource
from tui.sources.run_target import RunTarget
from tui.terminal import OutputFormat, free_stdin_for_keys

if TYPE_CHECKING:
    from agents_core.filters import Filter

TITLE_CELLS: Final = 60
"""Of a run without a name, which is called by how its input begins."""

FAILURES_TOLD: Final = 20
"""Runs that failed and are named at the end, at most."""


def run_many(
    request: RunRequest, file: Path, parallel: int, fail_if: str | None, showing: Showing
) -> int:
    """Make a run for each line of `file`, so many at a time, and return their exit code."""
    runs = make_runs(request, file)
    check = None if fail_if is None else read_filter("--fail-if", fail_if, runs[0].named_filters)
    if showing.has_screen:
        settings = settings_for(showing.looks, runs[0].target.loaded)
        return run_batch_on_screen(runs, parallel, settings, showing.exit_on_finish, check)
    return run_batch_headless(runs, parallel, showing.format, check)


def make_runs(request: RunRequest, file: Path) -> list[LiveRun]:
    """Return the runs of all inputs in `file`, ready to begin.

    Raises:
        UserError: the file is wrong, or the configuration.
        CommandFailed: the variables of a line are wrong.
    """
    targets: dict[frozenset[tuple[str, str]], RunTarget] = {}
    runs = []
    for item in read_inputs(file):
        key = frozenset(item.variables.items())
        if key not in targets:
            targets[key] = _load(request, file, item)
        typed = [f"--var={name}={value}" for name, value in item.variables.items()]
        run = request.live_run(targets[key], typed, first=item.input, title=_title(item))
        runs.append(run)
    return runs


def _load(request: RunRequest, file: Path, item: BatchInput) -> RunTarget:
    try:
        return request.load(None, item.variables, needs_input=False)
    except ConfigError as error:
        if not item.variables:
            raise
        raise CommandFailed(f"{file}:{item.line}: error: {error}") from error


def _title(item: BatchInput) -> str:
    return item.name if item.is_named else f"{item.name} {one_line(item.input, TITLE_CELLS)}"


def run_batch_on_screen(
    runs: Sequence[LiveRun],
    parallel: int,
    settings: Settings,
    exit_on_finish: bool,
    check: "Filter | None" = None,
) -> int:
    """Show the runs until the user leaves, and return their exit code, or that of a signal."""
    # Imported here because textual is slow to load, and runs without a screen do without.
    from tui.screens.grid_screen import GridScreen

    batch = Batch(runs, parallel)
    if not sys.stdin.isatty():
        free_stdin_for_keys()
    with own_terminal():
        code = show_screen(GridScreen(batch, exit_on_finish=exit_on_finish), settings)
    batch.cancel()
    return code or _conclude(batch, check)[0]


def run_batch_headless(
    runs: Sequence[LiveRun], parallel: int, format_: OutputFormat, check: "Filter | None" = None
) -> ExitCode:
    """Run all to their ends, telling what happens, and return the exit code."""
    batch = Batch(runs, parallel)
    with own_terminal():
        outputs = [_listen(source, format_, batch.cancel) for source in runs]
        asyncio.run(until_cancelled(batch.run(_drive), batch.cancel, batch.close))
    for output in outputs:
        if isinstance(output.failure, BrokenPipeError):
            raise output.failure
        if output.failure is not None:
            click.echo(f"Error: standard output: {output.failure.strerror}", err=True)
            return ExitCode.FAILED
    code, why = _conclude(batch, check)
    if format_ == "jsonl" and code is not ExitCode.FINISHED:
        print_error_line(why)
    return code


async def _drive(source: RunSource) -> None:
    await source.run()


def _listen(source: LiveRun, format_: OutputFormat, stop: Callable[[], None]) -> Guarded:
    """Have the events of a run told, its name before each line; the header before the first."""
    name = source.title
    output = Guarded(JsonLines(name) if format_ == "jsonl" else ProgressText(name), stop)

    def take(event: RunEvent) -> None:
        if event.seq == 0:
            output.begin(source.header)
        output.take(event)

    source.subscribe(take)
    return output


def _conclude(batch: Batch, check: "Filter | None") -> tuple[ExitCode, str]:
    """Sum up, name what failed, and return the exit code, and the reason."""
    total = _sum_of(batch)
    click.echo(total, err=True)
    failed = [source for source in batch.runs if batch.state_of(source) in FAILURES]
    for source in failed[:FAILURES_TOLD]:
        error = batch.view(source).error
        why = error.message if error is not None else "calls need an approval"
        click.echo(f"  {visible_line(source.title)}: {visible_line(why)}", err=True)
    for problem in {problem for source in batch.runs for problem in source.problems}:
        click.echo(f"Warning: {visible(problem)}", err=True)
    matched = 0 if check is None else _matched(batch, check)
    if failed:
        return ExitCode.FAILED, total
    if set(batch.counts()) != {"finished"}:
        return ExitCode.INTERRUPTED, total
    if check is None or not matched:
        return ExitCode.FINISHED, ""
    return ExitCode.CHECK_FAILED, f"--fail-if {check.text} matches {matched} of {total}"


def _matched(batch: Batch, check: "Filter") -> int:
    """Return how many of the runs that finished a check matches; name them."""
    finished = [source for source in batch.runs if batch.state_of(source) == "finished"]
    matches = [(source, matched_words(check, source.history)) for source in finished]
    found = [(source, words) for source, words in matches if words is not None]
    for source, words in found[:FAILURES_TOLD]:
        why = f"--fail-if {check.text} matches {words}"
        click.echo(f"  {visible_line(source.title)}: {visible_line(why)}", err=True)
    return len(found)


def _sum_of(batch: Batch) -> str:
    """Say how many runs ended how."""
    words = (f"{number} {state.replace('_', ' ')}" for state, number in batch.counts().items())
    return f"{len(batch.runs)} runs: {', '.join(words)}"
