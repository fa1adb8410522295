"""RunServer: tells watchers all that happens in a live run, and does what they ask.

Law: each watcher is served from the run's own history at the speed at which it reads; nothing waits
for it and nothing is queued for it. A line it writes is a command or is answered with why not.
"""

import asyncio
import os
import socket
import struct
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from agents_core.forked import let_go_of
from agents_core.json_text import encode_json
from agents_core.recording import RunHeader
from agents_core.run_events import RunEvent
from tui.attaching.commands import obey
from tui.attaching.places import socket_of
from tui.sources.run_controls import RunControls

BATCH = 200
"""Events written before the watcher's reading is waited for."""

LONGEST_COMMAND = 1 << 20
"""Bytes; whoever writes a longer line is let go."""

NOTICE_S = 0.005
"""How long events are gathered before watchers are told."""

LETTING_IN = 20
"""Turns of the event loop in which a connection that was accepted becomes a watcher."""

FAREWELL_S = 1.0
"""How long a watcher may take to read what is left once the run is over."""


class ServedHistory(Protocol):
    """All that has happened in a run so far."""

    def __len__(self) -> int:
        """Return how many events there are."""

    def lines(self, first: int, last: int) -> Sequence[bytes]:
        """Return some of them, as they stand in a run file, without line breaks."""


class Served(Protocol):
    """What is asked of a run that is served; any live `RunSource` has it."""

    @property
    def history(self) -> ServedHistory:
        """Its events; it grows."""

    @property
    def controls(self) -> RunControls | None:
        """What can be done to it, if anything can."""

    @property
    def is_live(self) -> bool:
        """Whether it goes on."""


class RunServer:
    """One run's socket."""

    def __init__(self, source: Served, header: RunHeader) -> None:
        """Serve `source`; nothing is opened yet."""
        self._source = source
        self._header = header
        self._grown = asyncio.Condition()
        self._is_over = False
        self._tell: asyncio.TimerHandle | None = None
        self._waking: asyncio.Future[None] | None = None
        self._server: asyncio.Server | None = None
        self._watchers: set[asyncio.Task[None]] = set()
        self._descriptors: set[int] = set()
        self._path = socket_of(header.run_id)

    async def open(self) -> None:
        """Begin to listen.

        Raises:
            OSError: there can be no socket.
        """
        listening = _listening_at(self._path)
        self._descriptors.add(listening.fileno())
        self._server = await asyncio.start_unix_server(
            self._serve, sock=listening, limit=LONGEST_COMMAND
        )

    def disown(self) -> None:
        """Leave the sockets to the process that this one was forked from."""
        let_go_of(self._descriptors)

    def take(self, event: RunEvent) -> None:
        """Hear of an event: a journal's subscriber."""
        self.nudge()

    def nudge(self) -> None:
        """Look soon whether there is more to tell."""
        if self._tell is None and not self._is_over:
            self._tell = asyncio.get_running_loop().call_later(NOTICE_S, self._notify)

    @property
    def is_watched(self) -> bool:
        """Whether anybody is there."""
        return self.watchers > 0

    @property
    def watchers(self) -> int:
        """How many are there."""
        return len(self._watchers)

    async def wait_for(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so that events, watchers or their commands bring about."""
        async with self._grown:
            await self._grown.wait_for(is_so)

    async def close(self) -> None:
        """Tell the watchers what is left, and stop listening."""
        if self._server is None:
            return
        self._is_over = True
        if self._tell is not None:
            self._tell.cancel()  # nobody would await what it begins
        for _ in range(LETTING_IN):  # asyncio leaves a connection open that is half let in
            await asyncio.sleep(0)
        self._server.close()
        await self._wake()
        if self._watchers:
            _, stalled = await asyncio.wait(self._watchers, timeout=FAREWELL_S)
            for watcher in stalled:
                watcher.cancel()
            if stalled:
                await asyncio.wait(stalled)
        self._path.unlink(missing_ok=True)

    def _notify(self) -> None:
        self._tell = None
        self._waking = asyncio.ensure_future(self._wake())

    async def _wake(self) -> None:
        async with self._grown:
            self._grown.notify_all()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Serve one watcher until it leaves or the run is closed."""
        own_task = asyncio.current_task()
        assert own_task is not None
        self._watchers.add(own_task)
        descriptor = writer.get_extra_info("socket").fileno()
        self._descriptors.add(descriptor)
        try:
            if _is_own(writer):
                await self._attend(reader, writer)
        finally:
            self._watchers.discard(own_task)
            self._descriptors.discard(descriptor)
            writer.close()
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(FAREWELL_S):
                    await writer.wait_closed()
            writer.transport.abort()  # whoever has not read it by now never will
            await self._wake()

    async def _attend(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Tell and listen, side by side, until either is over."""
        listening = asyncio.create_task(self._listen(reader, writer))
        telling = asyncio.create_task(self._tell_all(writer))
        try:
            await asyncio.wait([listening, telling], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (listening, telling):
                task.cancel()
            await asyncio.wait([listening, telling])

    async def _tell_all(self, writer: StreamWriter) -> None:
        """Write every event, from the first on, and each change of the controls."""
        writer.write(self._header.line + b"\n")
        history, told, state = self._source.history, 0, b""
        with suppress(OSError):  # the watcher is gone, or a file that holds the lines is
            while True:
                while told < len(history):
                    last = min(told + BATCH, len(history))
                    writer.write(b"\n".join([*history.lines(told, last), b""]))
                    await writer.drain()
                    told = last
                if (now := self._state()) != state:
                    state = now
                    writer.write(state + b"\n")
                    await writer.drain()
                if self._is_over and told == len(history):
                    return
                async with self._grown:
                    if told == len(history) and not self._is_over and self._state() == state:
                        await self._grown.wait()

    async def _listen(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Do what the watcher asks; leave with it."""
        controls = self._source.controls
        with suppress(ConnectionError, ValueError):  # ValueError: an endless line
            while line := await reader.readline():
                try:
                    if controls is not None:
                        obey(line, controls)
                    writer.write(b'{"obeyed":true}\n')
                except ValueError as error:
                    writer.write(encode_json({"refused": str(error)}) + b"\n")
                await self._wake()

    def _state(self) -> bytes:
        """Return what the controls say that is in no event."""
        controls = self._source.controls
        if controls is None:
            return b'{"controls":null}'
        state = {
            "breakpoints": list(controls.breakpoints),
            "waiting": list(controls.waiting),
            "is_live": self._source.is_live,
        }
        return encode_json({"controls": state})


def _listening_at(path: Path) -> socket.socket:
    """Return a socket that answers at `path`, from the first moment it is there.

    Raises:
        OSError: there can be none.
    """
    unready = path.with_suffix(".new")  # one at `path` that does not answer yet would be removed
    unready.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    try:
        listening.bind(os.fspath(unready))
        unready.chmod(0o600)
        listening.listen()
        unready.rename(path)
    except OSError:
        listening.close()
        raise
    return listening


def _is_own(writer: StreamWriter) -> bool:
    """Tell whether the watcher is the same user; the folder's mode says so already."""
    connection = writer.get_extra_info("socket")
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    size = struct.calcsize("3i")
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    _, user, _ = struct.unpack("3i", credentials)
    return bool(user in (os.getuid(), 0))
