"""ItemKeeper: what a run produces, kept for its result and for its models, and announced.

Law: whatever is announced is in the result and in the history, in the same order.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from agents_core.items import (
    HandoffCallItem,
    ItemHelpers,
    RunItem,
    ToolCallItem,
    ToolCallOutputItem,
)
from agents_core.raw_items import call_id_of
from agents_core.running.announcer import Announcer
from agents_core.running.model_history import ModelHistory
from agents_core.running.result import RunResultStreaming
from agents_core.running.run_state import RunState
from agents_core.running.turn import HandoffCall
from agents_core.stream_events import RunItemName


class ItemKeeper:
    """Keeps the items of one run."""

    def __init__(
        self, result: RunResultStreaming, announce: Announcer, state: RunState[Any] | None
    ) -> None:
        """Begin with the input of the run, or with what it had come to."""
        self._result = result
        self._announce = announce
        self.history = (
            ModelHistory(result.input) if state is None else ModelHistory.of(state.history)
        )
        """What the next model call is sent."""

    def emit(self, name: RunItemName, item: RunItem) -> None:
        """Keep an item and announce it under a name."""
        self._result.new_items.append(item)
        self.history.add(item)
        self._announce.item(name, item)

    def turn_down(self, calls: Iterable[HandoffCall], text: str) -> None:
        """Answer the handoffs that are not taken."""
        for call in calls:
            raw = ItemHelpers.tool_call_output_item(call.raw, text)
            self.emit("tool_output", ToolCallOutputItem(self._result.current_agent, raw, text))

    def edit_call(self, raw: Any) -> None:
        """Keep a call as somebody changed it: the model would take its output for another's.

        The journal has the one the model made, and says what was edited.
        """
        call_id, items = call_id_of(raw), self._result.new_items
        for index in reversed(range(len(items))):
            item = items[index]
            is_call = isinstance(item, ToolCallItem | HandoffCallItem)
            if is_call and call_id_of(item.raw_item) == call_id:
                items[index] = replace(item, raw_item=raw)
                self.history.exchange(item, items[index])
                return
