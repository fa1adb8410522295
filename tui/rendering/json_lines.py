"""JSON as rows while it arrives: one member a row, strings with their real lines.

A text that stops anywhere shows what is there and a caret where more is to come; from the first
character that cannot be JSON on, the rest is shown as it is, in style "broken". Given a schema, the
rows say what is wrong by it and what has not been received. Law: every character is read once; see
incremental_lines.py and json_scanner.py.
"""

from typing import Literal, NamedTuple

from tui.arguments.faults import Fault
from tui.arguments.json_scanner import PART, JsonScanner, OpenContainer, ScanState
from tui.arguments.schema_node import ANYTHING, SchemaNode
from tui.rendering.incremental_lines import IncrementalLines, Segment
from tui.rendering.styled_line import StyledLine
from tui.rendering.wrapping import Piece, wrap_pieces
from tui.sanitise import visible_line

Marks = Literal["faults", "all"]
"""faults: only what is wrong is marked · all: every value says what it had to be."""

_DEEPEST = 24
"""Levels that are indented; deeper ones stay at this one."""

_MOST_AWAITED = 12
"""Members not received that are named at most."""


class JsonState(NamedTuple):
    """What is known after any character."""

    scan: ScanState
    row: tuple[Piece, ...] = ()
    """What the row being built holds."""
    hang: int = 0
    """How far rows are indented that go on with it."""
    is_wrapped: bool = False
    """Rows of it are settled already."""
    value_at: int = 0
    """How many pieces of the row stand before the value."""


class JsonGrammar(NamedTuple):
    """Partial JSON, a token at a time."""

    node: SchemaNode = ANYTHING
    marks: Marks = "faults"

    @property
    def start(self) -> JsonState:
        """Expect a value."""
        return JsonState(ScanState(self.node))

    def settle(self, state: JsonState, text: str, at: int, width: int) -> Segment[JsonState] | None:
        """Settle the next rows that are complete."""
        reader = _RowReader(state, text, at, width, self.marks)
        while not reader.rows and reader.at - at < PART:
            if not reader.step():
                return None
        return Segment(reader.at - at, reader.rows, reader.state)

    def rest(
        self, state: JsonState, text: str, at: int, width: int, *, is_open: bool
    ) -> list[StyledLine]:
        """Render the row being built, and what has not been received."""
        reader = _RowReader(state, text, at, width, self.marks)
        while reader.step():
            pass
        if reader.at < len(text):
            reader.put(text[reader.at :].replace("\n", "↵"), "caret")
        if not reader.is_complete:
            reader.put("▌", "caret")
            reader.mark_value_so_far()
        reader.end_row()
        reader.show_awaited(is_open=is_open)
        return reader.rows


def json_lines(
    width: int, node: SchemaNode = ANYTHING, marks: Marks = "faults"
) -> IncrementalLines[JsonState]:
    """Return rows of JSON, empty at first.

    Args:
        width: cells of a row.
        node: what the JSON may be.
        marks: what is said of its values.
    """
    return IncrementalLines(JsonGrammar(node, marks), width)


class _RowReader(JsonScanner):
    """Puts tokens of `text` from `at` on rows."""

    def __init__(self, state: JsonState, text: str, at: int, width: int, marks: Marks) -> None:
        super().__init__(state.scan, text, at)
        self.rows: list[StyledLine] = []
        self._width, self._marks = width, marks
        self._row = list(state.row)
        self._hang, self._is_wrapped, self._value_at = state[2:]
        self._length = sum(len(piece.text) for piece in self._row)

    @property
    def state(self) -> JsonState:
        """The state to go on from."""
        row = tuple(self._row)
        return JsonState(self.scan_state, row, self._hang, self._is_wrapped, self._value_at)

    def put(self, text: str, style: str) -> None:
        """Put `text` on the row; rows that are full are done."""
        if not self._row and not self._is_wrapped:
            self._begin_row()
        self._row.append(Piece(text, style))
        if style in ("punctuation", "key"):
            self._value_at = len(self._row)
        self._length += len(text)
        if self._length > PART + self._width:
            self._settle_full_rows()

    def end_row(self) -> None:
        """Finish the row being built, if there is one."""
        if self._row or self._is_wrapped:
            self.rows += self._wrapped()
        self._row, self._length, self._is_wrapped, self._value_at = [], 0, False, 0

    def break_line(self) -> None:
        """Go on with the same string on a row of its own."""
        hang = self._hang
        self.end_row()
        self._hang, self._is_wrapped = hang, True

    def value_ended(self, fault: Fault | None) -> None:
        """Say what is wrong with the value, or what it had to be."""
        if fault is not None:
            self._mark_wrong(fault)
        else:
            self._put_expected("✓", "success")

    def opened(self, fault: Fault | None) -> None:
        """Begin the rows of a container under a row that names it."""
        if self._row or self._is_list_item():
            self.put("", "")
        if fault is not None:
            self._mark_wrong(fault)

    def closed(self, container: OpenContainer, fault: Fault | None) -> None:
        """Say what the container lacks."""
        if not container.held:
            self._indent()
            self._row.append(Piece("[]" if container.kind == "[" else "{}", "punctuation"))
        if fault is not None:
            self._mark_wrong(fault)
        if container.around is not None:
            self.end_row()
            self._show_required(container, may_come=False)

    def mark_value_so_far(self) -> None:
        """Say what is wrong already, or what the value has to be."""
        if (fault := self.fault_so_far()) is not None:
            self._mark_wrong(fault)
        elif self.expecting in ("text", "number", "value"):
            self._put_expected("…", "tool")

    def show_awaited(self, *, is_open: bool) -> None:
        """Name the members of the whole that have not come; of a finished text, miss them."""
        whole = self.outermost
        if whole is None or self.expecting == "raw":
            return
        may_come = is_open and self.inside is not None
        self._show_required(whole, may_come=may_come)
        if may_come or self._marks == "all":
            self._show_optional(whole)

    def _mark_wrong(self, fault: Fault) -> None:
        """Show the value as wrong, and say why."""
        for number in range(self._value_at, len(self._row)):
            self._row[number] = self._row[number]._replace(style="error")
        self._put_mark("✗", fault.words, "error", "error")

    def _put_expected(self, sign: str, style: str) -> None:
        """Say what the value had to be, where that is asked for and known."""
        if self._marks == "all" and (words := self.node.words) != "any":
            self._put_mark(sign, words, style, "dim")

    def _put_mark(self, sign: str, words: str, sign_style: str, style: str) -> None:
        value_at = self._value_at
        self.put(f"   {sign} ", sign_style)
        self.put(words, style)
        self._value_at = value_at

    def _show_required(self, container: OpenContainer, *, may_come: bool) -> None:
        for name in container.missing[:_MOST_AWAITED]:
            words = f"required, {container.node.member(name).words}"
            if may_come:
                self._show_awaited(container, name, f"·   {words} - not received yet", "dim")
            else:
                self._show_awaited(container, name, f"✗ missing: {words}", "error")

    def _show_optional(self, container: OpenContainer) -> None:
        room = max(0, _MOST_AWAITED - len(container.missing))
        for name in container.untold[:room]:
            words = f"·   optional, {container.node.member(name).words}"
            self._show_awaited(container, name, words, "dim")
        if (more := len(container.untold) - room) > 0:
            self._show_awaited(container, "", f"… {more} more optional", "dim")

    def _show_awaited(self, container: OpenContainer, name: str, words: str, style: str) -> None:
        self._hang = self._hang_at(container.depth)
        if name:
            self._row += [Piece(visible_line(name), "key"), Piece(": ", "punctuation")]
        self._row.append(Piece(words, style))
        self.end_row()

    def _is_list_item(self) -> bool:
        return self.inside is not None and self.inside.kind == "["

    def _begin_row(self) -> None:
        self._indent()
        if self._is_list_item() and self.expecting != "raw":
            self._row.append(Piece("- ", "punctuation"))
            self._length, self._value_at = 2, 1

    def _indent(self) -> None:
        is_raw = self.expecting == "raw"
        self._hang = self._hang_at(self.inside.depth if self.inside and not is_raw else 0)

    def _hang_at(self, depth: int) -> int:
        return 2 + min(2 * depth, 2 * _DEEPEST, max(0, self._width // 2 - 2))

    def _wrapped(self) -> list[StyledLine]:
        """Return the rows of what is on the row being built."""
        rest: StyledLine = ((" " * self._hang, ""),)
        first: StyledLine = ((" " * (self._hang - 2), ""),) if self._hang > 2 else ()
        first = rest if self._is_wrapped else first
        return [row.line for row in wrap_pieces(self._row, self._width - self._hang, first, rest)]

    def _settle_full_rows(self) -> None:
        rows = self._wrapped()
        *done, last = rows
        if not done:
            return
        self.rows += done
        self._row = [Piece(text, style) for text, style in last[1:]]
        self._length = sum(len(piece.text) for piece in self._row)
        self._is_wrapped, self._value_at = True, 0
