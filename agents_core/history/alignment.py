"""Alignment: which entries of two lists belong together, in order.

Law: pairs ascend on both sides, and aligning the other way round gives the same pairs. What is
alike at both ends is paired in linear time; the rest by entries that occur once on both sides
(patience), and between those by the longest common subsequence where it is short.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")

Pair = tuple[int | None, int | None]
"""An index on the left and one on the right; None where the other has no partner."""

Match = tuple[int, int]
"""Two indexes that belong together."""

Likeness = Callable[[T], tuple[Any, ...]]
"""What of an entry has to be equal; tuples of one likeness have an order among them."""

TABLE = 40_000
"""Cells of the largest table the longest common subsequence is looked up in."""


def align(left: Sequence[T], right: Sequence[T], likenesses: Sequence[Likeness[T]]) -> list[Pair]:
    """Pair the entries of two lists.

    Args:
        left: one list.
        right: the other.
        likenesses: the strictest first; what one leaves unpaired, the next looks at.
    """
    matches = _matched(left, right, likenesses)
    pairs: list[Pair] = []
    for a, b, match in _gaps(matches, len(left), len(right)):
        pairs += [(index, None) for index in range(a.start, a.stop)]
        pairs += [(None, index) for index in range(b.start, b.stop)]
        pairs += match
    return pairs


def _matched(
    left: Sequence[T], right: Sequence[T], likenesses: Sequence[Likeness[T]]
) -> list[Match]:
    if not left or not right or not likenesses:
        return []
    likeness, *others = likenesses
    ours, theirs = [likeness(entry) for entry in left], [likeness(entry) for entry in right]
    # Where several alignments are as good, both ways round take the same.
    is_turned = theirs < ours
    found = [(a, b) for b, a in common(theirs, ours)] if is_turned else common(ours, theirs)
    matches: list[Match] = []
    for a, b, match in _gaps(found, len(left), len(right)):
        matches += _moved(_matched(left[a], right[b], others), a, b)
        matches += match
    return matches


def _gaps(
    matches: Sequence[Match], left: int, right: int
) -> Iterator[tuple[slice, slice, Sequence[Match]]]:
    """Yield what lies before each match on both sides, and the match; none after the last."""
    a = b = 0
    for match in matches:
        yield slice(a, match[0]), slice(b, match[1]), (match,)
        a, b = match[0] + 1, match[1] + 1
    yield slice(a, left), slice(b, right), ()


def _moved(matches: Iterable[Match], a: slice, b: slice) -> Iterator[Match]:
    """Yield matches found within two slices as matches of the whole lists."""
    return ((a.start + left, b.start + right) for left, right in matches)


def common(left: Sequence[Any], right: Sequence[Any]) -> list[Match]:
    """Return ascending pairs of indexes of equal entries."""
    start, stop = _alike_at_ends(left, right)
    a, b = slice(start, len(left) - stop), slice(start, len(right) - stop)
    return [
        *((index, index) for index in range(start)),
        *_moved(_between(left[a], right[b]), a, b),
        *((a.stop + index, b.stop + index) for index in range(stop)),
    ]


def _alike_at_ends(left: Sequence[Any], right: Sequence[Any]) -> tuple[int, int]:
    """Return how many entries are equal at the start, and of the others at the end."""
    shorter, start, stop = min(len(left), len(right)), 0, 0
    while start < shorter and left[start] == right[start]:
        start += 1
    while stop < shorter - start and left[-1 - stop] == right[-1 - stop]:
        stop += 1
    return start, stop


def _between(left: Sequence[Any], right: Sequence[Any]) -> Iterator[Match]:
    """Yield pairs of two lists that differ at both ends."""
    anchors = _anchors(left, right)
    if not anchors:
        yield from _longest(left, right)
        return
    for a, b, match in _gaps(anchors, len(left), len(right)):
        yield from _moved(common(left[a], right[b]), a, b)
        yield from match


def _anchors(left: Sequence[Any], right: Sequence[Any]) -> list[Match]:
    """Return the longest ascending pairs of entries that occur once on both sides."""
    once_left, once_right = Counter(left), Counter(right)
    places = {key: index for index, key in enumerate(right) if once_right[key] == 1}
    unique = [
        (a, places[key]) for a, key in enumerate(left) if once_left[key] == 1 and key in places
    ]
    tails: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, (_, b) in enumerate(unique):
        pile = bisect_left(tails, b)
        tails[pile : pile + 1] = [b]
        tops[pile : pile + 1] = [number]
        before.append(tops[pile - 1] if pile else -1)
    anchors, number = [], tops[-1] if tops else -1
    while number >= 0:
        anchors.append(unique[number])
        number = before[number]
    return anchors[::-1]


def _longest(left: Sequence[Any], right: Sequence[Any]) -> Iterator[Match]:
    """Yield the longest common subsequence; nothing when the table would be too large."""
    if not left or not right or len(left) * len(right) > TABLE:
        return
    lengths = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for a in range(len(left) - 1, -1, -1):
        row, below = lengths[a], lengths[a + 1]
        for b in range(len(right) - 1, -1, -1):
            row[b] = below[b + 1] + 1 if left[a] == right[b] else max(below[b], row[b + 1])
    a = b = 0
    while a < len(left) and b < len(right):
        if left[a] == right[b]:
            yield a, b
            a, b = a + 1, b + 1
        elif lengths[a + 1][b] >= lengths[a][b + 1]:
            a += 1
        else:
            b += 1
