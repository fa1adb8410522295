"""The panes of the screen that compares two runs: the list of pairs, and one pair in full."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import ClassVar

from textual.content import Content

from agents_core.history.run_diff import ItemPair
from tui.drawing.pair_diff import Section, pair_row, sections_of
from tui.drawing.text_diff import DiffRow, stacked
from tui.rendering.styled_line import EMPTY, StyledLine, line_cells
from tui.rendering.wrapping import Piece, wrap_pieces
from tui.widgets.document_pane import DocumentPane, Place
from tui.widgets.line_pane import LinePane
from tui.widgets.list_pane import ListPane
from tui.widgets.pane import Pane

_KEPT = 1_000
"""Wrapped rows kept at most: the next frame shows nearly the same ones."""

Block = StyledLine | DiffRow
"""A line of its own, or two lines beside each other."""


class PairRows:
    """All pairs as a list of rows."""

    def __init__(self) -> None:
        """Begin empty."""
        self.pairs: Sequence[ItemPair] = ()

    def __len__(self) -> int:
        """Return how many pairs there are."""
        return len(self.pairs)

    def row(self, index: int, width: int) -> StyledLine:
        """Return one row."""
        return pair_row(self.pairs[index], width)


class DiffSheet:
    """One pair as blocks: beside each other, or below each other where there is little room."""

    def __init__(self) -> None:
        """Begin empty."""
        self._blocks: list[Block] = []
        self._wrapped: dict[tuple[int, int], list[StyledLine]] = {}

    def show(self, sections: Iterable[Section], *, is_stacked: bool) -> None:
        """Take another pair, or lay it out anew."""
        blocks = (block for section in sections for block in _blocks(section, is_stacked))
        self._blocks = list(blocks)[1:]  # no empty line above all
        self._wrapped.clear()

    def __len__(self) -> int:
        """Return how many blocks there are."""
        return len(self._blocks)

    def estimate(self, block: int) -> int:
        """Guess that a line fits."""
        return 1

    def height(self, block: int, width: int) -> int:
        """Return how many rows a block takes."""
        return len(self._rows(block, width))

    def line(self, block: int, line: int, width: int) -> StyledLine:
        """Return one row."""
        rows = self._rows(block, width)
        return rows[line] if line < len(rows) else EMPTY

    def _rows(self, block: int, width: int) -> list[StyledLine]:
        rows = self._wrapped.get((block, width))
        if rows is None:
            if len(self._wrapped) > _KEPT:
                self._wrapped.clear()
            shown = self._blocks[block]
            rows = _beside(shown, width) if isinstance(shown, DiffRow) else _wrap(shown, width)
            self._wrapped[block, width] = rows
        return rows


class PairsPane(Pane):
    """Pane 1 of the screen: which items belong together, and how they relate."""

    TITLE: ClassVar[str] = "Both runs"
    NUMBER: ClassVar[int] = 1
    HELP = "= the same, ~ changed, < only in A, > only in B."

    def __init__(self) -> None:
        """Begin empty, at the top."""
        self.rows = PairRows()
        self.list = ListPane(self.rows)
        super().__init__(self.list, id="pairs")
        self.list.set_reactive(LinePane.following, False)

    def show(self, pairs: Sequence[ItemPair]) -> None:
        """List pairs."""
        self.rows.pairs = pairs
        differ = sum(pair.state != "same" for pair in pairs)
        self.note(Content(f"{differ} of {len(pairs)} differ"))
        self.list.settle()


class PairPane(Pane):
    """Pane 2 of the screen: both items of a pair."""

    TITLE: ClassVar[str] = "A and B"
    NUMBER: ClassVar[int] = 2
    HELP = "Both items, what differs standing out."

    def __init__(self) -> None:
        """Begin empty, at the top."""
        self.sheet = DiffSheet()
        self.document = DocumentPane(self.sheet)
        self.document.set_reactive(LinePane.following, False)
        super().__init__(self.document, id="pair")

    def show(self, pair: ItemPair, *, is_stacked: bool) -> None:
        """Show a pair from its top."""
        self.sheet.show(sections_of(pair), is_stacked=is_stacked)
        self.document.show(self.sheet, at=Place(0, 0))


def _blocks(section: Section, is_stacked: bool) -> Iterator[Block]:
    yield EMPTY
    yield ((section.title, "heading"),)
    yield from stacked(section.rows) if is_stacked else section.rows


def _wrap(line: StyledLine, width: int) -> list[StyledLine]:
    return [row.line for row in wrap_pieces([Piece(*run) for run in line], max(1, width))]


def _beside(row: DiffRow, width: int) -> list[StyledLine]:
    """Return the rows of two lines beside each other; the rule between says how they relate."""
    column = max(1, (width - 3) // 2)
    left, right = (_wrap(line or EMPTY, column) for line in (row.left, row.right))
    sign, style = _rule(row)
    return [
        (*ours, (" " * (column - line_cells(ours)), ""), (f" {sign} ", style), *theirs)
        for ours, theirs in zip_longest(left, right, fillvalue=EMPTY)
    ]


def _rule(row: DiffRow) -> tuple[str, str]:
    if row.is_same:
        return "│", "rule"
    if row.right is None:
        return "<", "removed"
    return (">", "added") if row.left is None else ("~", "warning")
