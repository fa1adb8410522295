"""Ready-made filters for what the next agent sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from agents_core.agents.handoffs import HandoffInputData
from agents_core.items import (
    HandoffCallItem,
    HandoffOutputItem,
    ReasoningItem,
    ToolApprovalItem,
    ToolCallItem,
    ToolCallOutputItem,
    raw_field,
)

if TYPE_CHECKING:
    from agents_core.items import RunItem

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


def _without_tools(items: tuple[RunItem, ...]) -> tuple[RunItem, ...]:
    """Return the items that are no tool's."""
    return tuple(item for item in items if not isinstance(item, _TOOL_ITEMS))


def _messages(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the input items that are messages."""
    return tuple(item for item in items if raw_field(item, "type") in _KEPT_TYPES)
