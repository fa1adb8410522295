"""Markdown tables: cells, columns, rows."""

import re
from typing import NamedTuple, Self

from tui.rendering.markdown_inline import inline_pieces
from tui.rendering.styled_line import Run, StyledLine, line_cells
from tui.rendering.wrapping import Piece, wrap_pieces

_CELL_END = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r"[ |:-]*-[ |:-]*$")
_NARROWEST = 4
"""Cells a column keeps when the pane is too narrow for all."""


class Table(NamedTuple):
    """The columns of a table."""

    widths: tuple[int, ...]
    aligns: str
    """One of "<^>" for each column."""

    @classmethod
    def fitting(cls, rows: list[list[str]], aligns: str, width: int) -> Self:
        """Return columns wide enough for `rows`, or as wide as `width` allows."""
        wanted = [
            max([1, *(_cells(row[column]) for row in rows if column < len(row))])
            for column in range(len(aligns))
        ]
        room = max(len(wanted), width - 3 * (len(wanted) - 1))
        while sum(wanted) > room and max(wanted) > _NARROWEST:
            widest = wanted.index(max(wanted))
            others = max([_NARROWEST, *(w for w in wanted if w < wanted[widest])])
            wanted[widest] = max(others - 1, wanted[widest] - (sum(wanted) - room), _NARROWEST)
        return cls(tuple(wanted), aligns)


def cells_of(line: str) -> list[str]:
    """Return the cells of one line of a table."""
    cells = [cell.strip() for cell in _CELL_END.split(line.strip())]
    if cells and not cells[0]:
        cells = cells[1:]
    return cells[:-1] if cells and not cells[-1] else cells


def is_delimiter(line: str, columns: int, is_open: bool) -> str | None:
    """Return the alignments when `line` is the rule under a header of `columns` cells."""
    if not columns or not _DELIMITER.match(line):
        return None
    cells = cells_of(line)
    if len(cells) != columns and not (is_open and len(cells) < columns):
        return None
    aligns = [
        "^" if c[:1] == ":" and c[-1:] == ":" else ">" if c[-1:] == ":" else "<" for c in cells
    ]
    return "".join(aligns).ljust(columns, "<")


def table_rows(
    rows: list[list[str]], table: Table, width: int, *, has_header: bool = True
) -> list[StyledLine]:
    """Return `rows` as lines, a rule under the first when it is the header."""
    lines: list[StyledLine] = []
    for number, row in enumerate(rows):
        if not row:
            continue
        is_header = has_header and number == 0
        lines += _row_lines(row, table, "strong" if is_header else "")
        if is_header:
            lines.append((("─┼─".join("─" * w for w in table.widths), "frame"),))
    return lines


def _row_lines(row: list[str], table: Table, style: str) -> list[StyledLine]:
    """Return one row; a cell too long for its column takes several lines."""
    columns = [
        [wrapped.line for wrapped in wrap_pieces(_pieces(cell, style), cells)]
        for cell, cells in zip([*row, *[""] * len(table.widths)], table.widths, strict=False)
    ]
    height = max(map(len, columns))
    lines: list[StyledLine] = []
    for number in range(height):
        runs: list[Run] = []
        for column, cells, align in zip(columns, table.widths, table.aligns, strict=True):
            runs += [(" │ ", "frame")] if runs else []
            runs += _aligned(column[number] if number < len(column) else (), cells, align)
        lines.append(tuple(runs))
    return lines


def _aligned(line: StyledLine, cells: int, align: str) -> StyledLine:
    spare = max(0, cells - line_cells(line))
    left = {"<": 0, "^": spare // 2, ">": spare}[align]
    before: StyledLine = ((" " * left, ""),) if left else ()
    after: StyledLine = ((" " * (spare - left), ""),) if spare - left else ()
    return before + line + after or ((" ", ""),)


def _pieces(cell: str, style: str = "") -> list[Piece]:
    return inline_pieces(cell.replace("\\|", "|"), 0, len(cell.replace("\\|", "|")), style)


def _cells(cell: str) -> int:
    return sum(line_cells(((piece.text, ""),)) for piece in _pieces(cell))
