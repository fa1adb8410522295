"""Driving a live run to its end: on the screen, or without one; and what is said after it."""

import asyncio
import os
import shlex
import signal
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agents_core.recording import RunStore
from tui.asked_in_words import AskedInWords
from tui.cli.exit_codes import ExitCode, exit_code_of
from tui.cli.filter_options import matched_words, read_filter
from tui.cli.options import check_breakpoints
from tui.cli.reporting import CommandFailed, print_error_line
from tui.cli.run_request import RunRequest, Showing
from tui.cli.screen import settings_for, show_screen
from tui.headless import Guarded, JsonLines, ProgressText
from tui.own_terminal import own_terminal
from tui.plain_text import PlainText
from tui.sanitise import visible
from tui.settings import Settings
from tui.sources.live_run import LiveRun
from tui.sources.run_controls import Refused
from tui.terminal import OutputFormat, free_stdin_for_keys, is_on_page

if TYPE_CHECKING:
    from agents_core.filters import Filter


def run_one(
    request: RunRequest,
    text: str | None,
    breakpoints: Sequence[str],
    fail_if: str | None,
    showing: Showing,
    detached: Sequence[str] | None,
) -> int:
    """Make one run, and return its exit code.

    Args:
        request: what to run.
        text: what to ask.
        breakpoints: filters that hold it.
        fail_if: the filter that must not match it.
        showing: how it is shown.
        detached: the arguments to run it with in a process of its own; None runs it here.
    """
    target = request.load(text, needs_input=not showing.has_screen)
    check_breakpoints(breakpoints, target.filters, has_screen=showing.has_screen)
    check = None if fail_if is None else read_filter("--fail-if", fail_if, target.filters)
    if detached is not None:
        return _detach(detached, text)
    source = request.live_run(target)
    if showing.is_hosted:
        # Imported here because runs with a terminal need none of it.
        from tui.cli.hosting import host

        host(source)
        return ExitCode.FINISHED
    if not showing.has_screen:
        return run_headless(
            source,
            showing.format,
            check,
            is_plain=showing.is_plain,
            asks_in_words=showing.asks_in_words,
        )
    settings = settings_for(showing.looks, target.loaded)
    leaves = showing.exit_on_finish or settings.exits_on_finish
    return run_on_screen(source, settings, leaves, breakpoints, check)


def _detach(arguments: Sequence[str], text: str | None) -> ExitCode:
    """Start the run elsewhere, and say how to get to it."""
    # Imported here because runs that stay need none of it.
    from tui.cli.hosting import detach

    run_id = detach(arguments, text)
    click.echo(run_id)
    click.echo(f"It goes on by itself. Watch it: agent-tui watch {run_id}", err=True)
    return ExitCode.FINISHED


def run_on_screen(
    source: LiveRun,
    settings: Settings,
    exit_on_finish: bool,
    breakpoints: Iterable[str] = (),
    check: "Filter | None" = None,
) -> int:
    """Show the run until the user leaves, and return its exit code, or that of a signal."""
    # Imported here because textual is slow to load, and runs without a screen do without.
    from tui.screens.run_screen import RunScreen

    if not sys.stdin.isatty() and not is_on_page():
        free_stdin_for_keys()
    with own_terminal():
        screen = RunScreen(source, exit_on_finish=exit_on_finish)
        try:
            for expression in breakpoints:
                source.controls.set_breakpoint(expression)
                screen.set_breakpoint(expression)
        except Refused as error:
            raise click.UsageError(f"--break: {error}.") from error
        code = show_screen(screen, settings)
    return code or _conclude(source, check)[0]


def run_headless(
    source: LiveRun,
    format_: OutputFormat,
    check: "Filter | None" = None,
    *,
    is_plain: bool = False,
    asks_in_words: bool = False,
) -> ExitCode:
    """Run to the end, telling what happens, and return the exit code."""
    with own_terminal():
        text = PlainText if is_plain else ProgressText
        output = JsonLines() if format_ == "jsonl" else text()
        guarded = Guarded(output, lambda: source.controls.cancel("immediate"))
        guarded.begin(source.header)
        source.subscribe(guarded.take)
        if asks_in_words:
            source.subscribe(AskedInWords(source.controls.answer).take)
        cancel = partial(source.controls.cancel, "immediate")
        asyncio.run(until_cancelled(source.run(), cancel, source.close))
    if isinstance(guarded.failure, BrokenPipeError):
        raise guarded.failure
    if guarded.failure is not None:
        click.echo(f"Error: standard output: {guarded.failure.strerror}", err=True)
        return ExitCode.FAILED
    code, why = _conclude(source, check)
    if format_ == "jsonl" and code is not ExitCode.FINISHED:
        print_error_line(why)
    return code


async def until_cancelled(
    work: Awaitable[None], cancel: Callable[[], None], close: Callable[[], Awaitable[None]]
) -> None:
    """Do `work`, then `close`; the first Ctrl-C cancels and saves, the second leaves at once."""
    loop = asyncio.get_running_loop()

    def interrupt() -> None:
        loop.remove_signal_handler(signal.SIGINT)
        signal.signal(signal.SIGINT, _leave_now)
        click.echo("Cancelling the run; press Ctrl-C again to leave at once.", err=True)
        cancel()

    loop.add_signal_handler(signal.SIGINT, interrupt)
    try:
        await work
    finally:
        await close()


def _leave_now(_signal: int, _frame: object) -> None:
    """Leave without waiting for anybody; the recorder has written all but the last moment."""
    os._exit(ExitCode.INTERRUPTED)


def command_for_replay(path: Path) -> str:
    """Return the command that shows the run of a file again; others may have begun since."""
    store = RunStore()
    if path.parent != store.directory:
        return f"agent-tui replay {shlex.quote(os.fspath(path))}"
    return f"agent-tui replay {'last' if path.stem == store.ids()[0] else path.stem}"


def _conclude(source: LiveRun, check: "Filter | None") -> tuple[ExitCode, str]:
    """Say what went wrong, and what can be done next; return the exit code, and the reason."""
    for problem in source.problems:
        click.echo(f"Warning: {visible(problem)}", err=True)
    if source.failure is not None:
        raise CommandFailed(str(source.failure))
    # Of a pipe, whoever reads it may be drawing on the terminal that standard error is.
    has_reader = sys.stdout.isatty() and sys.stderr.isatty()
    if has_reader and (path := source.recorded_at) is not None:
        click.echo(f"Recorded as {path.stem}. Replay it: {command_for_replay(path)}", err=True)
    if source.unanswered:
        click.echo(f"Error: {visible(_why(source))}", err=True)
    code = exit_code_of(source.end)
    if code is not ExitCode.FINISHED or check is None:
        return code, _why(source)
    if (found := matched_words(check, source.history)) is None:
        return code, ""
    why = f"--fail-if {check.text} matches {found}"
    click.echo(f"Error: {visible(why)}", err=True)
    return ExitCode.CHECK_FAILED, why


def _why(source: LiveRun) -> str:
    """Return in one sentence why the run did not finish."""
    if source.unanswered:
        names = ", ".join(source.unanswered)
        return f"calls of {names} need an approval; answer with --approve all or --approve none"
    error = source.end.get("error")
    if isinstance(error, dict):
        return str(error.get("message"))
    return f"the run was {source.end.get('status', 'interrupted')}"
