"""Driving many runs to their ends: in a grid on the screen, or without one; and what is said after.

Law: everything is read and checked before the first run begins.
"""

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import click

from agents_core.config import ConfigError, LoadedConfig
from agents_core.run_events import RunEvent
from tui.batch.batch import FAILURES, Batch
from tui.batch.inputs_file import BatchInput, read_inputs
from tui.cli.exit_codes import ExitCode
from tui.cli.reporting import CommandFailed, print_error_line
from tui.cli.run_live import until_cancelled
from tui.cli.screen import show_screen
from tui.format import one_line
from tui.headless import Guarded, JsonLines, ProgressText
from tui.own_terminal import own_terminal
from tui.sanitise import visible, visible_line
from tui.settings import Settings
from tui.sources.live_run import LiveRun
from tui.sources.run_source import RunSource
from tui.terminal import OutputFormat, free_stdin_for_keys

TITLE_CELLS: Final = 60
"""Of a run without a name, which is called by how its input begins."""

FAILURES_TOLD: Final = 20
"""Runs that failed and are named at the end, at most."""

Load = Callable[[Mapping[str, str]], LoadedConfig]
"""Loads the configuration, with variables on top of the command line's."""

NewRun = Callable[[LoadedConfig, BatchInput, str], LiveRun]
"""Makes the run of an input; the last argument is its title."""


def make_runs(file: Path, load: Load, new_run: NewRun) -> list[LiveRun]:
    """Return the runs of all inputs in `file`, ready to begin.

    Raises:
        UserError: the file is wrong, or the configuration.
        CommandFailed: the variables of a line are wrong.
    """
    loaded: dict[frozenset[tuple[str, str]], LoadedConfig] = {}
    runs = []
    for item in read_inputs(file):
        key = frozenset(item.variables.items())
        if key not in loaded:
            loaded[key] = _load(file, item, load)
        runs.append(new_run(loaded[key], item, _title(item)))
    return runs


def _load(file: Path, item: BatchInput, load: Load) -> LoadedConfig:
    try:
        return load(item.variables)
    except ConfigError as error:
        if not item.variables:
            raise
        raise CommandFailed(f"{file}:{item.line}: error: {error}") from error


def _title(item: BatchInput) -> str:
    return item.name if item.is_named else f"{item.name} {one_line(item.input, TITLE_CELLS)}"


def run_batch_on_screen(
    runs: Sequence[LiveRun], parallel: int, settings: Settings, exit_on_finish: bool
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
    return code or _conclude(batch)


def run_batch_headless(runs: Sequence[LiveRun], parallel: int, format_: OutputFormat) -> ExitCode:
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
    code = _conclude(batch)
    if format_ == "jsonl" and code is not ExitCode.FINISHED:
        print_error_line(_sum_of(batch))
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


def _conclude(batch: Batch) -> ExitCode:
    """Sum up, name what failed, and return the exit code."""
    click.echo(_sum_of(batch), err=True)
    failed = [source for source in batch.runs if batch.state_of(source) in FAILURES]
    for source in failed[:FAILURES_TOLD]:
        error = batch.view(source).error
        why = error.message if error is not None else "calls need an approval"
        click.echo(f"  {visible_line(source.title)}: {visible_line(why)}", err=True)
    for problem in {problem for source in batch.runs for problem in source.problems}:
        click.echo(f"Warning: {visible(problem)}", err=True)
    if failed:
        return ExitCode.FAILED
    return ExitCode.FINISHED if set(batch.counts()) == {"finished"} else ExitCode.INTERRUPTED


def _sum_of(batch: Batch) -> str:
    """Say how many runs ended how."""
    words = (f"{number} {state.replace('_', ' ')}" for state, number in batch.counts().items())
    return f"{len(batch.runs)} runs: {', '.join(words)}"
