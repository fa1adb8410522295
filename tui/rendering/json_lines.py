"""JSON as rows while it arrives: one member a row, strings with their real lines.

A text that stops anywhere shows what is there and a caret where more is to come; from the first
character that cannot be JSON on, the rest is shown as it is, in style "broken". Law: every
character is read once; see incremental_lines.py.
"""

import re
from typing import Literal, NamedTuple

from tui.rendering.incremental_lines import IncrementalLines, Segment
from tui.rendering.styled_line import StyledLine
from tui.rendering.wrapping import Piece, wrap_pieces
from tui.sanitise import visible_line

Expecting = Literal["value", "first", "key", "colon", "next", "key text", "text", "number", "raw"]
"""first: a key or value, or the end of the container just opened · next: a comma or the end."""

_PART = 1_024
"""Characters of one row's text kept back at most, and of blanks settled at a time."""

_BLANKS = re.compile(r"[ \n\r\t␍]+")
_CHARACTERS = re.compile(r'[^"\\\n]{1,1024}')
_ESCAPE = re.compile(
    r'\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|["\\/bfnrt])'
)
_ESCAPE_BEGUN = re.compile(
    r"\\(?:u[0-9a-fA-F]{0,4})?$|\\u[dD][89abAB][0-9a-fA-F]{2}\\?(?:(?<=\\)u[0-9a-fA-F]{0,3})?$"
)
_NUMBER = re.compile(r"[-+0-9.eE]+")
_WORDS = ("true", "false", "null")
_DECODED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_DEEPEST = 24
"""Levels that are indented; deeper ones stay at this one."""


class _Open(NamedTuple):
    """An open container and those around it."""

    kind: Literal["{", "["]
    around: "_Open | None"
    depth: int


class JsonState(NamedTuple):
    """What is known after any character."""

    expecting: Expecting = "value"
    inside: _Open | None = None
    row: tuple[Piece, ...] = ()
    """What the row being built holds."""
    hang: int = 0
    """How far rows are indented that go on with it."""
    is_wrapped: bool = False
    """Rows of it are settled already."""


class JsonGrammar(NamedTuple):
    """Partial JSON, a token at a time."""

    @property
    def start(self) -> JsonState:
        """Expect a value."""
        return JsonState()

    def settle(self, state: JsonState, text: str, at: int, width: int) -> Segment[JsonState] | None:
        """Settle the next rows that are complete."""
        reader = _Reader(state, text, at, width)
        while not reader.rows and reader.at - at < _PART:
            if not reader.step():
                return None
        return Segment(reader.at - at, reader.rows, reader.state)

    def rest(
        self, state: JsonState, text: str, at: int, width: int, *, is_open: bool
    ) -> list[StyledLine]:
        """Render the row being built."""
        reader = _Reader(state, text, at, width)
        while reader.step():
            pass
        if reader.at < len(text):
            reader.put(text[reader.at :].replace("\n", "↵"), "caret")
        if not reader.is_complete:
            reader.put("▌", "caret")
        reader.end_row()
        return reader.rows


def json_lines(width: int) -> IncrementalLines[JsonState]:
    """Return rows of JSON, empty at first."""
    return IncrementalLines(JsonGrammar(), width)


class _Reader:
    """Reads tokens of `text` from `at`, and puts them on rows."""

    def __init__(self, state: JsonState, text: str, at: int, width: int) -> None:
        self.at = at
        self.rows: list[StyledLine] = []
        self._text, self._width = text, width
        self._expecting, self._inside, row, self._hang, self._is_wrapped = state
        self._row = list(row)
        self._length = sum(len(piece.text) for piece in row)

    @property
    def state(self) -> JsonState:
        """The state to go on from."""
        row = tuple(self._row)
        return JsonState(self._expecting, self._inside, row, self._hang, self._is_wrapped)

    @property
    def is_complete(self) -> bool:
        """Whether nothing more can come but blanks."""
        return self._inside is None and self._expecting in ("next", "raw")

    def step(self) -> bool:
        """Read one token; return False when it is not all there."""
        if self.at >= len(self._text):
            return False
        if self._expecting in ("text", "key text"):
            return self._string()
        if self._expecting == "raw":
            return self._raw()
        if self._expecting == "number":
            return self._number()
        if blanks := _BLANKS.match(self._text, self.at):
            self.at = blanks.end()
            return True
        return self._token(self._text[self.at])

    def put(self, text: str, style: str) -> None:
        """Put `text` on the row; rows that are full are done."""
        if not self._row and not self._is_wrapped:
            self._begin_row()
        self._row.append(Piece(text, style))
        self._length += len(text)
        if self._length > _PART + self._width:
            self._settle_full_rows()

    def end_row(self) -> None:
        """Finish the row being built, if there is one."""
        if self._row or self._is_wrapped:
            self.rows += self._wrapped()
        self._row, self._length, self._is_wrapped = [], 0, False

    def _token(self, token: str) -> bool:
        match self._expecting, token:
            case ("next", ",") if self._inside:
                self._expecting = "key" if self._inside.kind == "{" else "value"
                self.end_row()
            case ("next", "}" | "]") | ("first", "}" | "]") if self._closes(token):
                self._close(token)
            case ("colon", ":"):
                self.put(": ", "punctuation")
                self._expecting = "value"
            case (("key" | "first"), '"') if self._inside and self._inside.kind == "{":
                self._expecting = "key text"
            case (("value" | "first"), _) if not (self._inside and self._is_key_due()):
                return self._value(token)
            case _:
                return self._break()
        self.at += 1
        return True

    def _is_key_due(self) -> bool:
        inside = self._inside
        return self._expecting == "first" and inside is not None and inside.kind == "{"

    def _closes(self, token: str) -> bool:
        return self._inside is not None and self._inside.kind + token in ("{}", "[]")

    def _value(self, token: str) -> bool:
        if token in "{[":
            depth = self._inside.depth + 1 if self._inside else 0
            if self._row or self._is_list_item():
                self.put("", "")
            self._inside = _Open("{" if token == "{" else "[", self._inside, depth)
            self._expecting = "first"
            self.end_row()
            self.at += 1
            return True
        if token == '"':
            self.put('"', "string")
            self._expecting = "text"
            self.at += 1
            return True
        if token in "-0123456789":
            self._expecting = "number"
            return True
        return self._word()

    def _is_list_item(self) -> bool:
        return self._inside is not None and self._inside.kind == "["

    def _word(self) -> bool:
        for word in _WORDS:
            if self._text.startswith(word, self.at):
                self.put(word, "constant")
                self.at += len(word)
                self._expecting = "next"
                return True
            if word.startswith(self._text[self.at : self.at + len(word)]):
                return False
        return self._break()

    def _number(self) -> bool:
        found = _NUMBER.match(self._text, self.at, self.at + _PART)
        if found:
            self.put(found[0], "number")
            self.at = found.end()
        else:
            self._expecting = "next"
        return True

    def _string(self) -> bool:
        style = "string" if self._expecting == "text" else "key"
        if plain := _CHARACTERS.match(self._text, self.at):
            self.put(plain[0], style)
            self.at = plain.end()
            return True
        if self._text[self.at] == '"':
            self._end_string()
            return True
        if found := _ESCAPE.match(self._text, self.at):
            if len(found[0]) == 6 and _ESCAPE_BEGUN.match(self._text, self.at):
                return False  # the other half of a character may follow
            self._put_escaped(found[0], style)
            self.at = found.end()
            return True
        return False if _ESCAPE_BEGUN.match(self._text, self.at) else self._break()

    def _end_string(self) -> None:
        self.at += 1
        if self._expecting == "text":
            self.put('"', "string")
            self._expecting = "next"
            return
        if not self._row:
            self.put('""', "key")
        self._expecting = "colon"

    def _put_escaped(self, escape: str, style: str) -> None:
        """Show what `escape` stands for; a line break begins a new row."""
        kind = escape[1]
        if kind == "n" and style == "string":
            self._break_line()
        elif kind == "u":
            units = [int(code, 16) for code in escape[2:].split("\\u")]
            raw = b"".join(unit.to_bytes(2, "big") for unit in units)
            self.put(visible_line(raw.decode("utf-16-be", "surrogatepass")), style)
        else:
            self.put(visible_line(_DECODED.get(kind, kind)), style)

    def _break_line(self) -> None:
        """Go on with the same string on a row of its own."""
        hang = self._hang
        self.end_row()
        self._hang, self._is_wrapped = hang, True

    def _close(self, token: str) -> None:
        assert self._inside is not None
        if self._expecting == "first":
            self._show_empty("{}" if token == "}" else "[]")
        self._inside = self._inside.around
        self._expecting = "next"
        self.end_row()

    def _show_empty(self, brackets: str) -> None:
        assert self._inside is not None
        self._indent()
        self._row.append(Piece(brackets, "punctuation"))

    def _break(self) -> bool:
        """Take what follows for broken."""
        self.end_row()
        self._expecting = "raw"
        return True

    def _raw(self) -> bool:
        end = self._text.find("\n", self.at, self.at + _PART)
        stop = end if end >= 0 else min(len(self._text), self.at + _PART)
        self.put(self._text[self.at : stop], "broken")
        self.at = stop
        if end >= 0:
            self.end_row()
            self.at += 1
        return True

    def _begin_row(self) -> None:
        self._indent()
        if self._is_list_item() and self._expecting != "raw":
            self._row.append(Piece("- ", "punctuation"))
            self._length = 2

    def _indent(self) -> None:
        depth = self._inside.depth if self._inside and self._expecting != "raw" else 0
        self._hang = 2 + min(2 * depth, 2 * _DEEPEST, max(0, self._width // 2 - 2))

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
        self._is_wrapped = True
