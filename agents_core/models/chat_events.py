"""Writing the events of a response: as bytes, numbered, a delta without building an object for it.

Law: the keys come in the order providers write them, which readers of deltas rely on.
"""

from typing import Any

from agents_core.json_text import encode_json
from agents_core.models.wire import WireEvent


class EventWriter:
    """Writes the events of one response, numbered without gaps."""

    __slots__ = ("events", "number")

    def __init__(self) -> None:
        """Begin at number 0."""
        self.events: list[WireEvent] = []
        """What was written since somebody last took it."""
        self.number = 0

    def write(self, type_: str, **fields: Any) -> None:
        """Write an event of any kind."""
        payload = {"type": type_, **fields, "sequence_number": self.number}
        self.events.append(WireEvent(type_, encode_json(payload)))
        self.number += 1

    def write_delta(self, type_: str, head: bytes, delta: str, more: bytes = b"") -> None:
        """Write a delta: `head` is its JSON up to the text, `more` what follows the text."""
        payload = b'%s%s%s,"sequence_number":%d}' % (head, encode_json(delta), more, self.number)
        self.events.append(WireEvent(type_, payload))
        self.number += 1

    def take(self) -> list[WireEvent]:
        """Return what was written since the last time."""
        events, self.events = self.events, []
        return events


def delta_head(type_: str, at: dict[str, Any]) -> bytes:
    """Return the beginning of all deltas of one place, up to the text."""
    return encode_json({"type": type_, **at})[:-1] + b',"delta":'
