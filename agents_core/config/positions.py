"""Positions: where each key and value of a TOML document stands.

Law: tomllib judges, this only locates. The document is known to be valid, so nothing is checked and
no value is decoded except keys. tomllib itself tells positions of syntax errors only.
"""

import re
from bisect import bisect_right
from itertools import islice
from typing import Final, NamedTuple

KeyPath = tuple[str | int, ...]
"""Keys and array indexes from the top of the document: `("agents", "triage", "tools", 0)`."""


class Span(NamedTuple):
    """Offsets of a key and its value; an array element has no key and repeats its value's."""

    key: int
    key_end: int
    value: int
    value_end: int


_SPACE: Final = re.compile(r"[ \t]*")
_BLANK: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_BASIC: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_LITERAL: Final = re.compile(r"'[^'\n]*'")
_LONG_BASIC: Final = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.S)
_LONG_LITERAL: Final = re.compile(r"'''.*?'{3,5}", re.S)
_OTHER_SCALAR: Final = re.compile(r"[^,\]}#\n\r]*[^,\]}#\n\r \t]")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|(.))")
_STRING_START: Final = re.compile(r"\"\"\"\n?|\'\'\'\n?|[\"']")
_STRING_STEP: Final = re.compile(r"\\(?:u.{4}|U.{8}|x.{2}|.)|.", re.S)
_SHORT_ESCAPES: Final = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


class Positions:
    """The places of everything in a document that tomllib has accepted."""

    def __init__(self, text: str) -> None:
        """Scan `text`, whose line breaks are single line feeds."""
        self._text = text
        self._line_starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self.spans = _Scanner(text).scan()
        """By path; headers, dotted keys and every value are in it."""

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both from 1, columns in characters."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """Return a line without its line break."""
        start = self._line_starts[line - 1]
        return self._text[start:].partition("\n")[0]

    def inside(self, span: Span, index: int) -> int:
        """Return the offset of the character `index` of the string that is the value of `span`."""
        start = _STRING_START.match(self._text, span.value)
        at = span.value if start is None else start.end()
        if self._text[span.value] != '"':
            return min(at + index, span.value_end - 1)
        for step in islice(_STRING_STEP.finditer(self._text, at, span.value_end - 1), index):
            at = step.end()
        return at

    def nearest(self, path: KeyPath) -> KeyPath:
        """Return `path`, or else its closest ancestor that is written in the document."""
        while path and path not in self.spans:
            path = path[:-1]
        return path


class _Scanner:
    """One pass over a document. Methods take the offset they start at and return where they end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans: dict[KeyPath, Span] = {}
        self._last_index: dict[KeyPath, int] = {}
        """Of each array of tables, the index of its latest table."""

    def scan(self) -> dict[KeyPath, Span]:
        """Return the spans of the whole document."""
        table: KeyPath = ()
        at = self._skip(_BLANK, 0)
        while at < len(self._text):
            if self._text[at] == "[":
                table, at = self._header(at)
            else:
                at = self._pair(table, at)
            at = self._skip(_BLANK, at)
        return self._spans

    def _header(self, at: int) -> tuple[KeyPath, int]:
        """Read `[a.b]` or `[[a.b]]`; return the path that following keys belong to."""
        brackets = 2 if self._text.startswith("[[", at) else 1
        keys, at = self._keys(at + brackets)
        path: KeyPath = ()
        for name, start, end in keys[:-1]:
            path = (*path, name)
            self._spans.setdefault(path, Span(start, end, start, end))
            if path in self._last_index:
                path = (*path, self._last_index[path])
        name, start, end = keys[-1]
        path = self._open_table((*path, name), Span(start, end, start, end), brackets == 2)
        return path, self._skip(_SPACE, at) + brackets

    def _open_table(self, path: KeyPath, span: Span, in_array: bool) -> KeyPath:
        """Note where a table begins. Its own header is a better place than that of a child."""
        if not in_array:
            self._spans[path] = span
            return path
        self._spans.setdefault(path, span)
        index = self._last_index[path] = self._last_index.get(path, -1) + 1
        self._spans[*path, index] = span
        return (*path, index)

    def _pair(self, table: KeyPath, at: int) -> int:
        """Read `a.b = value`."""
        keys, at = self._keys(at)
        value = self._skip(_SPACE, at + 1)
        paths = [(*table, *(name for name, _, _ in keys[: n + 1])) for n in range(len(keys))]
        end = self._value(paths[-1], value)
        for path, (_, start, stop) in zip(paths, keys, strict=True):
            self._spans.setdefault(path, Span(start, stop, value, end))
        return end

    def _keys(self, at: int) -> tuple[list[tuple[str, int, int]], int]:
        """Read a dotted key; return name, start and end of each part, and where `=` or `]` is."""
        keys = []
        while True:
            start = self._skip(_SPACE, at)
            name, end = self._key(start)
            keys.append((name, start, end))
            at = self._skip(_SPACE, end)
            if self._text[at] != ".":
                return keys, at
            at += 1

    def _key(self, at: int) -> tuple[str, int]:
        """Read one part of a key."""
        if self._text[at] == '"':
            end = self._skip(_BASIC, at)
            return _unescape(self._text[at + 1 : end - 1]), end
        if self._text[at] == "'":
            end = self._skip(_LITERAL, at)
            return self._text[at + 1 : end - 1], end
        end = self._skip(_BARE_KEY, at)
        return self._text[at:end], end

    def _value(self, path: KeyPath, at: int) -> int:
        """Read a value and note what is inside it."""
        match self._text[at]:
            case "[":
                return self._array(path, at + 1)
            case "{":
                return self._inline_table(path, at + 1)
            case '"':
                long = self._text.startswith('"""', at)
                return self._skip(_LONG_BASIC if long else _BASIC, at)
            case "'":
                long = self._text.startswith("'''", at)
                return self._skip(_LONG_LITERAL if long else _LITERAL, at)
            case _:
                return self._skip(_OTHER_SCALAR, at)

    def _array(self, path: KeyPath, at: int) -> int:
        """Read the inside of `[…]`."""
        index = 0
        while self._text[at := self._skip(_BLANK, at)] != "]":
            end = self._value((*path, index), at)
            self._spans[*path, index] = Span(at, end, at, end)
            index, at = index + 1, self._after_comma(end)
        return at + 1

    def _inline_table(self, path: KeyPath, at: int) -> int:
        """Read the inside of `{…}`."""
        while self._text[at := self._skip(_BLANK, at)] != "}":
            at = self._after_comma(self._pair(path, at))
        return at + 1

    def _after_comma(self, at: int) -> int:
        at = self._skip(_BLANK, at)
        return at + 1 if self._text[at] == "," else at

    def _skip(self, pattern: re.Pattern[str], at: int) -> int:
        """Return where `pattern`, which a valid document has at `at`, ends."""
        found = pattern.match(self._text, at)
        assert found is not None, f"tomllib accepted what the scanner cannot read at {at}"
        return found.end()


def _unescape(text: str) -> str:
    """Return the name a quoted key stands for."""

    def replace(found: re.Match[str]) -> str:
        if digits := found[1] or found[2] or found[3]:
            return chr(int(digits, 16))
        return _SHORT_ESCAPES.get(found[4], found[4])

    return _ESCAPE.sub(replace, text)
