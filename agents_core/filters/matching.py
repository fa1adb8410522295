"""Matching: the items of a run that a filter means, at any position, worked out in slices.

Law: an item that is settled is judged once; only those that can still change are looked at again.
What is found at a position depends on the events before it alone.
"""

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Final

from agents_core.filters.expression import Filter
from agents_core.filters.item_subject import RunItems

_NEVER: Final = 2**32 - 1
"""Where an item is settled that is not yet."""

_BLOCK: Final = 256
"""Items whose settling is remembered together, to pass over them at once."""

_RECENT: Final = 64
"""So many of the newest items are looked at again although they had settled: a late event, such as
a guardrail's verdict, may still be about them."""


class Matching:
    """One filter over one run that may still grow."""

    def __init__(self, wanted: Filter, run: RunItems) -> None:
        """Begin with no item judged; `work` judges them."""
        self.wanted = wanted
        self._run = run
        self._history = run.history
        self._matches = array("I")
        """Settled items that match, ascending."""
        self._settled_at = array("I")
        """The position from which each judged item stays as it is."""
        self._blocks = array("I")
        """The largest of each block of `_settled_at`."""
        self._open: list[int] = []
        """Judged items that were not settled then."""

    # Working

    def work(self, seconds: float) -> bool:
        """Judge items for about so long; return whether all there are have been looked at.

        Raises:
            FilterError: the filter takes too long on one of them.
        """
        until, end = perf_counter() + seconds, len(self._history)
        self._look_again(end)
        total = self._history.item_count(end)
        while len(self._settled_at) < total:
            self._judge_next(end)
            if perf_counter() > until:
                break
        return len(self._settled_at) == total

    @property
    def share(self) -> float:
        """How many of the items have been judged, 0 to 1."""
        total = self._history.item_count(len(self._history))
        return len(self._settled_at) / total if total else 1.0

    def _judge_next(self, end: int) -> None:
        index = len(self._settled_at)
        if index % _BLOCK == 0:
            self._blocks.append(0)
        self._settled_at.append(_NEVER)
        self._open.append(index)
        self._judge(index, end)

    def _look_again(self, end: int) -> None:
        """Judge the items again that may have changed since."""
        judged = len(self._settled_at)
        for index in {*self._open, *range(max(0, judged - _RECENT), judged)}:
            if self._settled_at[index] != self._settling(index, end):
                self._judge(index, end)

    def _judge(self, index: int, end: int) -> None:
        """Note when an item settles, and whether it is a match once it has."""
        was_open, settled_at = self._settled_at[index] == _NEVER, self._settling(index, end)
        self._settled_at[index] = settled_at
        first = index // _BLOCK * _BLOCK
        self._blocks[first // _BLOCK] = max(self._settled_at[first : first + _BLOCK])
        if was_open and settled_at != _NEVER:
            self._open.remove(index)
        elif settled_at == _NEVER and not was_open:
            insort(self._open, index)
        is_match = settled_at != _NEVER and self._is_match(index, end)
        _put(self._matches, index, is_there=is_match)

    def _settling(self, index: int, end: int) -> int:
        subject = self._run.at(index, end)
        return subject.settled_at if subject.is_settled else _NEVER

    def _is_match(self, index: int, position: int) -> bool:
        return self.wanted.matches(self._run.at(index, position))

    # Asking

    def begun(self, position: int) -> int:
        """Return how many items had begun at a position."""
        return self._history.item_count(position)

    def at(self, position: int) -> Sequence[int]:
        """Return the items that match at a position, ascending, of those judged so far.

        Raises:
            FilterError: the filter takes too long on one of them.
        """
        begun = min(self.begun(position), len(self._settled_at))
        found = self._matches[: bisect_left(self._matches, begun)]
        for index in self._unsettled(begun, position):
            _put(found, index, is_there=self._is_match(index, position))
        return found

    def _unsettled(self, begun: int, position: int) -> Iterator[int]:
        """Yield the items that change, or may change, after a position."""
        for block in range((begun + _BLOCK - 1) // _BLOCK):
            if self._blocks[block] > position:
                first, last = block * _BLOCK, min((block + 1) * _BLOCK, begun)
                yield from (i for i in range(first, last) if self._settled_at[i] > position)


def _put(numbers: "array[int]", number: int, *, is_there: bool) -> None:
    """Let an ascending array hold a number, or not."""
    place = bisect_left(numbers, number)
    was_there = place < len(numbers) and numbers[place] == number
    if is_there and not was_there:
        numbers.insert(place, number)
    elif was_there and not is_there:
        del numbers[place]


def matching_items(wanted: Filter, run: RunItems) -> Sequence[int]:
    """Return all items that match at the end of a run, ascending.

    Raises:
        FilterError: the filter takes too long on one of them.
    """
    matching, end = Matching(wanted, run), len(run.history)
    matching.work(float("inf"))
    return matching.at(end)
