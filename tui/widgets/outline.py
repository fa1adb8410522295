"""Outline: which row of the event list shows which item, or which raw event of an unfolded one.

Law: rows are counted, never listed; the cost of a question does not grow with the run, only with
the number of items that are unfolded.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tui.shown_items import ShownItems, all_items


class Place(NamedTuple):
    """What a row shows."""

    item: int
    seq: int | None
    """The raw event, or None for the item itself."""


class Outline:
    """Rows of the shown items, some of them unfolded into their raw events."""

    def __init__(self, events_of: Callable[[int], Sequence[int]]) -> None:
        """Begin empty and folded.

        Args:
            events_of: gives the raw events of an item, as far as they have happened.
        """
        self.shown: ShownItems = all_items(0)
        self._events_of = events_of
        self._unfolded: list[int] = []

    def is_unfolded(self, item: int) -> bool:
        """Tell whether the raw events of `item` have rows."""
        return item in self._unfolded

    def toggle(self, item: int) -> None:
        """Fold `item`, or unfold it."""
        if item in self._unfolded:
            self._unfolded.remove(item)
        else:
            insort(self._unfolded, item)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.shown) + sum(len(self._events_of(item)) for item in self._open_items())

    def place(self, row: int) -> Place:
        """Return what `row` shows."""
        extra = 0
        for item in self._open_items():
            within = row - self.shown.row_of(item) - extra
            if within <= 0:
                break
            seqs = self._events_of(item)
            if within <= len(seqs):
                return Place(item, seqs[within - 1])
            extra += len(seqs)
        return Place(self.shown.item(row - extra), None)

    def row_of(self, place: Place) -> int:
        """Return the row that shows `place`, its item when that is folded, or the next shown."""
        row = self.shown.row_of(place.item)
        for item in self._open_items():
            if item >= place.item:
                break
            row += len(self._events_of(item))
        if place.seq is not None and self.is_unfolded(place.item) and place.item in self.shown:
            row += 1 + bisect_left(self._events_of(place.item), place.seq)
        return row

    def _open_items(self) -> list[int]:
        """Return the unfolded items that are shown."""
        return [item for item in self._unfolded if item in self.shown]
