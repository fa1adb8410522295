"""WireIndex: what a provider's own events change, and the fast way of plain deltas.

Law: deltas are joined by (response, output_index), never by item id. A plain delta costs one
dictionary look-up and one append; whatever is not plain is decoded and takes the same turns.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from agents_core.history.deltas import (
    Address,
    Family,
    address_of,
    delta_text,
    family_of,
    known_family,
    scanned_address,
)
from agents_core.history.records import ItemRecord, Response
from agents_core.history.run_data import object_or_empty
from agents_core.history.run_index import Moment, RunIndex
from agents_core.history.wire_items import (
    final_text,
    item_type,
    kind_of,
    name_of,
    text_field,
)

_PHASE: Final = re.compile(
    r"response\.[a-z_]+\."
    r"(in_progress|searching|interpreting|generating|executing|completed|failed)"
).fullmatch
"""How hosted tools report that they work."""

_FINAL_WORDS: Final = ("text", "refusal", "arguments", "input", "code", "command", "diff")
"""Fields in which a `.done` event repeats the words of a part."""

_CALL_ENDS: Final = ("function_call_arguments", "custom_tool_call_input", "mcp_call_arguments")
"""Families whose `.done` means that the call is complete."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where deltas of one shape go while nothing else happens."""

    item: ItemRecord
    family: Family
    part: tuple[str, int]


class WireIndex:
    """Reads provider events into a `RunIndex`."""

    def __init__(self, index: RunIndex) -> None:
        """Change the records of `index`."""
        self._index = index

    def target(self, now: Moment, name: str, scanned: bytes) -> Target | None:
        """Return where a scanned delta of family `name` goes; None when it brings no words."""
        if (family := family_of(name)) is None:
            return None
        address = scanned_address(scanned, name, family)
        return Target(self._item_at(now, address, family), family, address.part)

    def grow(self, now: Moment, target: Target, text: str) -> None:
        """Append a delta that is not known to follow another of the same target."""
        item, family, response = target.item, target.family, now.scope.response
        item.words.grow_part(now.seq, target.part, text)
        if response is not None and response.first_delta is None:
            response.first_delta = now.seq
        if family.is_refusal and not item.state.is_refusal:
            item.change(now.seq, is_refusal=True)
        self._index.show_activity(now, family.activity)

    def apply(self, now: Moment, payload: object) -> ItemRecord | None:
        """Let one decoded payload have its effect; return the item it belongs to, if any."""
        event = object_or_empty(payload)
        type_ = text_field(event, "type")
        name = type_.removeprefix("response.")
        match name:
            case "created":
                self._create(now)
            case "completed" | "incomplete" | "failed" | "error":
                self._close(now, complete=name == "completed")
            case "output_item.added":
                return self._add(now, event)
            case "output_item.done":
                return self._finish(now, event)
            case _ if name.endswith(".delta"):
                return self._delta(now, event, name.removesuffix(".delta"))
            case _ if name.endswith(".done"):
                return self._finish_part(now, event, name.removesuffix(".done"))
            case _:
                return self._touch(now, event, type_)
        return None

    def _response(self, now: Moment) -> Response:
        response = now.scope.response
        if response is None or response.is_closed:
            return self._index.open_response(now, None, now.at)
        return response

    def _create(self, now: Moment) -> None:
        response = now.scope.response
        if response is None or response.is_closed:
            response = self._index.open_response(now, None, now.at)
        elif response.is_created or response.items:
            response = self._index.open_response(now, response.request, response.requested_at)
        response.is_created = True

    def _close(self, now: Moment, *, complete: bool) -> None:
        response = now.scope.response
        if response is not None and not response.is_closed:
            self._index.close_response(now, response, complete=complete)

    def _slot(self, event: dict[str, Any], default: str) -> int | str:
        index = event.get("output_index")
        return index if isinstance(index, int) else default

    def _begin(self, now: Moment, slot: int | str, item: ItemRecord) -> ItemRecord:
        response = self._response(now)
        item.request = response.request
        response.slots[slot] = item
        response.items.append(item)
        return item

    def _item_at(self, now: Moment, address: Address, family: Family) -> ItemRecord:
        """Return the item a delta belongs to, begun now if nothing announced it."""
        response = self._response(now)
        if (item := response.slots.get(address.slot)) is not None:
            return item
        item = self._index.begin(now, family.kind, family.name, "streaming")
        return self._begin(now, address.slot, item)

    def _add(self, now: Moment, event: dict[str, Any]) -> ItemRecord:
        raw = object_or_empty(event.get("item"))
        slot, response = self._slot(event, kind_of(raw)), self._response(now)
        item = response.slots.get(slot)
        if item is None or slot in response.added or item.state.status != "streaming":
            if item is not None and item.state.status == "streaming":
                self._index.cut(now, item)
            item = self._index.begin(now, kind_of(raw), name_of(raw), "streaming")
            self._begin(now, slot, item)
        response.added.add(slot)
        item.change(now.seq, kind=kind_of(raw), name=name_of(raw))
        self._index.know_call(now, item, raw)
        self._index.show_item(now, kind_of(raw))
        return item

    def _finish(self, now: Moment, event: dict[str, Any]) -> ItemRecord:
        raw = object_or_empty(event.get("item"))
        slot = self._slot(event, kind_of(raw))
        item = self._response(now).slots.get(slot)
        if item is None:
            item = self._index.begin(now, kind_of(raw), name_of(raw), "streaming")
            self._begin(now, slot, item)
        self._index.complete(now, item, raw)
        if item_type(raw).endswith("_output"):
            self._index.give_output(now, text_field(raw, "call_id"), final_text(raw))
        return item

    def _delta(self, now: Moment, event: dict[str, Any], name: str) -> ItemRecord | None:
        family, delta = family_of(name), event.get("delta")
        if family is None or not isinstance(delta, str | dict):
            return self._touch(now, event, "")
        address = address_of(event, name, family)
        item = self._item_at(now, address, family)
        self.grow(now, Target(item, family, address.part), delta_text(delta))
        return item

    def _finish_part(self, now: Moment, event: dict[str, Any], name: str) -> ItemRecord | None:
        if (family := known_family(name)) is None:
            return self._touch(now, event, "")
        address = address_of(event, name, family)
        item = self._item_at(now, address, family)
        words = next(filter(None, (text_field(event, key) for key in _FINAL_WORDS)), "")
        item.words.finish_part(now.seq, address.part, words)
        if name in _CALL_ENDS and item.state.status == "streaming":
            changes = self._after_arguments(now, name)
            item.change(now.seq, **changes)
            if changes["status"] == "running":
                self._index.lanes.run(item, now.at)
        return item

    def _after_arguments(self, now: Moment, name: str) -> dict[str, Any]:
        if name == "mcp_call_arguments":
            return {"status": "running", "ready_at": now.at, "started_at": now.at}
        return {"status": "waiting", "ready_at": now.at}

    def _touch(self, now: Moment, event: dict[str, Any], type_: str) -> ItemRecord | None:
        """Note an event that belongs to an item, and the progress a hosted tool reports."""
        response, slot = now.scope.response, event.get("output_index")
        if response is None or not isinstance(slot, int):
            return None
        if (item := response.slots.get(slot)) is None:
            return None
        item.words.touch(now.seq)
        if (phase := _PHASE(type_)) and item.is_unfinished:
            self._progress(now, item, phase[1])
        return item

    def _progress(self, now: Moment, item: ItemRecord, phase: str) -> None:
        if item.index in now.scope.state.running:
            return
        match phase:
            case "in_progress":
                return
            case "completed":
                item.change(now.seq, status="done", ended_at=now.at)
            case "failed":
                self._index.fail(now, item)
                item.change(now.seq, status="failed", ended_at=now.at)
            case _:
                started_at = now.at if item.state.started_at is None else item.state.started_at
                item.change(now.seq, status="running", started_at=started_at)
                self._index.lanes.run(item, now.at)
                self._index.show_activity(now, "tools")
