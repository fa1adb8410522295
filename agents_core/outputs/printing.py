"""What tools print: told as progress of their call, in place of the terminal's screen.

Law: while `captured_prints` is in force, a tool's `print` reaches the terminal from no thread. A
thread that a tool started itself does not know its call; the newest call tells what it prints.
"""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, TextIO, cast


class Teller(Protocol):
    """Tells what a tool prints: a `CallProgress`, say."""

    def tell(self, text: str) -> None:
        """Take what was printed, in whatever thread."""
        ...


_current: ContextVar[Teller | None] = ContextVar("current_call", default=None)
"""The call the running code belongs to; threads made by asyncio and by us inherit it."""

_running: list[Teller] = []
"""All calls of this process, the newest last."""

_settlers: list[Callable[[], None]] = []
"""What waits until texts nobody owns, on their way to the newest call, have come to it."""

_captures = 0
_lock = threading.Lock()


@contextmanager
def prints_told_by(call: Teller) -> Iterator[None]:
    """Let what the block prints belong to a call, where prints are captured."""
    token = _current.set(call)
    _running.append(call)
    try:
        yield
    finally:
        for settle in _settlers:
            settle()
        _running.remove(call)
        _current.reset(token)


@contextmanager
def outside_of_calls() -> Iterator[None]:
    """Let the block print on the terminal, whoever's doing it is."""
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def captured_prints() -> Iterator[None]:
    """Keep what tools print from the terminal inside the block; may be entered many times."""
    global _captures
    with _lock:
        _captures += 1
        if _captures == 1:
            sys.stdout, sys.stderr = _routed(sys.stdout), _routed(sys.stderr)
    try:
        yield
    finally:
        with _lock:
            _captures -= 1
            if _captures == 0:
                sys.stdout, sys.stderr = _original(sys.stdout), _original(sys.stderr)


@contextmanager
def stray_settled_by(settle: Callable[[], None]) -> Iterator[None]:
    """Let no call end inside the block before `settle` has returned."""
    _settlers.append(settle)
    try:
        yield
    finally:
        _settlers.remove(settle)


def tell_stray(text: str) -> bool:
    """Let the newest call tell a text nobody owns; return whether there is one."""
    call = next(reversed(_running), None)
    if call is None:
        return False
    call.tell(text)
    return True


def _routed(stream: TextIO) -> TextIO:
    return cast(TextIO, _Router(stream))


def _original(stream: TextIO) -> TextIO:
    return stream.original if isinstance(stream, _Router) else stream


def _speaker() -> Teller | None:
    """Return the call whose code is running in this thread."""
    call = _current.get()
    if call is None and threading.current_thread() is not threading.main_thread():
        return next(reversed(_running), None)
    return call


class _Router(io.TextIOBase):
    """A standard stream that hands the prints of tools to their calls."""

    def __init__(self, original: TextIO) -> None:
        self.original = original

    def write(self, text: str) -> int:
        if (call := _speaker()) is None:
            return self.original.write(text)
        call.tell(text)
        return len(text)

    def flush(self) -> None:
        if _speaker() is None:
            self.original.flush()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return _speaker() is None and self.original.isatty()

    def fileno(self) -> int:
        return self.original.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]  # io has one that is always None
        """That of the original: who sees none takes the stream for ASCII and writes around it."""
        return self.original.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]  # as above
        """What the original does with characters it cannot write."""
        return self.original.errors

    @property
    def buffer(self) -> Any:
        """The same stream for bytes."""
        return self.original.buffer if _speaker() is None else _RoutedBytes(self)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.original, name)


class _RoutedBytes(io.RawIOBase):
    """The binary side of a routed stream."""

    def __init__(self, router: _Router) -> None:
        self._router = router

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        taken = bytes(data)
        self._router.write(taken.decode(errors="replace"))
        return len(taken)
