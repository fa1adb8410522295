"""ForkPoint: all that a run has come to at one of its events, as plain data to go on from.

Law: it is read from the events alone, so that a run of yesterday is forked like one that goes on
now. Nothing that has an output is done again; what has none is left open, to be done for real.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from agents_core.history.wire_items import awaits_us, item_type, text_field

Item = dict[str, Any]

OUTPUTS: Final = ("tool_output", "handoff_occured")
"""Names of items that answer a call."""


@dataclass(frozen=True, slots=True)
class CarriedItem:
    """Something that happened before the fork, as its `item.create` told it."""

    name: str
    item: Item
    output: Any
    agent: str | None
    turn: int

    @property
    def call_id(self) -> str:
        """The call it makes or answers; empty when it does neither."""
        return text_field(self.item, "call_id")

    @property
    def is_call(self) -> bool:
        """Whether something here has to answer it."""
        return awaits_us(self.item)

    @property
    def is_output(self) -> bool:
        """Whether it answers a call."""
        return item_type(self.item).endswith("_output")


@dataclass(frozen=True, slots=True)
class ForkPoint:
    """Where a run is gone on from."""

    run_id: str
    position: int
    """How many events of that run came before."""
    agent: str
    """Who goes on."""
    turn: int
    """Model calls made so far, the one of `answer` included."""
    input: Any
    """What the run was asked at first."""
    carried: tuple[CarriedItem, ...]
    """All that happened since."""
    before: tuple[Item, ...]
    """What the model was sent last."""
    answer: tuple[CarriedItem, ...] = ()
    """What it answered, and what its calls gave so far; the last part of `carried`."""
    next_input: tuple[Item, ...] | None = None
    """What it was sent next, if the recording says so."""
    instructions: str | None = None
    """Those of the agent that goes on, as far as the recording knows them."""
    new_instructions: str | None = None
    """What is put in their place; None leaves them as the configuration has them."""

    @property
    def open_calls(self) -> tuple[CarriedItem, ...]:
        """Calls of the answer without an output."""
        answered = {item.call_id for item in self.answer if item.is_output}
        return tuple(item for item in self.answer if item.is_call and item.call_id not in answered)

    @property
    def said(self) -> list[Item]:
        """All items the model knows, or will be sent next."""
        if self.next_input is not None:
            return list(self.next_input)
        return [*self.before, *(item.item for item in self.answer)]


def message(text: str) -> Item:
    """Return what the user says, as an item."""
    return {"role": "user", "content": text}


def messages_in(input: Any) -> list[Item]:
    """Return the items of an input: those of a list, or a text as one."""
    if isinstance(input, str):
        return [message(input)]
    items: Sequence[Any] = input if isinstance(input, list) else []
    return [item for item in items if isinstance(item, dict)]
