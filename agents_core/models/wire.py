"""The wire: server-sent events, cut out of the response body as the bytes arrive.

Law: any chunking of a body gives the same events; the work is linear in the bytes; every payload
that leaves here is one line of valid JSON, the provider's own bytes wherever those are.

The format is https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
with two liberties: a last event without its blank line counts, and `[DONE]` is no event.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, Generic, TypeVar

from jiter import from_json

from agents_core.json_text import decode_json, encode_json

EventT = TypeVar("EventT")

UNDECODABLE: Final = "agent_tui.undecodable"
"""The type given to a payload that is not a JSON object; its `text` is what arrived."""

_BLANK_LINE: Final = b"\n\n"
_BOM: Final = b"\xef\xbb\xbf"


class WireEvent:
    """One event as the provider sent it: its type and its payload, not decoded until asked."""

    __slots__ = ("payload", "type")

    def __init__(self, type: str, payload: bytes) -> None:
        """Hold `payload`: one line of JSON, an object whose `type` is `type`."""
        self.type = type
        self.payload = payload

    @property
    def json(self) -> dict[str, Any]:
        """The payload decoded, afresh at each call."""
        value: dict[str, Any] = decode_json(self.payload)
        return value

    def __eq__(self, other: object) -> bool:
        """Two events are equal when their types and bytes are."""
        return (
            isinstance(other, WireEvent)
            and self.type == other.type
            and self.payload == other.payload
        )

    def __hash__(self) -> int:
        """Hash the bytes."""
        return hash(self.payload)

    def __repr__(self) -> str:
        """Show the type and how long the payload is."""
        return f"<WireEvent {self.type} {len(self.payload)} bytes>"


class BlockSplitter(Generic[EventT]):
    """Cuts a body into blocks of lines, chunk by chunk; what a block says is for `read` to tell."""

    __slots__ = ("_after_cr", "_pending", "_read", "_searched")

    def __init__(self, read: Callable[[Iterable[bytes]], list[EventT]]) -> None:
        """Wait for the first chunk; `read` gets whole blocks, without their blank lines."""
        self._read = read
        self._pending = bytearray()
        self._searched = 0
        self._after_cr = False

    def feed(self, chunk: bytes) -> list[EventT]:
        """Take the next bytes of the body; return the events they complete."""
        if self._after_cr or b"\r" in chunk:
            chunk = self._with_plain_newlines(chunk)
        if self._pending or not chunk.endswith(_BLANK_LINE):
            chunk = self._complete_part(chunk)
        return self._read(chunk.split(_BLANK_LINE))

    def finish(self) -> list[EventT]:
        """Return what the end of the body completes: an event without its blank line."""
        last, self._pending = bytes(self._pending), bytearray()
        return self._read([last])

    def _with_plain_newlines(self, chunk: bytes) -> bytes:
        r"""Make CR LF and CR a LF, also when the two halves come in different chunks."""
        if not chunk:
            return chunk
        if self._after_cr:
            chunk = chunk.removeprefix(b"\n")
        self._after_cr = chunk.endswith(b"\r")
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    def _complete_part(self, chunk: bytes) -> bytes:
        """Add `chunk` to what is pending; cut off and return what no later byte can change."""
        pending = self._pending
        pending += chunk
        end = pending.rfind(_BLANK_LINE, self._searched) + 2
        complete = bytes(pending[:end]) if end > 1 else b""
        del pending[: len(complete)]
        self._searched = max(0, len(pending) - 1)
        return complete


class SseSplitter(BlockSplitter[WireEvent]):
    """Cuts a body into wire events; one splitter a response."""

    __slots__ = ()

    def __init__(self) -> None:
        """Wait for the first chunk."""
        super().__init__(read_blocks)


def read_blocks(blocks: Iterable[bytes]) -> list[WireEvent]:
    """Return the events of blocks of lines; a comment or `[DONE]` is none.

    Nearly every event is a line with its name and one line of data that says its type too. That
    shape is read here, without a further call; any other by the letter of the format.
    """
    events = []
    for block in blocks:
        first, _, payload = block.partition(b"\ndata: ")
        if first[:6] == b"event:" and block.count(b"\n") == 1:
            try:
                type_ = from_json(payload)["type"]
            except (ValueError, TypeError, KeyError):
                type_ = None
            if type(type_) is str:
                events.append(WireEvent(type_, payload))
                continue
        if block and (event := _read_fields(block)) is not None:
            events.append(event)
    return events


def _read_fields(block: bytes) -> WireEvent | None:
    """Read any block by the letter of the format; None for a comment."""
    name, data = b"", []
    for line in block.lstrip(b"\n").removeprefix(_BOM).split(b"\n"):
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            data.append(value)
        elif field == b"event":
            name = value
    return read_payload(b"\n".join(data), name) if data else None


def read_payload(payload: bytes, name: bytes = b"") -> WireEvent | None:
    """Return the event a payload is; `name` is its type when the payload itself has none."""
    try:
        value = decode_json(payload)
    except ValueError:
        return _undecodable(payload)
    if not isinstance(value, dict):
        return _undecodable(payload)
    type_ = value.get("type")
    if not isinstance(type_, str):
        type_ = name.decode("utf-8", "replace") or ("error" if value.get("error") else "message")
        payload = encode_json({**value, "type": type_})
    elif b"\n" in payload:
        payload = payload.replace(b"\n", b" ")  # between tokens: a string holds no raw line break
    return WireEvent(type_, payload)


def _undecodable(payload: bytes) -> WireEvent | None:
    """Keep what is not a JSON object readable, unless it is the end mark or nothing at all."""
    text = payload.decode("utf-8", "replace")
    if text.strip() in ("", "[DONE]"):
        return None
    return WireEvent(UNDECODABLE, encode_json({"type": UNDECODABLE, "text": text}))
