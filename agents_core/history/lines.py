"""Where the lines of a run are kept: in memory while it runs, in their file once it is recorded.

Law: a line is kept once, as bytes. Files are read with `pread`, not mapped: a file that is cut
short under us gives a short line instead of killing the process, and nothing stays resident.
"""

import os
import weakref
from array import array
from bisect import bisect_right
from pathlib import Path
from typing import Protocol


class Lines(Protocol):
    """The lines of a run by number."""

    def __len__(self) -> int:
        """Return how many lines there are."""

    def __getitem__(self, index: int) -> bytes:
        """Return one line without its line break."""


class MemoryLines:
    """Lines appended one by one, packed into blocks: a line costs its bytes and eight more."""

    _BLOCK = 1 << 18

    def __init__(self) -> None:
        """Begin empty."""
        self._blocks: list[bytes] = []
        self._block_starts: list[int] = []
        self._open = bytearray()
        self._open_from = 0
        self._ends = array("Q")

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self._ends)

    def append(self, line: bytes) -> None:
        """Keep one more line."""
        self._open += line
        self._ends.append(self._open_from + len(self._open))
        if len(self._open) >= self._BLOCK:
            self._close_block()

    def __getitem__(self, index: int) -> bytes:
        """Return one line."""
        end = self._ends[index]
        start = self._ends[index - 1] if index else 0
        if start >= self._open_from:
            return bytes(self._open[start - self._open_from : end - self._open_from])
        block = bisect_right(self._block_starts, start) - 1
        first = self._block_starts[block]
        return self._blocks[block][start - first : end - first]

    def _close_block(self) -> None:
        self._blocks.append(bytes(self._open))
        self._block_starts.append(self._open_from)
        self._open_from += len(self._open)
        self._open = bytearray()


class FileLines:
    """Lines of an open file, by the offsets at which they begin."""

    BLOCK = 1 << 20

    def __init__(self, path: Path) -> None:
        """Open a file; it is closed with `close`, or with the last reference to this.

        Raises:
            OSError: it cannot be read.
        """
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._closing = weakref.finalize(self, os.close, self._descriptor)
        os.pread(self._descriptor, 1, 0)  # a folder or a pipe is refused now, not later
        self.starts = array("Q")
        """Where each line begins in the file."""
        self.end = 0
        """How far the file has been taken apart."""

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self.starts)

    def __getitem__(self, index: int) -> bytes:
        """Return one line; less of it when the file has been cut short."""
        start = self.starts[index]
        stop = self.starts[index + 1] if index + 1 < len(self.starts) else self.end
        return os.pread(self._descriptor, stop - start, start).partition(b"\n")[0]

    def close(self) -> None:
        """Let go of the file; lines can no longer be read."""
        self._closing()

    def add(self, length: int) -> None:
        """Note that the next `length` bytes are a line."""
        self.starts.append(self.end)
        self.end += length

    def skip(self, length: int) -> None:
        """Note that the next `length` bytes are not."""
        self.end += length

    def next_block(self) -> bytes:
        """Return the next whole lines, about a block of them; nothing when there are none yet."""
        size = self.BLOCK
        while True:
            block = os.pread(self._descriptor, size, self.end)
            if (last := block.rfind(b"\n")) >= 0:
                return block[: last + 1]
            if len(block) < size:
                return b""
            size *= 2

    def rest(self) -> bytes:
        """Return what follows the last whole line."""
        return os.pread(self._descriptor, max(self._size() - self.end, 0), self.end)

    def share_read(self) -> float:
        """Return how much of the file has been taken apart, 0 to 1."""
        return min(self.end / max(self._size(), 1), 1.0)

    def _size(self) -> int:
        return os.fstat(self._descriptor).st_size
