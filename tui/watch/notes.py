"""Notes: what the threads of a watched program tell, on its way to the thread that writes it down.

Law: taking a note never waits and never raises, not even from a finalizer. The queue is bounded:
once it is full, deltas are let go of; at twice that, everything else too, except where runs begin
and end. Losses are counted.
"""

import os
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, Final

from tui.watch.mishaps import swallowed, tell

LIMIT: Final = 20_000
"""Notes that wait before deltas are let go of."""

GATHER_S: Final = 0.005
"""How long notes are gathered, so that they do not wake a thread each."""

AT_A_TIME: Final = 16
"""Notes written down before the program's threads get their turn."""

BEHIND_S: Final = 0.1
"""How soon to look again whether the disk has caught up."""

Take = Callable[..., None]
"""Writes down what was told; called in the writing thread, one note after the other."""


Note = tuple[float, Take, tuple[Any, ...]]
"""When it was made, on the monotonic clock, what takes it, and what it tells."""


class Notes:
    """A queue of notes, and the thread that takes them."""

    def __init__(self, on_loss: Callable[[int, int], None], is_behind: Callable[[], bool]) -> None:
        """Begin empty; the thread starts with the first note.

        Args:
            on_loss: is told how many deltas, and how many other notes, were lost since last time.
            is_behind: whether what was taken waits for the disk; no note is taken meanwhile.
        """
        self.now = time.monotonic()
        """When the note was made that is being taken, on the monotonic clock."""
        self._on_loss = on_loss
        self._is_behind = is_behind
        self._counting = threading.Lock()
        self._forget()
        os.register_at_fork(after_in_child=self._forget)

    def put(self, take: Take, *told: Any) -> None:
        """Note something, unless too much waits already."""
        waiting = self._queue.qsize()
        if waiting >= LIMIT and self._is_lost(_is_delta(told), waiting):
            return
        self.put_always(take, *told)

    def put_delta(self, take: Take, *told: Any) -> None:
        """Note a piece of what a model says, unless too much waits already."""
        if (waiting := self._queue.qsize()) >= LIMIT and self._is_lost(True, waiting):
            return
        self.put_always(take, *told)

    def put_always(self, take: Take, *told: Any) -> None:
        """Note the beginning or the end of something, which must not be lost."""
        self._queue.put((time.monotonic(), take, told))
        if self._thread is None:
            self._start()

    def flush(self, timeout_s: float) -> bool:
        """Wait until everything noted so far is taken; return whether it is."""
        if self._thread is None:
            return True
        done = threading.Event()
        self.put_always(done.set)
        return done.wait(timeout_s)

    def _forget(self) -> None:
        """Begin anew, in a forked process too: its parent takes the notes made before."""
        self._queue: SimpleQueue[Note] = SimpleQueue()
        self._counting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._lost = (0, 0)

    def _start(self) -> None:
        with self._counting:
            if self._thread is not None:
                return
            self._thread = threading.Thread(target=self._work, name="agent-tui-watch", daemon=True)
        try:
            self._thread.start()
        except RuntimeError as error:  # the interpreter is on its way out
            tell(f"no thread to write with: {error}")

    def _is_lost(self, is_delta: bool, waiting: int) -> bool:
        """Count a note that finds no room, and tell whether it is one."""
        if not is_delta and waiting < 2 * LIMIT:
            return False
        with self._counting:
            deltas, others = self._lost
            self._lost = (deltas + is_delta, others + (not is_delta))
        return True

    def _work(self) -> None:
        taken = 0
        while True:
            note: Note | None = self._queue.get()
            while note is not None:
                self._take(note)
                taken += 1
                if taken % AT_A_TIME == 0:
                    self._let_others_work()
                note = self._next()
            time.sleep(GATHER_S)

    def _next(self) -> Note | None:
        try:
            return self._queue.get_nowait()
        except Empty:
            return None

    def _take(self, note: Note) -> None:
        self.now, take, told = note
        with swallowed():
            self._tell_loss()
        with swallowed():
            take(*told)

    def _let_others_work(self) -> None:
        time.sleep(0)  # lets go of the interpreter
        with swallowed():
            while self._is_behind():
                time.sleep(BEHIND_S)

    def _tell_loss(self) -> None:
        if self._lost != (0, 0):
            with self._counting:
                lost, self._lost = self._lost, (0, 0)
            self._on_loss(*lost)


def _is_delta(told: tuple[Any, ...]) -> bool:
    """Tell whether a note of the SDK is a piece of what a model says."""
    data = getattr(told[-1], "data", None) if told else None
    return str(getattr(data, "type", "")).endswith(".delta")
