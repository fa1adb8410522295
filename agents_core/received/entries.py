"""Entries: the parts of one `model.request`, each with its words, its size and where it stands.

Law: pure; any JSON is read. An entry holds the beginning of its words and a digest of the whole,
never the whole: that stays in the run.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final, Literal

from agents_core.history.run_data import object_or_empty
from agents_core.history.wire_items import as_text, objects_in, text_field
from agents_core.json_text import encode_json

Part = Literal["system", "history", "tool output", "schema", "settings"]
"""What an entry takes up room as; settings take up none."""

CONTINUES: Final = ("previous_response_id", "conversation_id")
"""Fields that say that the provider goes on from what it keeps itself."""

PREVIEW: Final = 200
"""Characters kept of an entry's words."""

_IMAGE_SIZE: Final = 3_000
"""What embedded data counts as: models are not told its characters, but what is seen in it."""

_WORDS: Final = ("content", "summary", "output", "arguments", "input", "code", "action", "results")
"""Fields in which an input item has its words, first come first served."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the whole of an entry stands."""

    seq: int
    """The `model.request` event."""
    path: tuple[str | int, ...]
    """Keys that lead to it in the event's data."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a model call received."""

    part: Part
    label: str
    """What it is, in a word: a role, call, output, reasoning, tool, schema, setting."""
    name: str
    """Of a tool or a setting, else empty."""
    preview: str
    """How its words begin."""
    size: int
    """Characters sent, about four of which make a token."""
    key: str
    """Entries of two calls with the same key are the same thing, which may have changed."""
    digest: bytes
    """Equal for equal content."""
    place: Place


def instruction_entries(seq: int, request: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield what the model is told to be."""
    text = request.get("instructions")
    if isinstance(text, str) and text:
        yield _entry(Place(seq, ("instructions",)), "system", "system", text, text)


def offer_entries(seq: int, request: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield the tools the model may call, and the shape its answer must have."""
    tools = request.get("tools")
    for index, tool in enumerate(tools if isinstance(tools, list) else []):
        card, place = object_or_empty(tool), Place(seq, ("tools", index))
        name = text_field(card, "name") or f"tool {index + 1}"
        yield _entry(place, "schema", "tool", tool, text_field(card, "description"), name=name)
    if (schema := request.get("output_schema")) is not None:
        yield _entry(Place(seq, ("output_schema",)), "schema", "schema", schema, as_text(schema))


def setting_entries(seq: int, request: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield which model is asked and how."""
    own = {name: request.get(name) for name in ("model", *CONTINUES)}
    for name, value in own.items():
        if value is not None:
            yield _setting(seq, name, value, (name,))
    for name, value in object_or_empty(request.get("settings")).items():
        yield _setting(seq, name, value, ("settings", name))


def _setting(seq: int, name: str, value: Any, path: tuple[str, ...]) -> Entry:
    words = as_text(value) or "null"
    return _entry(Place(seq, path), "settings", "setting", value, words, name=name)


def item_entries(seq: int, request: Mapping[str, Any]) -> tuple[Entry, ...]:
    """Return the input items written in the event, those after the kept ones."""
    items = request.get("input")
    if isinstance(items, str):
        items = [{"role": "user", "content": items}]
    items = items if isinstance(items, list) else []
    return tuple(_item_entry(item, Place(seq, ("input", at))) for at, item in enumerate(items))


def created_entry(seq: int, created: Mapping[str, Any]) -> Entry:
    """Return the item an `item.create` event tells of, as an entry."""
    return _item_entry(created.get("item"), Place(seq, ("item",)))


def words_of(value: Any) -> str:
    """Return the words of an entry's whole: text as it is, the words of an item, else JSON."""
    if isinstance(value, dict):
        found = next((value[key] for key in _WORDS if value.get(key)), None)
        return (as_text(value) or "") if found is None else _joined(found)
    return as_text(value) or ""


def _item_entry(item: Any, place: Place) -> Entry:
    fields = item if isinstance(item, dict) else {}
    label = _label(fields)
    part: Part = "history"
    if label == "output":
        part = "tool output"
    elif label in ("system", "developer"):
        part = "system"
    own = text_field(fields, "id" if label == "reasoning" else "call_id")
    name, key = text_field(fields, "name"), f"{label} {own}"
    return _entry(place, part, label, item, words_of(item), name=name, key=key)


def _label(item: dict[str, Any]) -> str:
    """Return what an input item is, in a word."""
    if role := text_field(item, "role"):
        return role
    type_ = text_field(item, "type") or "item"
    if type_.endswith("_output"):
        return "output"
    return "call" if type_.endswith("_call") else type_


def _entry(
    place: Place,
    part: Part,
    label: str,
    whole: Any,
    words: str | None,
    *,
    name: str = "",
    key: str | None = None,
) -> Entry:
    """Make an entry of its whole; without a key of its own it goes by its label and name."""
    content = whole.encode(errors="replace") if isinstance(whole, str) else encode_json(whole)
    return Entry(
        part=part,
        label=label,
        name=name,
        preview=(words or "")[:PREVIEW],
        size=len(content) - _embedded(whole),
        key=f"{label} {name}" if key is None else key,
        digest=blake2b(content, digest_size=16).digest(),
        place=place,
    )


def _embedded(value: Any) -> int:
    """Return how many characters of images and files are more than what they count as."""
    if isinstance(value, str):
        return max(0, len(value) - _IMAGE_SIZE) if value[:5] == "data:" else 0
    if isinstance(value, dict):
        return sum(map(_embedded, value.values()))
    return sum(map(_embedded, value)) if isinstance(value, list) else 0


def _joined(value: Any) -> str:
    """Return the texts of content parts, or the types of those that have none; else JSON."""
    parts = objects_in(value)
    if not isinstance(value, list) or len(parts) != len(value):
        return as_text(value) or ""
    texts = (
        text_field(part, "text") or text_field(part, "refusal") or f"[{text_field(part, 'type')}]"
        for part in parts
    )
    return "\n\n".join(texts)
