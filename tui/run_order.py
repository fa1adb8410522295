"""RunOrder: which runs a list shows, and in which order.

Law: pinned runs stand first; runs that are equal in what is sorted by stand by time, newest first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from agents_core.recording.catalogue import CatalogueEntry
from agents_core.recording.summary import RunSummary, StoredStatus

SortKey = Literal["when", "took", "turns", "tokens", "cost", "status"]

SORT_KEYS: Final[tuple[SortKey, ...]] = ("when", "took", "turns", "tokens", "cost", "status")
"""In the order in which a key goes through them."""

URGENCY: Final[tuple[StoredStatus, ...]] = (
    *("running", "needs_approval", "failed", "interrupted", "cancelled", "finished"),
)
"""What wants to be looked at first."""

_VALUES: Final[dict[SortKey, Callable[[RunSummary], Any]]] = {
    "when": lambda run: (run.created_at, run.run_id),
    "took": lambda run: run.seconds,
    "turns": lambda run: run.turns,
    "tokens": lambda run: run.tokens,
    "cost": lambda run: run.cost.dollars if run.cost else 0,
    "status": lambda run: -URGENCY.index(run.status),
}
"""What each key sorts by; the greatest is shown first."""


@dataclass(frozen=True, slots=True)
class RunOrder:
    """How a list of runs is arranged."""

    key: SortKey = "when"
    is_reversed: bool = False
    words: str = ""
    """All of these occur in each run that is shown."""

    def arrange(self, entries: Iterable[CatalogueEntry]) -> list[CatalogueEntry]:
        """Return the entries to show, in order."""
        value, newest = _VALUES[self.key], _VALUES["when"]
        found = self.matching(entries)
        found.sort(key=lambda entry: newest(entry.run), reverse=True)
        found.sort(key=lambda entry: value(entry.run), reverse=not self.is_reversed)
        found.sort(key=lambda entry: not entry.kept.is_pinned)
        return found

    def matching(self, entries: Iterable[CatalogueEntry]) -> list[CatalogueEntry]:
        """Return the entries in which all words occur."""
        words = self.words.lower().split()
        return [entry for entry in entries if _has(entry, words)]


def _has(entry: CatalogueEntry, words: list[str]) -> bool:
    if not words:
        return True
    run, kept = entry.run, entry.kept
    said = (run.run_id, run.title, run.agent, run.status, run.input, run.output, run.error)
    text = "\n".join(filter(None, (*said, *kept.tags, kept.note))).lower()
    return all(word in text for word in words)
