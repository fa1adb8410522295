"""`agent-tui watch`: a run that goes on in another process."""

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.lazy_group import Command
from tui.cli.options import complete_run, format_options, open_store, runs_dir_option
from tui.cli.screen import Looks, looks_options, settings_for, show_screen
from tui.terminal import choose_format, free_stdin_for_keys

if TYPE_CHECKING:
    from agents_core.recording import RunStore
    from tui.attaching.finding import Watchable
    from tui.headless import RunOutput
    from tui.settings import Settings
    from tui.sources.run_source import RunSource

LOOK_S = 0.5
"""How often is looked for a run while there is none."""


@click.command(
    cls=Command,
    examples=(
        ("agent-tui watch", "the run that goes on now, or the next one"),
        ("ssh HOST agent-tui watch --json last | agent-tui watch -", "one on another machine"),
    ),
)
@click.argument("run", required=False, shell_complete=complete_run)
@runs_dir_option
@format_options
@looks_options
def watch(run: str | None, runs_dir: Path | None, format_: str, looks: Looks) -> None:
    """Watch a run that goes on in another process, from its first event.

    RUN is an id, the beginning of one, a path, `last`, or `-` for lines on standard input. Without
    it, the run that goes on now is watched; with none, the next one. Leaving ends nothing. A run of
    this machine can be steered as in its own terminal: pause, approve, cancel, say more.
    """
    format_ = choose_format(format_, is_piped=run == "-")
    source = _source(run, open_store(runs_dir), has_keys=format_ == "tui")
    if format_ == "tui":
        _show(source, settings_for(looks))
    else:
        # Imported here because help and completion do not need it.
        from tui.headless import JsonLines, WholeText

        asyncio.run(_print(source, JsonLines() if format_ == "jsonl" else WholeText()))


def _source(run: str | None, store: "RunStore", *, has_keys: bool) -> "RunSource":
    # Imported here because help and completion do not need it.
    from tui.attaching.finding import source_of
    from tui.sources.recorded_run import PipedRun

    if run == "-":
        return PipedRun(open(free_stdin_for_keys() if has_keys else os.dup(0), "rb"))
    return source_of(run or _choose(store), store)


def _choose(store: "RunStore") -> str:
    """Return the run that goes on; wait for one, or ask which of several."""
    from tui.attaching.finding import going_on

    if not (found := going_on(store)):
        click.echo("No run goes on. Start one in another terminal:", err=True)
        click.echo("    agent-tui run agents.toml", err=True)
        click.echo("or a program of yours that calls watch(). Waiting … (Ctrl-C leaves)", err=True)
    while not found:
        time.sleep(LOOK_S)
        found = going_on(store)
    if len(found) == 1:
        return found[0].run_id
    return _ask_which(found)


def _ask_which(found: "Sequence[Watchable]") -> str:
    """Ask; without a person to answer, say what there is.

    Raises:
        UsageError: nobody can be asked.
    """
    lines = [f"{number:>3}  {_about(run)}" for number, run in enumerate(found, start=1)]
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError("\n".join(["several runs go on; name one:", *lines]))
    click.echo("\n".join(["These runs go on:", *lines]), err=True)
    chosen = click.prompt("Which", type=click.IntRange(1, len(found)), default=1, err=True)
    return found[chosen - 1].run_id


def _about(run: "Watchable") -> str:
    from agents_core.recording import read_run
    from tui.sanitise import visible_line

    if run.path is None:
        return run.run_id
    with read_run(run.path) as recording:
        return f"{run.run_id}  {visible_line(recording.header.title)}"


def _show(source: "RunSource", settings: "Settings") -> None:
    # Imported here because textual is slow to load, and nothing else needs it.
    from tui.own_terminal import own_terminal
    from tui.screens.run_screen import RunScreen

    with own_terminal():
        code = show_screen(RunScreen(source), settings)
    click.get_current_context().exit(code)


async def _print(source: "RunSource", output: "RunOutput") -> None:
    """Print what happened and what happens, until the run is over."""
    running = asyncio.create_task(source.run())
    told, history = 0, source.history
    is_begun = False
    while not (running.done() and told == len(history)):
        if not is_begun and source.header is not None:
            is_begun = True
            output.begin(source.header)
        for seq in range(told, len(history)):
            output.take(history.event(seq))
        told = len(history)
        sys.stdout.flush()
        await asyncio.wait([running], timeout=0.05)
        is_over = source.is_remote and not source.is_live
        if told and is_over and not running.done() and told == len(history):
            break  # the run is over; the program that has it may stay
    running.cancel()
    await source.close()
    for problem in source.problems:
        click.echo(f"Warning: {problem}", err=True)
