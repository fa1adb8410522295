"""Outline: which row of the event list shows which item, or which raw event of an unfolded one.

Law: rows are counted, never listed. A question costs the logarithm of the unfolded items; what is
counted again after a change is what stands below it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from agents_core.history.views import ItemKind
from tui.shown_items import ShownItems, all_items


class Place(NamedTuple):
    """What a row shows."""

    item: int
    seq: int | None
    """The raw event, or None for the item itself."""


class Outline:
    """Rows of the shown items, some of them unfolded into their raw events."""

    def __init__(
        self, events_of: Callable[[int], Sequence[int]], kind_of: Callable[[int], ItemKind]
    ) -> None:
        """Begin empty and folded.

        Args:
            events_of: gives the raw events of an item, as far as they have happened.
            kind_of: tells what an item is.
        """
        self.shown: ShownItems = all_items(0)
        self._events_of = events_of
        self._kind_of = kind_of
        self._kinds: set[ItemKind] = set()
        """Kinds of which all items are unfolded, but for those toggled."""
        self._toggled: set[int] = set()
        self._open: list[int] = []
        """The unfolded items among the first `_asked` rows of `shown`, ascending."""
        self._asked = 0
        self._sums = [0]
        """How many raw events have rows before each of `_open`, as far as they were counted."""

    def show(self, shown: ShownItems, changed: int = 0) -> None:
        """Take the items to show.

        Args:
            shown: those at the cursor.
            changed: the first item that may have other raw events than before.
        """
        if shown.edition != self.shown.edition:
            self._begin_again()
        self.shown = shown
        if len(shown) < self._asked:
            self._asked = len(shown)
            last = shown.item(len(shown) - 1) if len(shown) else -1
            del self._open[bisect_right(self._open, last) :]
        del self._sums[bisect_left(self._open, changed) + 1 :]

    def is_unfolded(self, item: int) -> bool:
        """Tell whether the raw events of `item` have rows."""
        is_of_kind = bool(self._kinds) and self._kind_of(item) in self._kinds
        return is_of_kind != (item in self._toggled)

    def toggle(self, item: int) -> None:
        """Fold `item`, or unfold it."""
        self._toggled ^= {item}
        self._begin_again()

    def toggle_kind(self, kind: ItemKind) -> None:
        """Fold all items of a kind, or unfold them and those to come."""
        self._kinds ^= {kind}
        self._toggled = {item for item in self._toggled if self._kind_of(item) != kind}
        self._begin_again()

    def __len__(self) -> int:
        """Return how many rows there are."""
        self._count()
        return len(self.shown) + self._sums[-1]

    def place(self, row: int) -> Place:
        """Return what `row` shows."""
        self._count()
        number = bisect_right(range(len(self._open)), row, key=self._row_of_open) - 1
        if number < 0:
            return Place(self.shown.item(row), None)
        within = row - self._row_of_open(number)
        item = self._open[number]
        if within == 0:
            return Place(item, None)
        if within <= self._sums[number + 1] - self._sums[number]:
            return Place(item, self._events_of(item)[within - 1])
        return Place(self.shown.item(row - self._sums[number + 1]), None)

    def row_of(self, place: Place) -> int:
        """Return the row that shows `place`, its item when that is folded, or the next shown."""
        self._count()
        number = bisect_left(self._open, place.item)
        row = self.shown.row_of(place.item) + self._sums[number]
        is_open = number < len(self._open) and self._open[number] == place.item
        if place.seq is not None and is_open:
            row += 1 + bisect_left(self._events_of(place.item), place.seq)
        return row

    def _row_of_open(self, number: int) -> int:
        return self.shown.row_of(self._open[number]) + self._sums[number]

    def _begin_again(self) -> None:
        self._open, self._asked, self._sums = [], 0, [0]

    def _count(self) -> None:
        """Look at the rows not looked at yet, and count the raw events not counted yet."""
        if self._asked < len(self.shown):
            self._open += self._unfolded_from(self._asked)
            self._asked = len(self.shown)
        for item in self._open[len(self._sums) - 1 :]:
            self._sums.append(self._sums[-1] + len(self._events_of(item)))

    def _unfolded_from(self, row: int) -> list[int]:
        if self._kinds:
            items = (self.shown.item(at) for at in range(row, len(self.shown)))
            return [item for item in items if self.is_unfolded(item)]
        first = self.shown.item(row)
        return sorted(item for item in self._toggled if item >= first and item in self.shown)
