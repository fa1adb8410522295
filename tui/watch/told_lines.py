"""ToldLines: all the lines of a watched run, for whoever comes to look, at little memory.

Law: the latest are kept in memory, and those before are read back from the run file, where they
stand by then. The writing thread appends; the thread of the sockets reads.
"""

import os
import threading
from array import array
from contextlib import suppress
from pathlib import Path
from typing import Final

KEPT: Final = 5_000
"""Lines that are in memory at the least."""


class ToldLines:
    """The lines of one run file, without its header."""

    def __init__(self, path: Path, header_size: int) -> None:
        """Begin with no line; the file at `path` begins with a header of so many bytes."""
        self._path = path
        self._ends = array("Q", [header_size])
        """Where in the file each line ends, the header first, line breaks included."""
        self._recent: list[bytes] = []
        self._changing = threading.Lock()

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self._ends) - 1

    def append(self, line: bytes) -> None:
        """Keep one more line."""
        with self._changing:
            self._recent.append(line)
            self._ends.append(self._ends[-1] + len(line) + 1)
        if len(self._recent) >= 2 * KEPT and len(self) % KEPT == 0:
            self._forget_written()

    def lines(self, first: int, last: int) -> list[bytes]:
        """Return the lines from `first` to before `last`, which are there.

        Raises:
            OSError: the file cannot be read any more.
        """
        with self._changing:
            kept_from = len(self) - len(self._recent)
            kept = self._recent[max(first - kept_from, 0) : max(last - kept_from, 0)]
        return self._read(first, min(last, kept_from)) + kept

    def _read(self, first: int, last: int) -> list[bytes]:
        """Return lines from the file."""
        if first >= last:
            return []
        start, end = self._ends[first], self._ends[last]
        file = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            return os.pread(file, end - start, start).split(b"\n")[:-1]
        finally:
            os.close(file)

    def _forget_written(self) -> None:
        """Let go of what is in the file, but for the latest; of nothing, if the file is gone."""
        with suppress(OSError), self._changing:
            size = os.stat(self._path).st_size
            kept_from = len(self) - len(self._recent)
            last = len(self) - KEPT
            if self._ends[last] <= size:
                del self._recent[: last - kept_from]
