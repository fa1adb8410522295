"""RunItems: the items of a run as subjects of filters, each worked out as far as it is asked.

Law: what is said of an item depends on the events before a position alone, and on the marks that
people set.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from agents_core.filters.json_paths import values_at
from agents_core.filters.subject import Fact
from agents_core.history.item_times import is_open, seconds_of
from agents_core.history.run_history import RunHistory
from agents_core.history.views import CallView, ItemView, TokenCount
from agents_core.json_text import decode_json

SLOW_S: Final = 5.0
"""What takes longer `is:slow`."""


class RunItems:
    """The items of one run, for filters to look at."""

    def __init__(
        self, history: RunHistory, is_marked: Callable[[int], bool] = lambda index: False
    ) -> None:
        """Look at `history`; `is_marked` tells by its index whether an item carries a mark."""
        self.history = history
        self.is_marked = is_marked

    def at(self, index: int, position: int) -> "ItemSubject":
        """Return an item as it was after `position` events."""
        return ItemSubject(self, self.history.item(index, position), position)


class ItemSubject:
    """One item at one position."""

    def __init__(self, run: RunItems, item: ItemView, position: int) -> None:
        """Look at `item`, as `run` shows it at `position`."""
        self.run = run
        self.item = item
        self.position = position

    def fact(self, key: str) -> Fact:
        """Return what a key says of the item."""
        return _FACTS[key](self)

    def flag(self, name: str) -> bool:
        """Return whether a flag holds."""
        return _FLAGS[name](self)

    def texts(self, key: str) -> Iterable[str]:
        """Return the texts a key looks in."""
        match key:
            case "text":
                return (self.item.text,)
            case "body":
                return _body(self.item)
            case _:
                return self._lines()

    def values(self, key: str, path: tuple[str, ...]) -> Iterable[object]:
        """Return the JSON values at a path in the arguments or the output."""
        return values_at(self._arguments if key == "arg." else self._output, path)

    @property
    def is_settled(self) -> bool:
        """Whether no later event is expected to change what is said of the item."""
        is_answered = self.call is None or self.call.answered is not None
        return is_answered and not is_open(self.item) and self.item.verdict != "open"

    @property
    def settled_at(self) -> int:
        """The position from which it stays as it is, if it is settled."""
        answered = None if self.call is None else self.call.answered
        return max(self.item.last_seq, answered or 0) + 1

    @cached_property
    def call(self) -> CallView | None:
        """The model call it comes from."""
        return self.run.history.call_of(self.item.index, self.position)

    @property
    def tokens(self) -> TokenCount | None:
        """The tokens of that call, once it is answered."""
        return None if self.call is None else self.call.tokens

    @property
    def seconds(self) -> float:
        """How long the item took, or has taken."""
        return seconds_of(self.item, self.run.history.time_at(self.position))

    @property
    def ran_beside_another(self) -> bool:
        """Whether another tool call of the same response ran at the same time."""
        history, own = self.run.history, _running_time(self.item)
        begun = history.item_count(self.position)
        others = (i for i in history.response_items(self.item.index) if i < begun)
        times = (_running_time(history.item(i, self.position)) for i in others)
        return own is not None and sum(_overlap(own, other) for other in times if other) > 1

    @property
    def stood_still(self) -> bool:
        """Whether the run stood still between the first and the last event of the item."""
        stalls = self.run.history.marks("stall")
        after = bisect_right(stalls, self.item.seq)
        return after < len(stalls) and stalls[after] <= self.item.last_seq

    @cached_property
    def _arguments(self) -> object:
        is_call = self.item.kind in ("tool", "handoff", "approval")
        return _json(_sent_text(self.item)) if is_call else None

    @cached_property
    def _output(self) -> object:
        return _json(self.item.output or "")

    def _lines(self) -> Iterator[str]:
        history = self.run.history
        for seq in history.item_events(self.item.index, self.position):
            yield history.event(seq).line.decode(errors="replace")


def _sent_text(item: ItemView) -> str:
    """Return the arguments as they were edited last, or as the model wrote them."""
    edited = [edit.after for edit in item.edits if edit.what == "arguments"]
    return edited[-1] if edited else item.text


def _json(text: str) -> object:
    try:
        return decode_json(text.encode(errors="replace"))
    except ValueError:
        return None


def _body(item: ItemView) -> Iterator[str]:
    yield item.name
    yield item.text
    if item.output is not None:
        yield item.output
    if item.error is not None:
        yield from (item.error.type, item.error.message, item.error.hint)
    if item.progress is not None:
        yield from (item.progress.message, item.progress.text)


def _running_time(item: ItemView) -> tuple[float, float] | None:
    """Return when a tool began and ended to run; None if it did not begin."""
    if item.kind != "tool" or item.started_at is None:
        return None
    return item.started_at, math.inf if item.ended_at is None else item.ended_at


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _is_error(subject: ItemSubject) -> bool:
    item = subject.item
    return item.kind == "error" or item.status == "failed" or item.error is not None


def _is_denied(subject: ItemSubject) -> bool:
    item = subject.item
    said_no = item.kind in ("approval", "guardrail") and item.status == "failed"
    return said_no or item.is_denied or item.verdict == "tripped"


def _tool(subject: ItemSubject) -> str | None:
    return subject.item.name if subject.item.kind in ("tool", "approval") else None


def _server(subject: ItemSubject) -> str | None:
    tool = _tool(subject)
    return None if tool is None else subject.run.history.server_of(tool)


def _first_token_s(subject: ItemSubject) -> float | None:
    return subject.run.history.first_token_s(subject.item.index, subject.position)


def _cost(subject: ItemSubject) -> float | None:
    """Return the dollars of its model call; None where a price is missing."""
    cost = None if subject.call is None else subject.call.cost
    return None if cost is None or cost.unpriced else float(cost.dollars)


_FACTS: Final[Mapping[str, Callable[[ItemSubject], Fact]]] = {
    "kind": lambda subject: subject.item.kind,
    "agent": lambda subject: subject.item.agent,
    "tool": _tool,
    "server": _server,
    "turn": lambda subject: subject.item.turn,
    "depth": lambda subject: subject.item.depth,
    "call": lambda subject: subject.item.call_id,
    "item": lambda subject: subject.item.index + 1,
    "status": lambda subject: subject.item.status,
    "dur": lambda subject: subject.seconds,
    "ttft": _first_token_s,
    "tokens": lambda subject: subject.item.deltas,
    "in": lambda subject: None if subject.tokens is None else subject.tokens.input,
    "out": lambda subject: None if subject.tokens is None else subject.tokens.output,
    "cached": lambda subject: None if subject.tokens is None else subject.tokens.cached,
    "cost": _cost,
    "t": lambda subject: subject.item.began_at,
    "n": lambda subject: subject.item.seq,
    "model": lambda subject: None if subject.call is None else subject.call.model,
    "finish": lambda subject: None if subject.call is None else subject.call.status,
}

_FLAGS: Final[Mapping[str, Callable[[ItemSubject], bool]]] = {
    "error": _is_error,
    "handoff": lambda subject: subject.item.kind == "handoff",
    "approval": lambda subject: subject.item.kind == "approval",
    "marked": lambda subject: subject.run.is_marked(subject.item.index),
    "streaming": lambda subject: subject.item.status == "streaming",
    "parallel": lambda subject: subject.ran_beside_another,
    "nested": lambda subject: subject.item.depth > 0,
    "retry": lambda subject: subject.item.kind == "retry",
    "slow": lambda subject: subject.seconds > SLOW_S,
    "stall": lambda subject: subject.stood_still,
    "cached": lambda subject: subject.tokens is not None and subject.tokens.cached > 0,
    "denied": _is_denied,
    "edited": lambda subject: bool(subject.item.edits),
}
