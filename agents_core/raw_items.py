"""Raw items: read alike whether they are the client's objects, generic ones, or dicts."""

from collections.abc import Sequence
from typing import Any


def raw_field(raw_item: Any, name: str) -> Any:
    """Return a field of a raw item, whether it is an object or a dict; None when it has none."""
    if isinstance(raw_item, dict):
        return raw_item.get(name)
    return getattr(raw_item, name, None)


def input_form(raw_item: Any) -> Any:
    """Return a raw item as the dict in which it is sent back to the model."""
    if isinstance(raw_item, dict):
        return raw_item
    return raw_item.model_dump(exclude_unset=True, by_alias=True)


def with_arguments(raw_call: Any, arguments: str) -> Any:
    """Return a call with other arguments: JSON text, or the words a custom tool is given."""
    name = "input" if isinstance(raw_field(raw_call, "input"), str) else "arguments"
    if isinstance(raw_call, dict):
        return {**raw_call, name: arguments}
    return raw_call.model_copy(update={name: arguments})


def tool_name_of(raw_item: Any) -> str | None:
    """Return the tool name a raw item carries; hosted calls have none."""
    name = raw_field(raw_item, "name")
    return name if isinstance(name, str) else None


def call_id_of(raw_item: Any) -> str | None:
    """Return what a call and its output are joined by: the call id, for hosted calls the id."""
    call_id = raw_field(raw_item, "call_id") or raw_field(raw_item, "id")
    return call_id if isinstance(call_id, str) else None


def common_start(before: Sequence[Any], now: Sequence[Any]) -> int:
    """Return how many items at the start are the same in both."""
    count = 0
    for old, new in zip(before, now, strict=False):
        if old is not new and old != new:
            break
        count += 1
    return count
