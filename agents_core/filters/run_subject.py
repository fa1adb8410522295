"""RunSubject: a run as a whole, as filters see it: its totals, and how it ended."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from agents_core.filters.keys import RUN
from agents_core.filters.subject import Fact
from agents_core.history.run_history import RunHistory
from agents_core.history.views import RunView


class RunSubject:
    """The run after all its events."""

    def __init__(self, history: RunHistory) -> None:
        """Look at what `history` holds now."""
        self.view = history.view(len(history))

    def fact(self, key: str) -> Fact:
        """Return what a key says of the run."""
        fact = _FACTS.get(key)
        return None if fact is None else fact(self.view)

    def flag(self, name: str) -> bool:
        """Return whether a flag holds."""
        return name == "error" and self.view.error is not None

    def texts(self, key: str) -> Iterable[str]:
        """Return the final output, and why it failed."""
        error = self.view.error
        words = (self.view.final_output, None if error is None else error.message)
        return () if key == "raw" else filter(None, words)

    def values(self, key: str, path: tuple[str, ...]) -> Iterator[object]:
        """Return nothing: a run has no arguments."""
        return iter(())


def _cost(view: RunView) -> float | None:
    """Return the dollars spent at least; None when no call has a price."""
    return float(view.cost.dollars) if view.cost.dollars or not view.cost.unpriced else None


_FACTS: Final[Mapping[str, Callable[[RunView], Fact]]] = {
    "kind": lambda view: RUN,
    "status": lambda view: view.status,
    "turn": lambda view: view.turn,
    "depth": lambda view: 0,
    "dur": lambda view: view.at,
    "tokens": lambda view: view.tokens.total,
    "in": lambda view: view.tokens.input,
    "out": lambda view: view.tokens.output,
    "cached": lambda view: view.tokens.cached,
    "cost": _cost,
}
