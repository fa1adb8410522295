"""Heights of many blocks: where a line is, and how many lines there are.

Blocks are summed up in chunks, so that thousands that come at once cost next to nothing, and a look
adds up a few hundred numbers at C speed. Law: a height is an estimate until the block was measured
in the present epoch; a new epoch (another width) keeps the old heights as estimates.
"""

from array import array
from collections.abc import Iterable
from typing import Final

_CHUNK: Final = 256
"""Blocks whose heights are summed up together."""


class BlockHeights:
    """Heights of blocks 0, 1, 2 …, each estimated or measured."""

    def __init__(self) -> None:
        """Begin without blocks."""
        self.epoch = 0
        self._heights = array("q")
        self._measured = array("q")
        self._sums: list[int] = []
        """The height of each chunk."""

    def __len__(self) -> int:
        """Return how many blocks there are."""
        return len(self._heights)

    def __getitem__(self, block: int) -> int:
        """Return the height of `block` as far as it is known."""
        return self._heights[block]

    @property
    def total(self) -> int:
        """The height of all blocks."""
        return sum(self._sums)

    def extend(self, estimates: Iterable[int]) -> None:
        """Add blocks with estimated heights."""
        before = len(self._heights)
        self._heights.extend(estimates)
        self._measured.extend(array("q", [-1]) * (len(self._heights) - before))
        self._sum_from(before)

    def truncate(self, count: int) -> None:
        """Keep the first `count` blocks."""
        del self._heights[count:], self._measured[count:]
        self._sum_from(count)

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
        chunk, line = _reach(self._sums, line)
        within, line = _reach(self._heights[chunk * _CHUNK : (chunk + 1) * _CHUNK], line)
        return min(chunk * _CHUNK, len(self._heights)) + within, line

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
