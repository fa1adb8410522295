"""ShownItems: which items of a run Events and Stream show, and on which row each stands.

Law: the panes know what is shown, never why. A `Restriction` takes what the one before it left and
hides some more of it; the screen asks them one after the other, once a frame.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from agents_core.history.run_history import RunHistory
from agents_core.history.tracks import Prefix
from tui.format import grouped


@dataclass(frozen=True, slots=True)
class ShownItems:
    """Some of the items that have begun, in their order."""

    items: Sequence[int]
    """Their indexes, ascending; row 0 shows the first."""
    hidden: int = 0
    """How many items have begun besides."""
    edition: object = None
    """Of two with equal editions one begins with the other; where it differs, any row may."""
    why: tuple[str, ...] = ()
    """What hides the others, in words safe to show, each with the key that ends it."""

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.items)

    def __contains__(self, item: object) -> bool:
        """Tell whether an item has a row."""
        if not isinstance(item, int):
            return False
        row = self.row_of(item)
        return row < len(self.items) and self.items[row] == item

    def item(self, row: int) -> int:
        """Return the index of the item on `row`."""
        return self.items[row]

    def row_of(self, item: int) -> int:
        """Return the row of an item; of a hidden one, the row of the next that is shown."""
        return bisect_left(self.items, item)


class Restriction(Protocol):
    """One reason to hide items."""

    def restrict(self, shown: ShownItems, history: RunHistory, position: int) -> ShownItems:
        """Return what is left of `shown` at `position`; asked at every frame, so at once."""


def all_items(count: int) -> ShownItems:
    """Show every item that has begun."""
    return ShownItems(range(count))


def hidden_note(shown: ShownItems) -> str:
    """Say how many items are not shown and why; "" when all are."""
    if not shown.why:
        return ""
    return f" · {grouped(shown.hidden)} hidden: {' · '.join(shown.why)}"


class ItemSieve:
    """A restriction by what never changes about an item: each item is asked about once."""

    def __init__(self, passes: Callable[[RunHistory, int], bool], why: tuple[str, ...]) -> None:
        """Keep the items that pass.

        Args:
            passes: whether the item at an index stays.
            why: see `ShownItems.why`.
        """
        self._passes = passes
        self._why = why
        self._passed = array("i")
        self._asked = 0
        self._edition: object = None

    def restrict(self, shown: ShownItems, history: RunHistory, position: int) -> ShownItems:
        """Return the items of `shown` that pass."""
        if shown.edition != self._edition:
            self._edition, self._asked, self._passed = shown.edition, 0, array("i")
        for row in range(self._asked, len(shown)):
            if self._passes(history, item := shown.item(row)):
                self._passed.append(item)
        self._asked = max(self._asked, len(shown))
        end = shown.item(len(shown) - 1) + 1 if len(shown) else 0
        count = bisect_left(self._passed, end)
        return ShownItems(
            Prefix(self._passed, count),
            shown.hidden + len(shown) - count,
            (shown.edition, self),
            (*shown.why, *self._why),
        )
