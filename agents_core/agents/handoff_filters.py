"""Ready-made filters for what the next agent sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from agents_core.agents.handoffs import HandoffInputData
from agents_core.items import (
    HandoffCallItem,
    HandoffOutputItem,
    ItemHelpers,
    ReasoningItem,
    ToolApprovalItem,
    ToolCallItem,
    ToolCallOutputItem,
    raw_field,
)
from agents_core.json_text import encode_json

if TYPE_CHECKING:
    from agents_core.items import RunItem

HandoffHistoryMapper: TypeAlias = Callable[[list[Any]], list[Any]]
"""Takes all that was said as input items; gives what the next agent sees in place of it."""

_PREAMBLE: Final = (
    "For context, here is the conversation so far between the user and the previous agent:"
)

_TOOL_ITEMS: Final = (
    HandoffCallItem,
    HandoffOutputItem,
    ToolApprovalItem,
    ToolCallItem,
    ToolCallOutputItem,
    ReasoningItem,  # refused by the provider without the call it led to
)
"""Items that make no sense without tools."""

_KEPT_TYPES: Final = frozenset({"message", None})
"""Types of input items that are no tool's; a plain {"role", "content"} has none."""


def remove_all_tools(handoff_input_data: HandoffInputData) -> HandoffInputData:
    """Leave only what was said: no tool calls, no outputs, no reasoning that led to them."""
    history = handoff_input_data.input_history
    changes: dict[str, Any] = {
        "input_history": history if isinstance(history, str) else _messages(history),
        "pre_handoff_items": _without_tools(handoff_input_data.pre_handoff_items),
        "new_items": _without_tools(handoff_input_data.new_items),
    }
    if handoff_input_data.input_items is not None:
        changes["input_items"] = _without_tools(handoff_input_data.input_items)
    return handoff_input_data.clone(**changes)


def nest_handoff_history(
    handoff_input_data: HandoffInputData, *, history_mapper: HandoffHistoryMapper | None = None
) -> HandoffInputData:
    """Tell the next agent all that was said before in one message, or as the mapper has it."""
    history = handoff_input_data.input_history
    said: list[Any] = (
        [{"role": "user", "content": history}] if isinstance(history, str) else list(history)
    )
    items = (*handoff_input_data.pre_handoff_items, *handoff_input_data.new_items)
    said += [item.to_input_item() for item in items if not isinstance(item, ToolApprovalItem)]
    told = (history_mapper or default_handoff_history_mapper)(said)
    return handoff_input_data.clone(input_history=tuple(told), pre_handoff_items=(), input_items=())


def default_handoff_history_mapper(transcript: list[Any]) -> list[Any]:
    """Return one message of the assistant that tells the transcript, item by item."""
    lines = [f"{number}. {_told(item)}" for number, item in enumerate(transcript, 1)]
    text = "\n".join(
        [_PREAMBLE, "<CONVERSATION HISTORY>", *(lines or ["(none)"]), "</CONVERSATION HISTORY>"]
    )
    return [{"role": "assistant", "content": text}]


def _told(item: Any) -> str:
    """Return an input item as a line: who said what, or what it is."""
    role, content = raw_field(item, "role"), raw_field(item, "content")
    if role:
        is_text = isinstance(content, str)
        return f"{role}: {content if is_text else ItemHelpers.extract_text(item) or _json(content)}"
    rest = {key: value for key, value in item.items() if key not in ("type", "id", "status")}
    return f"{raw_field(item, 'type')}: {_json(rest)}"


def _json(value: Any) -> str:
    """Return a value as JSON text."""
    return encode_json(value).decode(errors="replace")


def _without_tools(items: tuple[RunItem, ...]) -> tuple[RunItem, ...]:
    """Return the items that are no tool's."""
    return tuple(item for item in items if not isinstance(item, _TOOL_ITEMS))


def _messages(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the input items that are messages."""
    return tuple(item for item in items if raw_field(item, "type") in _KEPT_TYPES)
