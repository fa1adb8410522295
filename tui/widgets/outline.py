"""Outline: which row of the event list shows which item, or which raw event of an unfolded one.

Law: rows are counted, never listed; the cost of a question does not grow with the run, only with
the number of items that are unfolded.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """What a row shows."""

    item: int
    seq: int | None
    """The raw event, or None for the item itself."""


class Outline:
    """Rows of `items` items, some of them unfolded into their raw events."""

    def __init__(self, events_of: Callable[[int], Sequence[int]]) -> None:
        """Begin empty and folded.

        Args:
            events_of: gives the raw events of an item, as far as they have happened.
        """
        self.items = 0
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
        shown = self._unfolded[: bisect_left(self._unfolded, self.items)]
        return self.items + sum(len(self._events_of(item)) for item in shown)

    def place(self, row: int) -> Place:
        """Return what `row` shows."""
        extra = 0
        for item in self._unfolded:
            within = row - item - extra
            if within <= 0:
                break
            seqs = self._events_of(item)
            if within <= len(seqs):
                return Place(item, seqs[within - 1])
            extra += len(seqs)
        return Place(row - extra, None)

    def row_of(self, place: Place) -> int:
        """Return the row that shows `place`, or its item when that is folded."""
        row = place.item
        for item in self._unfolded[: bisect_left(self._unfolded, place.item)]:
            row += len(self._events_of(item))
        if place.seq is not None and self.is_unfolded(place.item):
            row += 1 + bisect_left(self._events_of(place.item), place.seq)
        return row
