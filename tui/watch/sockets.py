"""Sockets: watchers of this process's runs are served in a thread of its own, from an event loop.

Law: whoever opens, tells or closes here never waits, but for the last moment of the program.
"""

import asyncio
import os
import threading
from collections.abc import Coroutine
from concurrent.futures import Future, wait
from typing import Any, Final

from agents_core.recording import RunHeader
from tui.attaching.run_server import RunServer, Served
from tui.watch.mishaps import swallowed, tell

FAREWELL_S: Final = 0.3
"""How long watchers get to read the rest when the program ends; its file holds it for the slow."""


class Socket:
    """Where the watchers of one run come to."""

    def __init__(self, server: RunServer, loop: asyncio.AbstractEventLoop) -> None:
        """Reach `server`, which lives in `loop`."""
        self.server = server
        self._loop = loop
        self._is_telling = False

    def nudge(self) -> None:
        """Tell whoever is there that there is more."""
        if self.server.is_watched and not self._is_telling:
            self._is_telling = True
            self._loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        self._is_telling = False
        self.server.nudge()


class Sockets:
    """The sockets of all runs of this process."""

    def __init__(self) -> None:
        """Open nothing; the thread starts with the first run."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._working: set[Future[None]] = set()
        self._open: set[Socket] = set()
        os.register_at_fork(after_in_child=self._leave_to_parent)

    def open(self, run: Served, header: RunHeader) -> Socket | None:
        """Let watchers come to `run`; return None if there can be no socket."""
        try:
            socket = Socket(RunServer(run, header), self._started())
        except (OSError, RuntimeError) as error:  # no folder; the interpreter is on its way out
            tell(f"nobody can come to watch: {error}")
            return None
        self._open.add(socket)
        self._do(socket.server.open())
        return socket

    def close(self, socket: Socket) -> None:
        """Tell the watchers the rest and let them go."""
        self._open.discard(socket)
        self._do(socket.server.close())

    def settle(self) -> None:
        """Wait for what is being done, for a while."""
        wait(self._working, FAREWELL_S)

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None
        doing = asyncio.run_coroutine_threadsafe(work, self._loop)
        self._working.add(doing)
        doing.add_done_callback(self._note_done)

    def _note_done(self, doing: "Future[None]") -> None:
        self._working.discard(doing)
        with swallowed():
            doing.result()

    def _started(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            loop = asyncio.SelectorEventLoop()  # whatever the program prefers for itself
            loop.set_exception_handler(_tell_mishap)
            name = "agent-tui-sockets"
            threading.Thread(target=loop.run_forever, name=name, daemon=True).start()
            self._loop = loop
        return self._loop

    def _leave_to_parent(self) -> None:
        """Let go of all, in a forked process: its parent goes on serving."""
        for socket in self._open:
            socket.server.disown()
        self._open, self._working, self._loop = set(), set(), None


def _tell_mishap(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Keep what goes wrong in our loop out of the program's own log."""
    tell(f"{context.get('message')}: {context.get('exception')!r}")
