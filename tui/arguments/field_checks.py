"""Field checks: every field of a tool's arguments, by path, with what the schema says of it.

Law: partial arguments are as good as complete ones; the cost is linear in the text, and a list
that is very long is cut at `MOST`.
"""

from dataclasses import dataclass
from typing import Literal

from tui.arguments.faults import Fault, Scalar
from tui.arguments.json_scanner import JsonScanner, OpenContainer, ScanState
from tui.arguments.schema_node import SchemaNode
from tui.sanitise import shown_text

MOST = 2_000
"""Fields listed at most."""

Path = tuple[str | int, ...]
"""Names of members and numbers of elements, outermost first."""


@dataclass(frozen=True, slots=True)
class FieldCheck:
    """What is known of one field."""

    path: Path
    state: Literal["arriving", "complete", "awaited", "missing"]
    """awaited: it may still come · missing: it is required and can not come any more."""
    expected: str
    """What the schema allows, in words safe to show."""
    is_required: bool
    fault: Fault | None = None
    text: str = ""
    """The value as shown, or its beginning; of a container "" ."""


def check_arguments(text: str, node: SchemaNode, *, is_open: bool = False) -> list[FieldCheck]:
    """Return the fields of `text` in their order, then those that were not received.

    Args:
        text: arguments as JSON, complete or not.
        node: what they have to be.
        is_open: more may come.
    """
    reader = _FieldReader(ScanState(node), shown_text(text).text, 0)
    while reader.step():
        pass
    reader.value_stopped()
    return [*reader.fields[:MOST], *_not_received(reader, is_open=is_open)]


class _FieldReader(JsonScanner):
    """Makes a list of the values it reads."""

    def __init__(self, state: ScanState, text: str, at: int) -> None:
        super().__init__(state, text, at)
        self.fields: list[FieldCheck] = []

    def value_ended(self, fault: Fault | None) -> None:
        self._add(self.value, fault, "complete")

    def opened(self, fault: Fault | None) -> None:
        if self.inside is not None or fault is not None:
            self._add(Scalar(), fault, "complete")

    def closed(self, container: OpenContainer, fault: Fault | None) -> None:
        path = _path_to(container.around)
        if fault is not None:
            self.fields.append(FieldCheck(path, "complete", container.node.words, False, fault))
        if container.around is not None:
            self.fields += _missing(container, path)

    def value_stopped(self) -> None:
        """Take the value that the end of the text cut short."""
        if self.expecting in ("text", "number"):
            self._add(self.value, self.fault_so_far(), "arriving")

    def _add(
        self, value: Scalar, fault: Fault | None, state: Literal["arriving", "complete"]
    ) -> None:
        if len(self.fields) < MOST or fault is not None:
            is_required = self.inside is not None and self.inside.key in self.inside.node.required
            path, words = _path_to(self.inside), self.node.words
            self.fields.append(FieldCheck(path, state, words, is_required, fault, value.head))


def _path_to(container: OpenContainer | None) -> Path:
    """Return the path of the value that is read in `container`."""
    path: list[str | int] = []
    while container is not None:
        path.append(container.key if container.kind == "{" else container.held)
        container = container.around
    return tuple(reversed(path))


def _missing(container: OpenContainer, path: Path) -> list[FieldCheck]:
    words = {name: container.node.member(name).words for name in container.missing}
    return [
        FieldCheck((*path, name), "missing", what, True, Fault("missing", f"missing: {what}"))
        for name, what in words.items()
    ]


def _not_received(reader: _FieldReader, *, is_open: bool) -> list[FieldCheck]:
    """Return the declared members of the whole that have not come, required ones first."""
    whole = reader.outermost
    if whole is None:
        return []
    may_come = is_open and reader.inside is not None
    optional = [
        FieldCheck((name,), "awaited", whole.node.member(name).words, False)
        for name in whole.untold
    ]
    if not may_come:
        return [*_missing(whole, ()), *optional]
    required = [
        FieldCheck((name,), "awaited", whole.node.member(name).words, True)
        for name in whole.missing
    ]
    return [*required, *optional]
