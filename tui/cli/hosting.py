"""`agent-tui run --detach`: a run in a process of its own, which no terminal ends."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from tui.cli.reporting import CommandFailed

if TYPE_CHECKING:
    from tui.sources.live_run import LiveRun

START_S = 30.0
"""How long the process may take to say which run it has."""


def detach(arguments: Sequence[str], text: str | None) -> str:
    """Start the run in a session of its own and return its id.

    Args:
        arguments: of `agent-tui run --detach`.
        text: the input, handed over where no list of processes shows it; None for the file's own.

    Raises:
        CommandFailed: it did not start.
    """
    given = [] if text is None else ["-i", "-"]
    process = subprocess.Popen(
        [sys.executable, "-m", "tui", "run", *_kept(arguments), *given, "--hosted"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None and process.stderr is not None
    process.stdin.write(text or "")
    process.stdin.close()
    run_id = process.stdout.readline().strip()
    if not run_id:
        process.wait(START_S)
        raise CommandFailed(process.stderr.read().strip() or "the run did not start")
    return run_id


def _kept(arguments: Sequence[str]) -> list[str]:
    """Return the arguments without `--detach` and without the input."""
    kept: list[str] = []
    is_value = False
    for each in arguments:
        if not is_value and each not in ("--detach", "-i", "--input"):
            is_input = each.startswith(("--input=", "-i"))
            kept += [] if is_input else [each]
        is_value = not is_value and each in ("-i", "--input")
    return kept


def host(source: "LiveRun") -> None:
    """Run to the end, and stay as long as somebody watches; the terminal is let go of."""
    asyncio.run(_host(source))


async def _host(source: "LiveRun") -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, source.controls.cancel, "immediate")
    await source.share()
    if source.server is None:
        raise CommandFailed("; ".join(source.problems) or "nobody could watch this run")
    click.echo(source.header.run_id)
    _let_go_of_streams()
    await source.run()
    server = source.server
    while server.is_watched:
        await server.wait_for(lambda: source.is_live or not server.is_watched)
        if source.is_live:
            await source.run()
    await source.close()


def _let_go_of_streams() -> None:
    """Read and write nowhere from now on: whoever started this may be gone."""
    sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)
