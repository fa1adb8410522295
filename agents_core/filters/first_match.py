"""FirstMatch: where in a run an item first becomes what a filter means.

Law: an item is looked at where its own events stand, densely at both ends, where it changes most;
between two looks it is taken to become a match once. The exact position is found by bisection.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from agents_core.filters.expression import Filter
from agents_core.filters.item_subject import RunItems

_FIRST: Final = 8
_LAST: Final = 24
_BETWEEN: Final = 16
"""How many of an item's events are looked at: the first, the last, and between them."""


class Match(NamedTuple):
    """An item that matches, and from where on."""

    position: int
    """A number of events: the match is there once so many have happened."""
    item: int


def first_match(wanted: Filter, run: RunItems) -> Match | None:
    """Return the earliest match in a run, if there is one.

    Raises:
        FilterError: the filter takes too long on an item.
    """
    found = deque(search_first(wanted, run), maxlen=1)
    return found[0] if found else None


def search_first(wanted: Filter, run: RunItems) -> Iterator[Match | None]:
    """Look for the earliest match; yield the best so far after each item.

    Raises:
        FilterError: the filter takes too long on an item.
    """
    best: Match | None = None
    end = len(run.history)
    for index in range(run.history.item_count(end)):
        before = end if best is None else best.position - 1
        if run.history.item(index, end).seq >= before:
            break
        if (position := _first_position(wanted, run, index, before)) is not None:
            best = Match(position, index)
        yield best


def _first_position(wanted: Filter, run: RunItems, index: int, end: int) -> int | None:
    """Return the first position up to `end` at which an item matches."""
    seqs = run.history.item_events(index, end)
    missed = run.history.item(index, end).seq
    for position in (*_looks(seqs), end):
        if wanted.matches(run.at(index, position)):
            return bisect_left(
                range(position),
                True,
                missed + 1,
                position,
                key=lambda p: wanted.matches(run.at(index, p)),
            )
        missed = position
    return None


def _looks(seqs: Sequence[int]) -> Iterator[int]:
    """Yield the positions just after some of an item's events."""
    count = len(seqs)
    step = max(1, count // _BETWEEN)
    places = {
        *range(min(_FIRST, count)),
        *range(0, count, step),
        *range(max(0, count - _LAST), count),
    }
    yield from (seqs[place] + 1 for place in sorted(places))
