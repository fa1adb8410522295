"""Heights of many blocks: where a line is, and how many lines there are, in logarithmic time.

A Fenwick tree (https://en.wikipedia.org/wiki/Fenwick_tree). Law: a height is an estimate until the
block was measured in the present epoch; a new epoch (another width) keeps the old heights as
estimates.
"""

from collections.abc import Iterable


class BlockHeights:
    """Heights of blocks 0, 1, 2 …, each estimated or measured."""

    def __init__(self) -> None:
        """Begin without blocks."""
        self.epoch = 0
        self._tree = [0]
        self._heights: list[int] = []
        self._measured: list[int] = []

    def __len__(self) -> int:
        """Return how many blocks there are."""
        return len(self._heights)

    def __getitem__(self, block: int) -> int:
        """Return the height of `block` as far as it is known."""
        return self._heights[block]

    @property
    def total(self) -> int:
        """The height of all blocks."""
        return self.offset(len(self._heights))

    def extend(self, estimates: Iterable[int]) -> None:
        """Add blocks with estimated heights."""
        for height in estimates:
            self._heights.append(height)
            self._measured.append(-1)
            self._append_to_tree(height)

    def truncate(self, count: int) -> None:
        """Keep the first `count` blocks."""
        del self._heights[count:], self._measured[count:], self._tree[count + 1 :]

    def is_measured(self, block: int) -> bool:
        """Tell whether the height of `block` is exact."""
        return self._measured[block] == self.epoch

    def forget(self, block: int) -> None:
        """Make the height of `block` an estimate again."""
        self._measured[block] = -1

    def set(self, block: int, height: int) -> None:
        """Say that `block` was measured and is `height` lines high."""
        self._measured[block] = self.epoch
        change = height - self._heights[block]
        if not change:
            return
        self._heights[block] = height
        node = block + 1
        while node < len(self._tree):
            self._tree[node] += change
            node += node & -node

    def offset(self, block: int) -> int:
        """Return the height of all blocks before `block`."""
        lines = 0
        while block:
            lines += self._tree[block]
            block &= block - 1
        return lines

    def find(self, line: int) -> tuple[int, int]:
        """Return the block that shows `line`, and which of its lines that is.

        A line past the end gives the block after the last.
        """
        block, step = 0, 1 << len(self._heights).bit_length()
        while step:
            after = block + step
            if after < len(self._tree) and self._tree[after] <= line:
                block = after
                line -= self._tree[after]
            step >>= 1
        return block, line

    def _append_to_tree(self, height: int) -> None:
        node = len(self._tree)
        below, limit = node - 1, node & (node - 1)
        while below > limit:
            height += self._tree[below]
            below &= below - 1
        self._tree.append(height)
