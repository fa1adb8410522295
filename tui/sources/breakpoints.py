"""Breakpoints: the filters that hold a run before a step, or a replay at an item.

Law: what is about to happen is looked at as the item the history has of it. A breakpoint holds a
call once: where it first matches, before the call is made or, when it is about what came of it,
before the model gets that. A request to a model is looked at by filters that ask for one.
"""

from collections.abc import Iterable, Iterator, Mapping

from agents_core.agents.gates import GateStep
from agents_core.errors import FilterError
from agents_core.filters import Filter, RunItems, Subject, parse_filter
from agents_core.filters.expression import Comparison, leaves
from agents_core.filters.keys import REQUEST
from agents_core.filters.subject import Fact
from agents_core.history.run_history import RunHistory


class Breakpoints:
    """Those of one run."""

    def __init__(self, history: RunHistory, named: Mapping[str, str] | None = None) -> None:
        """Begin with none; `named` are the filters `@name` may name."""
        self._items = RunItems(history)
        self._named = named or {}
        self._filters: dict[str, Filter] = {}
        self._held: set[tuple[str, int]] = set()
        """Which breakpoint has held which item."""

    @property
    def expressions(self) -> tuple[str, ...]:
        """As they were typed, oldest first."""
        return tuple(self._filters)

    def set(self, expression: str) -> None:
        """Have one more.

        Raises:
            FilterError: the expression is no filter.
        """
        self._filters.setdefault(expression, parse_filter(expression, self._named))

    def remove(self, expression: str) -> None:
        """Have one less."""
        self._filters.pop(expression, None)

    def met_by_step(self, step: GateStep) -> str | None:
        """Return the breakpoint that holds a run before `step`."""
        if step.stage == "model_request":
            request = ModelRequest(step)
            asking = (text for text, filter in self._filters.items() if _asks_for_request(filter))
            return next((text for text in asking if _matches(self._filters[text], request)), None)
        history = self._items.history
        index = history.call_item(step.call_id or "", step.parent)
        return None if index is None else self.met_by_item(index, len(history))

    def met_at(self, seq: int) -> str | None:
        """Return the breakpoint that an item begins to match with event `seq` of a replay."""
        history = self._items.history
        change = history.change_at(seq) if self._filters else None
        if change is None:
            return None
        now = self._items.at(change.item, seq + 1)
        before = None if change.before is None else self._items.at(change.item, change.before)
        for text, filter in self._filters.items():
            if _matches(filter, now) and (before is None or not _matches(filter, before)):
                return text
        return None

    def met_by_item(self, index: int, position: int) -> str | None:
        """Return the breakpoint that an item meets for the first time."""
        subject = self._items.at(index, position)
        for text, filter in self._filters.items():
            if (text, index) not in self._held and _matches(filter, subject):
                self._held.add((text, index))
                return text
        return None


class ModelRequest:
    """A request to a model that is about to be sent, as filters see it."""

    def __init__(self, step: GateStep) -> None:
        """Look at `step`."""
        depth = 0.0 if step.parent is None else 1.0
        self._facts: dict[str, Fact] = {
            "kind": REQUEST,
            "agent": step.agent,
            "model": step.name,
            "turn": float(step.turn),
            "depth": depth,
        }

    def fact(self, key: str) -> Fact:
        """Return what a key says of the request."""
        return self._facts.get(key)

    def flag(self, name: str) -> bool:
        """Return whether a flag holds."""
        return name == "nested" and self._facts["depth"] != 0

    def texts(self, key: str) -> Iterable[str]:
        """Return nothing: what is sent is in the Context pane."""
        return ()

    def values(self, key: str, path: tuple[str, ...]) -> Iterator[object]:
        """Return nothing: a request has no arguments."""
        return iter(())


def _asks_for_request(filter: Filter) -> bool:
    """Return whether a filter is about requests to models."""
    comparisons = (leaf for leaf in leaves(filter.expression) if isinstance(leaf, Comparison))
    return any(
        leaf.key.name == "model" or (leaf.key.name == "kind" and leaf.value == REQUEST)
        for leaf in comparisons
    )


def _matches(filter: Filter, subject: Subject) -> bool:
    """Return whether a filter matches; one that takes too long on a text does not."""
    try:
        return filter.matches(subject)
    except FilterError:
        return False
