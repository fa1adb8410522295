"""ModelHistory: what the model is sent, which a handoff filter may make differ from what happened.

Law: items are put in their input form once; a turn only adds at the end, so that what was sent
before stays the same objects.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from agents_core.agents.handoffs import HandoffInputData, HandoffInputFilter
from agents_core.agents.run_context import RunContextWrapper
from agents_core.awaiting import settled
from agents_core.errors import UserError
from agents_core.items import ItemHelpers, RunItem, ToolApprovalItem


@dataclass(frozen=True, slots=True)
class HistoryParts:
    """A history taken apart, to be kept and put together again."""

    input: str | list[Any]
    items: tuple[RunItem, ...]
    """What was produced after it, as far as a filter has left it."""
    turn_from: int
    """Where among the items those of the last turn begin."""
    is_rewritten: bool


class ModelHistory:
    """The input of a run and the items made since, as the model sees them."""

    def __init__(self, input: str | list[Any]) -> None:
        """Begin with the input of the run."""
        self.is_rewritten = False
        """Whether a filter has made it differ from what happened."""
        self._begin_with(input, ())

    @classmethod
    def of(cls, parts: HistoryParts) -> "ModelHistory":
        """Put a history together again."""
        history = cls(parts.input)
        for item in parts.items:
            history.add(item)
        history.is_rewritten = parts.is_rewritten
        history._turn_from = parts.turn_from
        return history

    def parts(self) -> HistoryParts:
        """Take the history apart."""
        input = self._input if isinstance(self._input, str) else list(self._input)
        return HistoryParts(input, tuple(self._items), self._turn_from, self.is_rewritten)

    @property
    def items_of_turn(self) -> list[RunItem]:
        """What the last turn has produced so far."""
        return self._items[self._turn_from :]

    def begin_turn(self) -> None:
        """Say that what is added from now on belongs to the next turn."""
        self._turn_from = len(self._items)

    def add(self, item: RunItem) -> None:
        """Add what the run has just produced."""
        self._items.append(item)
        if not isinstance(item, ToolApprovalItem):
            self._sendable.append(item.to_input_item())

    def exchange(self, old: RunItem, new: RunItem) -> None:
        """Put an item in the place of another one, if that one is still there."""
        turn_from = self._turn_from
        self._begin_with(self._input, [new if item is old else item for item in self._items])
        self._turn_from = turn_from

    def as_input(self) -> list[Any]:
        """Return what to send."""
        return list(self._sendable)

    async def rewrite(
        self, input_filter: HandoffInputFilter, context: RunContextWrapper[Any]
    ) -> None:
        """Let a handoff's filter decide what the next agent sees.

        Raises:
            UserError: the filter cannot be called, or returned no `HandoffInputData`.
        """
        if not callable(input_filter):
            raise UserError(f"Invalid input filter: {input_filter!r} is not callable")
        before, turn = self._items[: self._turn_from], self._items[self._turn_from :]
        data = HandoffInputData(self._input, tuple(before), tuple(turn), context)
        left = await settled(input_filter(data))
        if not isinstance(left, HandoffInputData):
            raise UserError(
                f"Invalid input filter result: got {type(left).__name__}, not HandoffInputData"
            )
        self.is_rewritten = True
        turn_left = left.new_items if left.input_items is None else left.input_items
        self._begin_with(left.input_history, [*left.pre_handoff_items, *turn_left])

    def _begin_with(self, input: str | Iterable[Any], items: Iterable[RunItem]) -> None:
        """Hold this and nothing else."""
        self._input: str | tuple[Any, ...] = input if isinstance(input, str) else tuple(input)
        self._items: list[RunItem] = []
        self._turn_from = 0
        words: str | list[Any] = input if isinstance(input, str) else list(input)
        self._sendable = ItemHelpers.input_to_new_input_list(words)
        for item in items:
            self.add(item)
