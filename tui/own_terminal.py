"""The terminal kept for us: what tools and their children write on it comes to the run instead.

Law: inside `own_terminal` the file descriptors 1 and 2 lead to a pipe, whose text the newest call
tells; Python's own standard streams keep the terminal. Where the streams are not the process's own
(in tests, say) nothing is changed. A terminal that was closed takes all that is written to it, so
that whoever draws is never stuck and the program can end.
"""

import errno
import fcntl
import io
import os
import select
import sys
import termios
import threading
import time
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

from agents_core.outputs.printing import stray_settled_by, tell_stray

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

_LAST_WORDS_S = 0.5
"""How long to wait for the pipe's end; a child that runs on may hold it open."""


@contextmanager
def own_terminal() -> Iterator[None]:
    """Keep the terminal from everybody else inside the block."""
    before: tuple[Any, Any] = (sys.stdout, sys.stderr)
    if sys.stdout is not sys.__stdout__ or sys.stderr is not sys.__stderr__:
        yield
        return
    kept = [lasting_copy(stream) for stream in before]
    reading, writing = os.pipe()
    for number in (1, 2):
        os.dup2(writing, number)
    os.close(writing)
    _use(*kept)
    listener = _Listener(reading)
    thread = threading.Thread(target=listener.listen, daemon=True)
    thread.start()
    try:
        with stray_settled_by(listener.settle):
            yield
    finally:
        for number, stream in enumerate(kept, start=1):
            with suppress(OSError):
                stream.flush()
            os.dup2(stream.fileno(), number)
        _use(*before)
        thread.join(_LAST_WORDS_S)


def lasting_copy(stream: TextIO) -> io.TextIOWrapper:
    """Return a stream to the same place that no child inherits and no closed window breaks.

    It is of the same class, which may put what is written in other characters.
    """
    stream.flush()
    raw = _LastingFile(os.dup(stream.fileno()), "wb")
    buffered = io.BufferedWriter(raw)
    kind = type(stream) if isinstance(stream, io.TextIOWrapper) else io.TextIOWrapper
    return kind(buffered, stream.encoding, stream.errors, line_buffering=True)


class _LastingFile(io.FileIO):
    """Takes what is written to a terminal that is gone, as if it were there."""

    def write(self, data: "Buffer", /) -> int:
        """Write `data` and return how many bytes of it were taken."""
        try:
            return super().write(data) or 0
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            return memoryview(data).nbytes


def _use(out: io.TextIOWrapper, err: io.TextIOWrapper) -> None:
    """Make two streams Python's own; libraries ask for them under either name."""
    sys.stdout, sys.stderr = out, err
    sys.__stdout__, sys.__stderr__ = out, err  # type: ignore[misc]  # ours to change: see the law


class _Listener:
    """Tells what is written to a pipe, until nobody can write any more."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._telling = threading.Lock()

    def listen(self) -> None:
        """Read and tell; a thread of its own."""
        decoder = getincrementaldecoder("utf-8")("replace")
        with os.fdopen(self._descriptor, "rb", buffering=0) as pipe:
            while True:
                select.select([pipe], [], [])
                with self._telling:  # so that nothing is between the pipe and its call
                    data = pipe.read(65_536)
                    tell_stray(decoder.decode(data))
                if not data:
                    return

    def settle(self) -> None:
        """Wait until all that was written before is told."""
        deadline = time.monotonic() + _LAST_WORDS_S
        while time.monotonic() < deadline:
            with self._telling:
                if not _unread(self._descriptor):
                    return
            time.sleep(0.001)


def _unread(descriptor: int) -> int:
    """Return how many bytes wait in a pipe; none in one that was closed."""
    try:
        return int.from_bytes(fcntl.ioctl(descriptor, termios.FIONREAD, bytes(4)), sys.byteorder)
    except OSError:
        return 0
