"""Markdown as rows, while it streams and after: one renderer, so nothing jumps when it is complete.

A source line is a line: line breaks are kept, as in a chat. Law: see incremental_lines.py; a table
of more than `_TABLE_ROWS` rows keeps the columns those first rows gave it, so nothing above moves.
"""

import re
from typing import NamedTuple

from tui.rendering.code_lines import code_pieces
from tui.rendering.incremental_lines import LOOK_AHEAD, IncrementalLines, Segment
from tui.rendering.markdown_inline import inline_pieces
from tui.rendering.markdown_table import Table, cells_of, is_delimiter, table_rows
from tui.rendering.styled_line import StyledLine, width_of
from tui.rendering.wrapping import Piece, WrappedRow, wrap_pieces

_LONG = 2_048
"""A line of more characters is settled in parts."""

_PART = 1_024
"""Characters of a long line settled at a time, about."""

_TABLE_ROWS = 24
"""Rows of a table whose columns are aligned together."""

_FENCE = re.compile(r" *(`{3,}|~{3,}) *([^`\s]*)[^`\n]*$")
_HEADING = re.compile(r" {0,3}(#{1,6})(?: +|$)")
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
_QUOTE = re.compile(r"(?: {0,3}> ?)+")
_LIST = re.compile(r"( *)([-*+]|\d{1,9}[.)])( +)")
_SPACES = re.compile(r" *")
_FRAME: StyledLine = (("▏ ", "frame"),)


class MarkdownState(NamedTuple):
    """What is known at the start of a segment."""

    fence: str = ""
    """The marks that opened a code block."""
    language: str = ""
    table: Table | None = None
    """The columns of a long table that goes on."""
    is_inside: bool = False
    """A part of this line is settled already."""
    style: str = ""
    hang: StyledLine = ()
    previous: str = " "
    """The character before."""


class _Shape(NamedTuple):
    """How one line begins."""

    begin: int
    style: str
    first: StyledLine
    rest: StyledLine


class MarkdownGrammar:
    """The block structure of Markdown, a line at a time."""

    start = MarkdownState()

    def settle(
        self, state: MarkdownState, text: str, at: int, width: int
    ) -> Segment[MarkdownState] | None:
        """Settle a line, a part of a long line, or the beginning of a table."""
        end = text.find("\n", at, at + _LONG)
        if end < 0:
            return self._settle_part(state, text, at, width)
        if not (state.fence or state.is_inside or state.table) and "|" in text[at:end]:
            is_known, table = _table_at(text, at)
            if not is_known:
                return None
            if table:
                return self._settle_table(table, at, width)
        rows, after = self._line(state, text, at, end, width, is_open=False)
        return Segment(end + 1 - at, rows, after)

    def rest(
        self, state: MarkdownState, text: str, at: int, width: int, *, is_open: bool
    ) -> list[StyledLine]:
        """Render the lines that may still change, the last one as unfinished if `is_open`."""
        rows: list[StyledLine] = []
        while at < len(text):
            if not (state.fence or state.is_inside or state.table):
                _, table = _table_at(text, at)
                if table:
                    rows += table_rows(table.rows, table.columns(width), width)
                    at = table.end
                    continue
            found = text.find("\n", at)
            end = found if found >= 0 else len(text)
            made, state = self._line(state, text, at, end, width, is_open=is_open and found < 0)
            rows += made
            at = end + 1
        return rows

    def _settle_table(self, table: "_TableLines", at: int, width: int) -> Segment[MarkdownState]:
        columns = table.columns(width)
        state = MarkdownState(table=columns if len(table.rows) > _TABLE_ROWS else None)
        return Segment(table.end - at, table_rows(table.rows, columns, width), state)

    def _settle_part(
        self, state: MarkdownState, text: str, at: int, width: int
    ) -> Segment[MarkdownState] | None:
        """Settle the beginning of a long line, up to a row that can begin again."""
        if len(text) - at <= LOOK_AHEAD:
            return None
        end = at + LOOK_AHEAD - _PART
        stop = text.find("\n", at, end)
        end = stop if stop >= 0 else end
        wrapped, after = self._wrapped(state, text, at, end, width, is_open=True)
        best = 0
        for number, row in enumerate(wrapped):
            if number and row.source > at and (row.source - at <= _PART or not best):
                best = number
        if not best:
            return Segment(end - at, [row.line for row in wrapped], after._replace(is_inside=True))
        cut = wrapped[best].source
        after = after._replace(is_inside=True, previous=text[cut - 1])
        return Segment(cut - at, [row.line for row in wrapped[:best]], after)

    def _line(
        self, state: MarkdownState, text: str, at: int, end: int, width: int, *, is_open: bool
    ) -> tuple[list[StyledLine], MarkdownState]:
        """Return the rows of one line, and the state after it."""
        line = text[at:end]
        if state.fence and not state.is_inside and _closes(line, state.fence, is_open):
            return [], MarkdownState()
        fence = None if state.fence or state.is_inside else _FENCE.match(line)
        if fence:
            label = f"▏ {fence[2]}" if fence[2] else "▏"
            return [((label[: max(1, width)], "frame"),)], MarkdownState(fence[1], fence[2].lower())
        if state.table and "|" in line:
            return table_rows([cells_of(line)], state.table, width, has_header=False), state
        if not state.is_inside and not state.fence and _RULE.match(line):
            return [(("─" * width, "rule"),)], MarkdownState()
        wrapped, after = self._wrapped(state, text, at, end, width, is_open=is_open)
        return [row.line for row in wrapped], MarkdownState(after.fence, after.language)

    def _wrapped(
        self, state: MarkdownState, text: str, at: int, end: int, width: int, *, is_open: bool
    ) -> tuple[list[WrappedRow], MarkdownState]:
        """Return the rows of the text of a line from `at` to `end`, and how a part goes on."""
        if state.fence:
            long = state.is_inside or end - at > _LONG
            pieces = (
                (Piece(text[at:end], "code-block", at, is_exact=True),)
                if long
                else code_pieces(text[at:end], state.language)
            )
            rows = wrap_pieces(pieces, width - 2, _FRAME, _FRAME, at_spaces=False)
            return rows, state
        if state.is_inside:
            shape = _Shape(at, state.style, state.hang, state.hang)
        else:
            shape = _shape(text, at, end, width)
        found = inline_pieces(
            text, shape.begin, end, shape.style,
            previous=state.previous if state.is_inside else " ", is_open=is_open,
        )  # fmt: skip
        room = width - sum(width_of(part) for part, _ in shape.rest)
        rows = wrap_pieces(found, room, shape.first, shape.rest)
        return rows, MarkdownState(style=shape.style, hang=shape.rest)


def markdown_lines(width: int) -> IncrementalLines[MarkdownState]:
    """Return rows of Markdown, empty at first."""
    return IncrementalLines(MarkdownGrammar(), width)


class _TableLines(NamedTuple):
    """A table as far as it is aligned together."""

    rows: list[list[str]]
    aligns: str
    end: int
    """Offset after its last line."""

    def columns(self, width: int) -> Table:
        """Return the columns that fit these rows."""
        return Table.fitting(self.rows, self.aligns, width)


def _table_at(text: str, at: int) -> tuple[bool, _TableLines | None]:
    """Return whether it is settled what begins at `at`, and the table, if it is one."""
    head_end = text.find("\n", at, at + _LONG)
    if head_end < 0 or "|" not in text[at:head_end]:
        return head_end >= 0, None
    header = cells_of(text[at:head_end])
    end = text.find("\n", head_end + 1, head_end + 1 + _LONG)
    is_open = end < 0 and len(text) - head_end - 1 < _LONG
    delimiter = text[head_end + 1 : end if end >= 0 else len(text)]
    aligns = None if end < 0 and not is_open else is_delimiter(delimiter, len(header), is_open)
    if aligns is None:
        return not is_open, None
    rows, at = [header], (end + 1 if end >= 0 else len(text))
    first = at
    while not is_open and len(rows) <= _TABLE_ROWS and at - first <= _LONG:
        end = text.find("\n", at, at + _LONG)
        is_open = end < 0 and len(text) - at < _LONG
        line = text[at : end if end >= 0 else len(text)]
        if "|" not in line or (end < 0 and not is_open):
            return not is_open, _TableLines(rows, aligns, at)
        rows.append(cells_of(line))
        at = end + 1 if end >= 0 else len(text)
    while not is_open and len(rows) <= _TABLE_ROWS:
        rows.append([])  # a long table counts as full, so that it keeps its columns
    return not is_open, _TableLines(rows, aligns, at)


def _shape(text: str, at: int, end: int, width: int) -> _Shape:
    """Return how the line from `at` to `end` begins: quoted, a heading, an item."""
    first: StyledLine = ()
    style = ""
    if quote := _QUOTE.match(text, at, end):
        depth = min(quote[0].count(">"), max(1, width // 6))
        first, style, at = (("▎ " * depth, "quote"),), "quote", quote.end()
    rest = first
    if heading := _HEADING.match(text, at, end):
        return _Shape(heading.end(), "title" if len(heading[1]) == 1 else "heading", first, rest)
    room = max(0, width // 2 - 4)
    if item := _LIST.match(text, at, end):
        indent, mark = item[1][:room], "•" if item[2] in "-*+" else item[2]
        bullet = f"{indent}{mark} "
        return _Shape(
            item.end(), style, (*first, (bullet, "bullet")), (*rest, (" " * len(bullet), ""))
        )
    spaces = _SPACES.match(text, at, end)
    assert spaces is not None  # it matches nothing at all
    if indent := spaces[0][:room]:
        return _Shape(spaces.end(), style, (*first, (indent, "")), (*rest, (indent, "")))
    return _Shape(spaces.end(), style, first, rest)


def _closes(line: str, fence: str, is_open: bool) -> bool:
    """Return whether `line` ends a code block; the beginning of such a line already counts."""
    marks = line.strip(" ")
    if not marks or marks.strip(fence[0]):
        return False
    return len(marks) >= len(fence) or is_open
