"""GridHeader: the top row over many runs: how many there are of each kind, and what they cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from agents_core.costs import Cost
from tui.batch.batch import BatchState
from tui.format import clock, count, money
from tui.widgets.run_header import Part, fit

WORDS: Mapping[BatchState, tuple[str, str]] = {
    "failed": ("✗ {} failed", "bold $text-error"),
    "needs_approval": ("? {} need an approval", "bold $text-warning"),
    "running": ("● {} running", "bold $text-primary"),
    "waiting": ("○ {} waiting", "$text-muted"),
    "finished": ("✓ {} finished", "$text-success"),
    "cancelled": ("■ {} cancelled", "$text-warning"),
    "skipped": ("· {} not begun", "$text-muted"),
}
"""Words and style of each state, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Sums:
    """All runs together."""

    counts: Mapping[BatchState, int] = field(default_factory=dict)
    tokens: int = 0
    cost: Cost = field(default_factory=Cost)
    seconds: int = 0
    """How long the runs have been going on."""


class GridHeader(Widget):
    """One row."""

    sums: reactive[Sums] = reactive(Sums())

    def render(self) -> Content:
        """Draw what fits."""
        sums = self.sums
        left = [
            Part(rank, Content.styled(words.format(sums.counts[state]), style))
            for rank, (state, (words, style)) in enumerate(WORDS.items())
            if sums.counts.get(state)
        ]
        right = [Part(1, Content(clock(sums.seconds)))]
        if sums.tokens:
            right.append(Part(2, Content(f"{count(sums.tokens)} tok")))
            right.append(Part(3, Content(money(sums.cost))))
        return fit(left, right, self.size.width)
