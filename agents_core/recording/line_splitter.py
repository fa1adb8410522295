"""LineSplitter: cuts what arrives in blocks into lines, at bounded memory.

Law: a line without an end is let go of once it is too long; those after it are whole again.
"""

from typing import Final

LONGEST: Final = 1 << 26
"""Bytes; no event is longer, for no model says as much."""


class LineSplitter:
    """The lines of a stream."""

    def __init__(self, longest: int = LONGEST) -> None:
        """Let go of lines with more than about `longest` bytes."""
        self.too_long = 0
        """How many lines were let go of."""
        self._longest = longest
        self._begun: list[bytes] = []
        self._size = 0

    def lines_of(self, block: bytes) -> list[bytes]:
        """Return the lines that end in the next block, without their line breaks."""
        *ends, rest = block.split(b"\n")
        lines = []
        if ends:
            begun, is_whole = self.rest, self._size <= self._longest
            lines = [begun + ends[0], *ends[1:]] if is_whole else ends[1:]
            self._begun, self._size = [], 0
        self._keep(rest)
        return lines

    @property
    def rest(self) -> bytes:
        """What has come of a line that has not ended; nothing of one that is too long."""
        return b"".join(self._begun)

    def _keep(self, part: bytes) -> None:
        was_too_long = self._size > self._longest
        self._size += len(part)
        if self._size <= self._longest:
            self._begun.append(part)
        else:
            self._begun = []
            self.too_long += not was_too_long
