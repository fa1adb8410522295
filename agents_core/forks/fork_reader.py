"""Reads where a run stood at one of its events.

Law: one pass over the root run's own events. What comes after the place is only looked at for
what was sent to the model next, and for outputs that had been made but not announced yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from agents_core.errors import UserError
from agents_core.forks.fork_point import CarriedItem, ForkPoint, Item, messages_in
from agents_core.history.wire_items import objects_in
from agents_core.run_events import RunEvent


class ForkError(UserError):
    """A run cannot be gone on from there."""


def read_fork_point(
    events: Iterable[RunEvent], position: int, *, asks_again: bool = True
) -> ForkPoint:
    """Return where a run stood after its first `position` events.

    An answer that was not complete yet counts as not given; so does one that left nothing to do,
    if `asks_again`, for the model would have nothing to go on with.

    Args:
        events: all events of the run, from its first.
        position: a number of events, at least 1.
        asks_again: ask the model for its latest answer again if that was the final one.

    Raises:
        ForkError: the run had not begun there, or the provider keeps what was said.
    """
    reader = _Reader()
    rest = iter(events)
    latest = ""
    for count, event in enumerate(rest, 1):
        if _is_own(event):
            if count > position and not (latest in _ANSWERING and event.type == "item.create"):
                reader.look_ahead(event, rest)
                break
            latest = event.type
            reader.take(event)
    return reader.point(position, asks_again=asks_again)


def end_of_turn(events: Sequence[RunEvent], position: int) -> int:
    """Return the first place from `position` on at which all tools of its turn had ended."""
    for index in range(position, len(events)):
        event = events[index]
        if event.parent is None and event.type in ("model.request", "run.start", "run.end"):
            return index
    return len(events)


_ANSWERING = ("model.end", "item.create")
"""The items of an answer follow its end at once; a place among them is after them all."""


def _is_own(event: RunEvent) -> bool:
    """Say whether an event is of the root run, and tells of more than a piece of an answer."""
    return event.parent is None and event.type != "model.event"


@dataclass
class _Reader:
    """What is known after the events so far."""

    run_id: str = ""
    agent: str | None = None
    turn: int = 0
    input: Any = None
    carried: list[CarriedItem] = field(default_factory=list)
    before: list[Item] = field(default_factory=list)
    answer: list[CarriedItem] = field(default_factory=list)
    has_begun: bool = False
    was_asked: bool = False
    """The model was asked since the user said something."""
    asked: str | None = None
    """The agent whose model was asked last."""
    is_complete: bool = False
    """The model's latest answer is complete."""
    next_input: list[Item] | None = None
    instructions: dict[str, str | None] = field(default_factory=dict)
    """By agent, as its model was last given them, or as its card has them."""
    ended_calls: dict[str, Any] = field(default_factory=dict)
    """Outputs of calls that have run, by call id."""

    def take(self, event: RunEvent) -> None:
        """Let an event before the place have its effect."""
        data = event.data
        if not isinstance(data, dict):
            return
        match event.type:
            case "run.start":
                self._start(event, data)
            case "agent.update":
                self.agent = data.get("agent")
            case "model.request":
                self._ask(event, data)
            case "model.end":
                self.is_complete = data.get("status") in (None, "", "completed")
            case "item.create":
                self.answer.append(_carried(event, data))
            case "tool.end":
                self.ended_calls[str(data.get("call_id"))] = data.get("output")

    def look_ahead(self, first: RunEvent, rest: Iterable[RunEvent]) -> None:
        """Look for what was sent next, and for outputs that were to be announced."""
        for event in (first, *(each for each in rest if _is_own(each))):
            data = event.data
            if event.type == "run.start":
                return
            if event.type == "model.request" and isinstance(data, dict):
                self._refuse_kept(data)
                self.next_input = self._input_of(data)
                return
            if event.type == "item.create" and isinstance(data, dict):
                item = _carried(event, data)
                if item.is_output and item.call_id in self.ended_calls:
                    self.answer.append(item)

    def point(self, position: int, *, asks_again: bool) -> ForkPoint:
        """Return the place.

        Raises:
            ForkError: nothing had been asked.
        """
        if not self.has_begun or self.agent is None:
            raise ForkError("the run had not begun there: nothing to go on from")
        self._add_ended_calls()
        point = ForkPoint(
            run_id=self.run_id,
            position=position,
            agent=self.agent,
            turn=self.turn,
            input=self.input,
            carried=(*self.carried, *self.answer),
            before=tuple(self.before),
            answer=tuple(self.answer),
        )
        point = self._where_it_goes_on(point, asks_again)
        return replace(point, instructions=self.instructions.get(point.agent))

    def _where_it_goes_on(self, point: ForkPoint, asks_again: bool) -> ForkPoint:
        """Return the place as it counts: after the latest answer, or before it."""
        if not self.was_asked:
            known = self.before if self.next_input is None else self.next_input
            return self._without_answer(point, tuple(known))
        if not self.is_complete or (asks_again and not self._leaves_more):
            return self._without_answer(point, point.before)
        if point.open_calls or self.next_input is None:
            return point
        return replace(point, next_input=tuple(self.next_input))

    @property
    def _leaves_more(self) -> bool:
        """Whether the latest answer calls something, or hands off."""
        return any(item.is_call or item.is_output for item in self.answer)

    def _without_answer(self, point: ForkPoint, before: tuple[Item, ...]) -> ForkPoint:
        """Return the place before the latest answer."""
        return replace(
            point,
            agent=self.asked if self.was_asked and self.asked else point.agent,
            turn=max(0, self.turn - 1) if self.was_asked else self.turn,
            carried=tuple(self.carried) if self.was_asked else point.carried,
            before=before,
            answer=(),
        )

    def _start(self, event: RunEvent, data: dict[str, Any]) -> None:
        for card in objects_in(data.get("agents")):
            self.instructions.setdefault(str(card.get("name")), card.get("instructions"))
        agent = data.get("agent")
        self.agent = agent if isinstance(agent, str) else self.agent
        if not self.has_begun:
            self.has_begun, self.turn = True, event.turn
            self.run_id, self.input = str(data.get("run_id") or ""), data.get("input")
            self.before = messages_in(self.input)
        elif data.get("resumed") is not True:
            self._follow_up(data.get("input"))

    def _follow_up(self, input: Any) -> None:
        """Let the user have said something more."""
        self.before += [each.item for each in self.answer]
        self.carried += self.answer
        for said in messages_in(input):
            self.before.append(said)
            self.carried.append(CarriedItem("input", said, None, None, 0))
        self.answer, self.turn, self.was_asked, self.is_complete = [], 0, False, False

    def _ask(self, event: RunEvent, data: dict[str, Any]) -> None:
        self._refuse_kept(data)
        self.before = self._input_of(data)
        self.carried += self.answer
        self.answer, self.ended_calls = [], {}
        self.was_asked, self.is_complete = True, False
        self.agent = self.asked = event.agent or self.agent
        self.turn = event.turn
        self.instructions[str(self.agent)] = data.get("instructions")

    def _input_of(self, data: dict[str, Any]) -> list[Item]:
        """Return what a model is sent: the items after those it was sent before."""
        kept = data.get("kept") or 0
        return [
            *self.before[: kept if isinstance(kept, int) else 0],
            *objects_in(data.get("input")),
        ]

    def _add_ended_calls(self) -> None:
        """Answer calls whose tools had ended, though the recording never said so of their items."""
        answered = {item.call_id for item in self.answer if item.is_output}
        for call in list(self.answer):
            output = self.ended_calls.get(call.call_id)
            is_plain = call.item.get("type") == "function_call" and isinstance(output, str)
            if is_plain and call.call_id not in answered:
                raw = {"type": "function_call_output", "call_id": call.call_id, "output": output}
                self.answer.append(CarriedItem("tool_output", raw, output, call.agent, call.turn))

    @staticmethod
    def _refuse_kept(data: dict[str, Any]) -> None:
        if data.get("previous_response_id") or data.get("conversation_id"):
            raise ForkError(
                "the provider keeps what was said, so the recording has only part of it; "
                "the same input can be given again"
            )


def _carried(event: RunEvent, data: dict[str, Any]) -> CarriedItem:
    item = data.get("item")
    raw = item if isinstance(item, dict) else {}
    return CarriedItem(str(data.get("name")), raw, data.get("output"), event.agent, event.turn)
