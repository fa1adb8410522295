"""Plain text as rows: reasoning, tool outputs, anything that means nothing but itself."""

from typing import NamedTuple

from tui.rendering.incremental_lines import LOOK_AHEAD, IncrementalLines, Segment
from tui.rendering.styled_line import StyledLine
from tui.rendering.wrapping import row_ends

_ROWS_SETTLED = 16
"""Rows of one long line that are settled at a time."""


class PlainGrammar(NamedTuple):
    """Lines wrapped at spaces, in one style."""

    style: str = ""

    @property
    def start(self) -> None:
        """Nothing has to be remembered."""
        return

    def settle(self, state: None, text: str, at: int, width: int) -> Segment[None] | None:
        """Settle one line, or sixteen rows of a long one."""
        end = text.find("\n", at)
        if end >= 0 and end - at <= LOOK_AHEAD:
            return Segment(end + 1 - at, self._wrap(text[at:end], width), None)
        if len(text) - at <= LOOK_AHEAD + width:
            return None
        piece = text[at : at + LOOK_AHEAD]
        ranges = row_ends(piece, width)[: _ROWS_SETTLED + 1]
        length = ranges[-1][0] if len(ranges) > 1 else len(piece)
        rows = [_row(piece[a:b], self.style) for a, b in ranges[:-1] or ranges]
        return Segment(length, rows, None)

    def rest(
        self, state: None, text: str, at: int, width: int, *, is_open: bool
    ) -> list[StyledLine]:
        """Wrap what is left."""
        lines = text[at:].split("\n")
        if not lines[-1]:
            lines.pop()
        return [row for line in lines for row in self._wrap(line, width)]

    def _wrap(self, line: str, width: int) -> list[StyledLine]:
        return [_row(line[a:b], self.style) for a, b in row_ends(line, width)]


def plain_lines(width: int, style: str = "") -> IncrementalLines[None]:
    """Return rows of plain text, empty at first."""
    return IncrementalLines(PlainGrammar(style), width)


def _row(text: str, style: str) -> StyledLine:
    return ((text, style),) if text else ()
