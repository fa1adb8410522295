"""A program run to its end: what it wrote, how it ended, and nothing of it left behind.

Law: a program gets a process group of its own, and when this module is done with it, by its end, by
cancellation or by an error, the whole group is killed.
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from agents_core.outputs.capped_output import CappedOutput
from agents_core.outputs.output_files import OutputFile

_DRAIN_S: Final = 1.0
"""How long to wait for the last output when a process that left the group holds the pipe open."""


@dataclass(frozen=True)
class ProgramEnd:
    """How a program ended."""

    exit_code: int
    """Negative when a signal ended it."""
    out: str
    err: str

    @property
    def text(self) -> str:
        """All it wrote, errors after the rest."""
        return "\n".join(part for part in (self.out, self.err) if part)


async def run_program(
    argv: Sequence[str],
    *,
    stdin: bytes | None,
    cwd: Path | None,
    env: Mapping[str, str],
    max_output: int,
    listener: Callable[[str], None] = lambda text: None,
    open_file: Callable[[str], OutputFile | None] = lambda part: None,
) -> ProgramEnd:
    """Run a program to its end.

    Args:
        argv: program and arguments; no shell sees them.
        stdin: what it reads; nothing when None.
        cwd: where it runs.
        env: its whole environment.
        max_output: bytes kept of its output, and of its errors.
        listener: told what it writes, as it comes.
        open_file: where to keep "stdout" or "stderr" when it is longer than `max_output`.

    Raises:
        OSError: it could not be started.
        ValueError: an argument holds a zero byte.
    """
    loop = asyncio.get_running_loop()
    starting = loop.subprocess_exec(
        lambda: _Program(
            CappedOutput(max_output, listener, lambda: open_file("stdout")),
            CappedOutput(max_output, listener, lambda: open_file("stderr")),
        ),
        *argv,
        stdin=asyncio.subprocess.DEVNULL if stdin is None else asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=cwd,
        env=env,
        start_new_session=True,
    )
    transport, program = await _started(asyncio.ensure_future(starting))
    try:
        _feed(transport, stdin)
        await program.exited.wait()
    finally:
        await _clear_away(transport, program)
    return ProgramEnd(transport.get_returncode() or 0, program.out.text(), program.err.text())


async def _started(starting: "asyncio.Future[_Started]") -> "_Started":
    """Wait until a program has been started, or could not be.

    A start whose wait is cancelled still comes to its end, and the program then to its own:
    cancelled itself, asyncio would leave pipes open.
    """
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        starting.add_done_callback(_give_up)
        await asyncio.wait([starting])
        if not starting.cancelled() and starting.exception() is None:
            await _end_of(starting.result()[1].exited)
        raise


async def _end_of(event: asyncio.Event) -> None:
    """Wait for what is about to happen, but not for ever."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), _DRAIN_S)


def _give_up(starting: "asyncio.Future[_Started]") -> None:
    """Kill a program nobody waits for any more."""
    if starting.cancelled() or starting.exception() is not None:
        return
    transport, program = starting.result()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(transport.get_pid(), signal.SIGKILL)
    transport.close()
    program.out.close()
    program.err.close()


def _feed(transport: asyncio.SubprocessTransport, stdin: bytes | None) -> None:
    """Give the program its input; it may end without having read it."""
    if stdin is None:
        return
    pipe = cast(asyncio.WriteTransport, transport.get_pipe_transport(0))
    pipe.write(stdin)
    pipe.close()


async def _clear_away(transport: asyncio.SubprocessTransport, program: "_Program") -> None:
    """Kill what is left of the group, and take what it still had to say."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(transport.get_pid(), signal.SIGKILL)
    try:
        await _end_of(program.closed)
    finally:
        transport.close()
        program.out.close()
        program.err.close()


class _Program(asyncio.SubprocessProtocol):
    """Hears what a program writes, and when it ends."""

    def __init__(self, out: CappedOutput, err: CappedOutput) -> None:
        self.out = out
        self.err = err
        self.exited = asyncio.Event()
        self.closed = asyncio.Event()
        """Set when nobody can write to its pipes any more."""

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        (self.out if fd == 1 else self.err).add(data)

    def process_exited(self) -> None:
        self.exited.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed.set()


_Started = tuple[asyncio.SubprocessTransport, _Program]
"""A program that runs, and who hears it."""
