"""Heights of many blocks: where a line is, and how many lines there are.

Blocks are summed up in chunks, so that thousands that come at once cost next to nothing, and a look
adds up a few hundred numbers at C speed. Law: a height is an estimate until the block was measured
in the present epoch; a new epoch (another width) keeps the old heights as estimates. Blocks that
went are remembered: each is estimated once, however often it comes again.
"""

from array import array
from collections.abc import Callable, Iterable
from typing import Final

_CHUNK: Final = 256
"""Blocks whose heights are summed up together."""


class BlockHeights:
    """Heights of blocks 0, 1, 2 …, each estimated or measured."""

    def __init__(self) -> None:
        """Begin without blocks."""
        self.epoch = 0
        self._count = 0
        self._heights = array("q")
        """Those of blocks that went as well."""
        self._measured = array("q")
        self._sums: list[int] = []
        """The height of each chunk."""

    def __len__(self) -> int:
        """Return how many blocks there are."""
        return self._count

    def __getitem__(self, block: int) -> int:
        """Return the height of `block` as far as it is known."""
        return self._heights[block]

    @property
    def total(self) -> int:
        """The height of all blocks."""
        return self.offset(self._count)

    def resize(self, count: int, estimate: Callable[[int], int]) -> None:
        """Have `count` blocks; those never seen before have the height that `estimate` says."""
        seen = len(self._heights)
        if count < self._count:
            self._measured[count:] = array("q", [-1]) * (seen - count)
        elif count > seen:
            self._heights.extend(map(estimate, range(seen, count)))
            self._measured.extend(array("q", [-1]) * (count - seen))
            self._sum_from(seen)
        self._count = count

    def is_measured(self, block: int) -> bool:
        """Tell whether the height of `block` is exact."""
        return self._measured[block] == self.epoch

    def forget(self, block: int) -> None:
        """Make the height of `block` an estimate again."""
        self._measured[block] = -1

    def set(self, block: int, height: int) -> None:
        """Say that `block` was measured and is `height` lines high."""
        self._measured[block] = self.epoch
        self._sums[block // _CHUNK] += height - self._heights[block]
        self._heights[block] = height

    def offset(self, block: int) -> int:
        """Return the height of all blocks before `block`."""
        chunk = block // _CHUNK
        return sum(self._sums[:chunk]) + sum(self._heights[chunk * _CHUNK : block])

    def find(self, line: int) -> tuple[int, int]:
        """Return the block that shows `line`, and which of its lines that is.

        A line past the end gives the block after the last.
        """
        if line >= self.total:
            return self._count, line - self.total
        chunk, line = _reach(self._sums, line)
        within, line = _reach(self._heights[chunk * _CHUNK : (chunk + 1) * _CHUNK], line)
        return chunk * _CHUNK + within, line

    def _sum_from(self, block: int) -> None:
        """Sum up the chunk of `block` and those after it."""
        first, heights = block // _CHUNK, self._heights
        starts = range(first * _CHUNK, len(heights), _CHUNK)
        self._sums[first:] = [sum(heights[start : start + _CHUNK]) for start in starts]


def _reach(heights: Iterable[int], line: int) -> tuple[int, int]:
    """Return how many of `heights` end at `line` or before it, and what is left of it."""
    passed = 0
    for height in heights:
        if height > line:
            break
        passed, line = passed + 1, line - height
    return passed, line
