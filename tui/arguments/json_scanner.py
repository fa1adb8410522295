"""JsonScanner: partial JSON, a token at a time, checked against a schema as it goes.

Law: every character is read once, and a scanner goes on from any state of another; who derives
from it draws rows of what it reads, or makes a list of it.
"""

import re
from typing import Literal, NamedTuple

from tui.arguments.faults import (
    Fault,
    Scalar,
    ValueType,
    count_fault,
    fault_of,
    unknown_member,
)
from tui.arguments.schema_node import SchemaNode
from tui.sanitise import visible_line

Expecting = Literal["value", "first", "key", "colon", "next", "key text", "text", "number", "raw"]
"""first: a key or value, or the end of the container just opened · next: a comma or the end."""

PART = 1_024
"""Characters of one text read at a time."""

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


class OpenContainer(NamedTuple):
    """An open container and those around it."""

    kind: Literal["{", "["]
    around: "OpenContainer | None"
    depth: int
    node: SchemaNode
    """What it may hold."""
    key: str = ""
    """The member that is read, of an object."""
    seen: frozenset[str] = frozenset()
    """The declared members that have come, of an object."""
    held: int = 0
    """Members or elements that have come, the one that is read not counted."""

    @property
    def value_node(self) -> SchemaNode:
        """What the value that is read may be."""
        return self.node.member(self.key) if self.kind == "{" else self.node.element(self.held)

    @property
    def missing(self) -> tuple[str, ...]:
        """The required members that have not come."""
        names = self.node.required if self.kind == "{" else ()
        return tuple(name for name in names if name not in self.seen)

    @property
    def untold(self) -> tuple[str, ...]:
        """The optional members that have not come."""
        names = self.node.optional if self.kind == "{" else ()
        return tuple(name for name in names if name not in self.seen)


class ScanState(NamedTuple):
    """What is known after any character."""

    root: SchemaNode
    expecting: Expecting = "value"
    inside: OpenContainer | None = None
    value: Scalar = Scalar()
    """The beginning of the key, string or number that is read."""
    whole: OpenContainer | None = None
    """The outermost container, once it was closed."""


class JsonScanner:
    """Reads tokens of a text from `at`; what it comes upon it tells to methods of its own."""

    def __init__(self, state: ScanState, text: str, at: int) -> None:
        """Go on from `state` at the character `at` of `text`."""
        self.at = at
        self.root, self.expecting, self.inside, self.value, self.whole = state
        self._text = text

    @property
    def scan_state(self) -> ScanState:
        """The state to go on from."""
        return ScanState(self.root, self.expecting, self.inside, self.value, self.whole)

    @property
    def is_complete(self) -> bool:
        """Whether nothing more can come but blanks."""
        return self.inside is None and self.expecting in ("next", "raw")

    @property
    def outermost(self) -> OpenContainer | None:
        """The container that holds all others, open or closed; None before it came."""
        container = self.inside
        while container is not None and container.around is not None:
            container = container.around
        return container or self.whole

    @property
    def node(self) -> SchemaNode:
        """What the value that is read, or comes next, may be."""
        return self.root if self.inside is None else self.inside.value_node

    # What is told

    def put(self, text: str, style: str) -> None:
        """Take visible text: part of a key, of a value, or of what is no JSON."""

    def end_row(self) -> None:
        """Take the end of a member, of an element, or of a line of what is no JSON."""

    def break_line(self) -> None:
        """Take a line break within a string."""

    def value_ended(self, fault: Fault | None) -> None:
        """Take the end of a string, number or constant, and what is wrong with it."""

    def opened(self, fault: Fault | None) -> None:
        """Take the beginning of a container, and what is wrong with its being there."""

    def closed(self, container: OpenContainer, fault: Fault | None) -> None:
        """Take the end of a container, and what is wrong with how many it holds."""

    # Reading

    def step(self) -> bool:
        """Read one token; return False when it is not all there."""
        if self.at >= len(self._text):
            return False
        if self.expecting in ("text", "key text"):
            return self._string()
        if self.expecting == "raw":
            return self._raw()
        if self.expecting == "number":
            return self._number()
        if blanks := _BLANKS.match(self._text, self.at):
            self.at = blanks.end()
            return True
        return self._token(self._text[self.at])

    def fault_so_far(self) -> Fault | None:
        """Return what is wrong with the value that is read, as far as it has come."""
        match self.expecting:
            case "text":
                return self._fault("string", is_complete=False)
            case "number":
                return self._fault("number", is_complete=False)
        return None

    def _token(self, token: str) -> bool:
        match self.expecting, token:
            case ("next", ",") if self.inside:
                self.expecting = "key" if self.inside.kind == "{" else "value"
                self.inside = self.inside._replace(held=self.inside.held + 1)
                self.end_row()
            case ("next", "}" | "]") | ("first", "}" | "]") if self._closes(token):
                self._close()
            case ("colon", ":"):
                self.put(": ", "punctuation")
                self.expecting = "value"
            case (("key" | "first"), '"') if self.inside and self.inside.kind == "{":
                self.expecting = "key text"
                self.value = Scalar()
            case (("value" | "first"), _) if not (self.inside and self._is_key_due()):
                return self._value(token)
            case _:
                return self._break()
        self.at += 1
        return True

    def _is_key_due(self) -> bool:
        inside = self.inside
        return self.expecting == "first" and inside is not None and inside.kind == "{"

    def _closes(self, token: str) -> bool:
        return self.inside is not None and self.inside.kind + token in ("{}", "[]")

    def _value(self, token: str) -> bool:
        if token in "{[":
            self._open("{" if token == "{" else "[")
            self.at += 1
            return True
        if token == '"':
            self.put('"', "string")
            self.expecting, self.value = "text", Scalar()
            self.at += 1
            return True
        if token in "-0123456789":
            self.expecting, self.value = "number", Scalar()
            return True
        return self._word()

    def _open(self, kind: Literal["{", "["]) -> None:
        depth = self.inside.depth + 1 if self.inside else 0
        self.value = Scalar()
        self.opened(self._fault("object" if kind == "{" else "array"))
        self.inside = OpenContainer(kind, self.inside, depth, self.node)
        self.expecting = "first"
        self.end_row()

    def _close(self) -> None:
        container = self.inside
        assert container is not None
        held = container.held + (self.expecting == "next")
        container = container._replace(held=held)
        fault = count_fault(container.node, held) if container.kind == "[" else None
        self.closed(container, fault)
        self.inside = container.around
        if self.inside is None:
            self.whole = container
        self.expecting = "next"
        self.end_row()

    def _word(self) -> bool:
        for word in _WORDS:
            if self._text.startswith(word, self.at):
                self.put(word, "constant")
                self.at += len(word)
                self.value = Scalar(word, len(word))
                self._end_value("constant")
                return True
            if word.startswith(self._text[self.at : self.at + len(word)]):
                return False
        return self._break()

    def _number(self) -> bool:
        found = _NUMBER.match(self._text, self.at, self.at + PART)
        if found:
            self.put(found[0], "number")
            self.value = self.value.extended(found[0])
            self.at = found.end()
        else:
            self._end_value("number")
        return True

    def _string(self) -> bool:
        style = "string" if self.expecting == "text" else "key"
        if plain := _CHARACTERS.match(self._text, self.at):
            self._put_part(plain[0], style)
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

    def _put_part(self, text: str, style: str) -> None:
        self.put(text, style)
        self.value = self.value.extended(text)

    def _put_escaped(self, escape: str, style: str) -> None:
        """Show what `escape` stands for; a line break begins a new row."""
        kind = escape[1]
        if kind == "n" and style == "string":
            self.value = self.value.extended("\n")
            self.break_line()
        elif kind == "u":
            units = [int(code, 16) for code in escape[2:].split("\\u")]
            raw = b"".join(unit.to_bytes(2, "big") for unit in units)
            self._put_part(visible_line(raw.decode("utf-16-be", "surrogatepass")), style)
        else:
            self._put_part(visible_line(_DECODED.get(kind, kind)), style)

    def _end_string(self) -> None:
        self.at += 1
        if self.expecting == "text":
            self.put('"', "string")
            self._end_value("string")
            return
        if not self.value.length:
            self.put('""', "key")
        self._end_key()

    def _end_key(self) -> None:
        assert self.inside is not None
        key = self.value.head
        seen = self.inside.seen
        if key in self.inside.node.declared:
            seen = seen | {key}
        self.inside = self.inside._replace(key=key, seen=seen)
        self.expecting = "colon"

    def _end_value(self, type: ValueType) -> None:
        self.value_ended(self._fault(type))
        self.expecting = "next"

    def _fault(self, type: ValueType, *, is_complete: bool = True) -> Fault | None:
        inside = self.inside
        if inside is not None and inside.kind == "{":
            unknown = unknown_member(inside.node, inside.key)
            if unknown is not None:
                return unknown
        return fault_of(self.node, type, self.value, is_complete=is_complete)

    def _break(self) -> bool:
        """Take what follows for broken."""
        self.end_row()
        self.expecting = "raw"
        return True

    def _raw(self) -> bool:
        end = self._text.find("\n", self.at, self.at + PART)
        stop = end if end >= 0 else min(len(self._text), self.at + PART)
        self.put(self._text[self.at : stop], "broken")
        self.at = stop
        if end >= 0:
            self.end_row()
            self.at += 1
        return True
