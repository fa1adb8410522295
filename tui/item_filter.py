"""ItemFilter: a filter over the run on the screen, worked out while the screen lives.

Law: a frame is never late for it. `work` takes the time it is given; whatever has been found by
then is shown, and the rest comes later.
"""

from collections.abc import Sequence

from agents_core.errors import FilterError
from agents_core.filters import Filter, RunItems
from agents_core.filters.matching import Matching
from agents_core.history.run_history import RunHistory
from tui.shown_items import ItemSieve, ShownItems

FRAME_S = 0.004
"""Seconds of a frame spent on items that are new or may have changed."""


class ItemFilter:
    """What a filter finds; as a `Restriction`, it hides everything else."""

    def __init__(self, wanted: Filter, items: RunItems) -> None:
        """Look for what is `wanted` among `items`; nothing is looked at yet."""
        self.wanted = wanted
        self.problem = ""
        """Why it had to be given up, if it had to."""
        self.is_done = False
        """Whether every item there is has been looked at."""
        self._matching = Matching(wanted, items)
        self._found: Sequence[int] = ()
        self._edition = 0
        self._others: ShownItems | None = None
        self._sieve: ItemSieve | None = None

    @property
    def share(self) -> float:
        """How much has been looked at, 0 to 1."""
        return self._matching.share

    def work(self, seconds: float) -> None:
        """Look at items for about so long."""
        if self.problem:
            return
        try:
            self.is_done = self._matching.work(seconds)
        except FilterError as error:
            self._give_up(error)

    def found(self, position: int) -> ShownItems:
        """Return what has been found among the items that had begun at a position."""
        begun = self._matching.begun(position)
        return ShownItems(self._at(position), begun - len(self._found), (self, self._edition))

    def restrict(self, shown: ShownItems, history: RunHistory, position: int) -> ShownItems:
        """Return the items of `shown` that are found."""
        found = self.found(position)
        if shown.edition is not None:
            found = self._among(shown, found, history, position)
        hidden = shown.hidden + len(shown) - len(found)
        return ShownItems(found.items, hidden, (shown.edition, found.edition), shown.why)

    def _at(self, position: int) -> Sequence[int]:
        before = self._found
        try:
            self._found = self._matching.at(position)
        except FilterError as error:
            self._give_up(error)
        both = min(len(before), len(self._found))
        self._edition += before[:both] != self._found[:both]
        return self._found

    def _among(
        self, shown: ShownItems, found: ShownItems, history: RunHistory, position: int
    ) -> ShownItems:
        """Return what is found that another restriction leaves."""
        if self._sieve is None or self._others is None or self._others.edition != shown.edition:
            self._sieve = ItemSieve(lambda _history, item: item in (self._others or ()), ())
        self._others = shown
        return self._sieve.restrict(found, history, position)

    def _give_up(self, error: FilterError) -> None:
        self.problem, self.is_done = str(error), True
