"""ContextSheet: the lens on one model call as blocks: a head, then a row an entry, unfolding.

Law: entries as before are one row until unfolded; an entry unfolds into all its words in place.
Only what is unfolded is read whole.
"""

from collections.abc import Iterator
from typing import NamedTuple

from agents_core.received.difference import Difference
from agents_core.received.entries import Entry
from agents_core.received.lens import Comparison, Lens
from agents_core.received.request_reader import RequestReader
from tui.drawing.context_lines import entry_line, entry_text, group_line, head_lines
from tui.drawing.item_bodies import Body, plain_body
from tui.rendering.matches import find_in, with_matches
from tui.rendering.styled_line import EMPTY, StyledLine

LEAST_GROUP = 3
"""Entries as before that are one row; fewer have a row each."""

INDENT = 4
"""Cells before the words of an unfolded entry."""


class Row(NamedTuple):
    """Entries shown in one row: one, or a group of some that are as before."""

    start: int
    length: int


class ContextSheet:
    """Blocks of a `DocumentPane`; block 0 is the head."""

    def __init__(self) -> None:
        """Begin with no call."""
        self.lens: Lens | None = None
        self.query = ""
        self._reader: RequestReader | None = None
        self._comparison: Comparison = "before"
        self._rows: list[Row] = []
        self._open_groups: set[int] = set()
        self._bodies: dict[int, list[Body]] = {}

    def show(self, lens: Lens | None, reader: RequestReader, comparison: Comparison) -> None:
        """Look at a call; what is unfolded stays so while it is the same comparison."""
        if not _is_same(lens, self.lens):
            self._open_groups.clear()
            self._bodies.clear()
        self.lens, self._reader, self._comparison = lens, reader, comparison
        self._rows = list(self._grouped())

    def fold_all(self) -> None:
        """Show every entry in its row alone, and those that are as before in one."""
        self._open_groups.clear()
        self._bodies.clear()
        self._rows = list(self._grouped())

    @property
    def is_unfolded(self) -> bool:
        """Whether anything is unfolded."""
        return bool(self._open_groups or self._bodies)

    def __len__(self) -> int:
        """Return how many blocks there are."""
        return 1 + len(self._rows)

    def estimate(self, block: int) -> int:
        """Guess that nothing is unfolded."""
        return 1 if block else 5

    def height(self, block: int, width: int) -> int:
        """Return how many lines a block takes."""
        if block == 0:
            return len(self._head(width))
        return 1 + sum(body.height(width) for body in self._bodies_of(block))

    def line(self, block: int, line: int, width: int) -> StyledLine:
        """Return one line of a block, with what was searched marked."""
        return with_matches(self._line(block, line, width), self.query)

    def entry(self, block: int) -> Difference | None:
        """Return the entry a block shows, if it is one."""
        if self.lens is None or not 0 < block < len(self):
            return None
        row = self._rows[block - 1]
        return self.lens.found[row.start] if row.length == 1 else None

    def text(self, block: int) -> str:
        """Return all of an entry, as it is copied."""
        found = self.entry(block)
        return "" if found is None else self._whole(found.entry)

    def toggle(self, block: int) -> None:
        """Unfold a block, or fold it."""
        if self.lens is None or not 0 < block < len(self):
            return
        row = self._rows[block - 1]
        if row.length > 1:
            self._open_groups.add(row.start)
            self._rows = list(self._grouped())
        elif self._bodies.pop(row.start, None) is None:
            self._bodies[row.start] = self._make_bodies(self.lens.found[row.start])

    def block_of(self, entry: int) -> int:
        """Return the block that shows an entry, alone or in a group."""
        return next(at for at, row in enumerate(self._rows, 1) if entry < row.start + row.length)

    def find(self, start: int, step: int) -> int | None:
        """Return the next entry after entry `start` that holds the query, round the end."""
        count = 0 if self.lens is None else len(self.lens.found)
        for far in range(1, count + 1):
            entry = (start + step * far) % count
            if self._holds_query(entry):
                return entry
        return None

    def unfold_to(self, entry: int) -> int:
        """Unfold until the words of an entry are seen; return its block."""
        for _ in range(2):
            block = self.block_of(entry)
            if entry not in self._bodies:
                self.toggle(block)
        return self.block_of(entry)

    def first_entry(self, block: int) -> int:
        """Return the first entry of a block; -1 for the head."""
        return self._rows[block - 1].start if 0 < block < len(self) else -1

    def _grouped(self) -> Iterator[Row]:
        """Yield the rows: entries as before together, unless they were unfolded."""
        lens = self.lens
        found = () if lens is None else lens.found
        start = 0
        while start < len(found):
            end = start + 1
            if lens is not None and lens.base is not None and found[start].mark == "kept":
                while end < len(found) and found[end].mark == "kept":
                    end += 1
            if end - start >= LEAST_GROUP and start not in self._open_groups:
                yield Row(start, end - start)
            else:
                yield from (Row(entry, 1) for entry in range(start, end))
            start = end

    def _line(self, block: int, line: int, width: int) -> StyledLine:
        if self.lens is None:
            return (("no model was asked yet", "dim"),) if line == 0 else EMPTY
        if block == 0:
            return self._head(width)[line]
        if line == 0:
            row = self._rows[block - 1]
            group = self.lens.found[row.start : row.start + row.length]
            if row.length > 1:
                return group_line(group, self.lens, width)
            return entry_line(group[0], self.lens, width)
        return self._body_line(block, line - 1, width)

    def _body_line(self, block: int, line: int, width: int) -> StyledLine:
        for body in self._bodies_of(block):
            if line < (height := body.height(width)):
                return body.line(line, width)
            line -= height
        return EMPTY

    def _head(self, width: int) -> list[StyledLine]:
        return [EMPTY] if self.lens is None else head_lines(self.lens, self._comparison, width)

    def _bodies_of(self, block: int) -> list[Body]:
        row = self._rows[block - 1]
        return self._bodies.get(row.start, []) if row.length == 1 else []

    def _make_bodies(self, found: Difference) -> list[Body]:
        """Return the words of an entry, and those it replaced."""
        now = plain_body(indent=INDENT, style="")
        now.show(self._whole(found.entry))
        if found.was is None:
            return [now]
        before = plain_body(indent=INDENT, style="dim", lead="was ")
        before.show(self._whole(found.was))
        return [now, before]

    def _whole(self, entry: Entry) -> str:
        return "" if self._reader is None else entry_text(entry, self._reader.whole(entry.place))

    def _holds_query(self, number: int) -> bool:
        assert self.lens is not None
        entry = self.lens.found[number].entry
        texts = (entry.label, entry.name, self._whole(entry))
        return any(find_in(text, self.query) >= 0 for text in texts)


def _is_same(lens: Lens | None, other: Lens | None) -> bool:
    """Tell whether both compare the same calls; the answer may have come meanwhile."""
    if lens is None or other is None:
        return lens is other
    return lens.received is other.received and lens.found is other.found
