"""CappedOutput: the beginning of an output that may be long, and all of it in a file if it is."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Callable

from agents_core.outputs.output_files import OutputFile


class CappedOutput:
    """Takes bytes as they come: tells them, keeps the first, and files them all once too many."""

    def __init__(
        self,
        limit: int,
        listener: Callable[[str], None],
        open_file: Callable[[], OutputFile | None],
    ) -> None:
        """Keep `limit` bytes.

        Args:
            limit: bytes kept.
            listener: told the text as it comes.
            open_file: gives the file for all of it, asked once, when it gets too long.
        """
        self._limit = limit
        self._listener = listener
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._open_file = open_file
        self._file: OutputFile | None = None
        self._kept = bytearray()
        self._size = 0

    def add(self, data: bytes) -> None:
        """Take more."""
        self._listener(self._decoder.decode(data))
        was_short = self._size <= self._limit
        self._size += len(data)
        if was_short and self._size > self._limit and (file := self._open_file()) is not None:
            self._file = file
            file.write(bytes(self._kept))
        if self._file is not None:
            self._file.write(data)
        self._kept += data[: self._limit - len(self._kept)]

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._file is not None:
            self._file.close()

    def text(self) -> str:
        """Return what was kept, saying what was not."""
        text = self._kept.decode(errors="replace").rstrip("\n")
        left_out = self._size - len(self._kept)
        if not left_out:
            return text
        where = "" if self._file is None else f"; all of it: {self._file}"
        return f"{text}\n[{left_out} more bytes were left out{where}]"
