"""Wrapping styled pieces of text into rows: greedy, at spaces, exact in cells.

Law: where a row begins depends only on the text from the row before it on, so wrapping may start
again at any row.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from tui.rendering.styled_line import Run, StyledLine

UNWRAPPED = 2_000
"""Cells at which lines are wrapped that are not to be: rows stay short enough to make."""


class Piece(NamedTuple):
    """Text in one style, and where it comes from."""

    text: str
    style: str
    source: int = -1
    """Offset in the source of its first character, or -1 when it is not a place to begin again."""
    is_exact: bool = False
    """Each of its characters is one character of the source, so a row may begin at any."""


class WrappedRow(NamedTuple):
    """One row, and where in the source it begins."""

    line: StyledLine
    source: int
    """Offset of its first character, or -1 when that is not a place to begin again."""


def row_ends(text: str, width: int, *, at_spaces: bool = True) -> list[tuple[int, int]]:
    """Return the rows of `text` as ranges; the space a row is broken at belongs to none."""
    rows: list[tuple[int, int]] = []
    start, length, is_ascii = 0, len(text), text.isascii()
    while True:
        end = min(start + width, length) if is_ascii else _cells_end(text, start, width)
        if end >= length:
            rows.append((start, length))
            return rows
        space = text.rfind(" ", start + 1, end + 1) if at_spaces else -1
        if space > start:
            rows.append((start, space))
            start = space + 1
        else:
            rows.append((start, end))
            start = end


def wrap_text(text: str, width: int, style: str = "", *, at_spaces: bool = True) -> list[Run]:
    """Return the rows of one line of plain `text`, each a run."""
    return [(text[a:b], style) for a, b in row_ends(text, width, at_spaces=at_spaces)]


def wrap_pieces(
    pieces: Sequence[Piece],
    width: int,
    first: StyledLine = (),
    rest: StyledLine = (),
    *,
    at_spaces: bool = True,
) -> list[WrappedRow]:
    """Return `pieces` in rows of `width` cells (without the prefixes, which are of one width).

    Args:
        pieces: what one line is made of.
        width: cells for the pieces.
        first: stands before the first row.
        rest: stands before the others.
        at_spaces: break between words where possible.
    """
    text = "".join(piece.text for piece in pieces)
    rows: list[WrappedRow] = []
    at, offset = 0, 0
    for start, end in row_ends(text, max(1, width), at_spaces=at_spaces):
        while at < len(pieces) - 1 and offset + len(pieces[at].text) <= start:
            offset += len(pieces[at].text)
            at += 1
        line, source = _cut(pieces, at, offset, start, end)
        rows.append(WrappedRow((rest if rows else first) + line, source))
    return rows


def _cut(
    pieces: Sequence[Piece], at: int, offset: int, start: int, end: int
) -> tuple[StyledLine, int]:
    """Return the characters from `start` to `end`, beginning to look at piece `at`."""
    if not pieces:
        return (), -1
    piece = pieces[at]
    can_begin = piece.source >= 0 and (piece.is_exact or start == offset)
    source = piece.source + start - offset if can_begin else -1
    runs: list[Run] = []
    while at < len(pieces) and offset < end:
        text, style = pieces[at][:2]
        part = text[max(0, start - offset) : end - offset]
        if part and runs and runs[-1][1] == style:
            runs[-1] = (runs[-1][0] + part, style)
        elif part:
            runs.append((part, style))
        offset += len(text)
        at += 1
    return tuple(runs), source


def _cells_end(text: str, start: int, room: int) -> int:
    """Return the end of the characters from `start` that fit in `room` cells, at least one."""
    end, length = start, len(text)
    while end < length:
        room -= cell_len(text[end])
        if room < 0:
            break
        end += 1
    return max(end, start + 1)
