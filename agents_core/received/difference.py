"""The difference between what two model calls received: kept, added, removed, changed.

Law: pure, and nothing is left out: every entry of the one is in the result, and every entry the
other had besides. It takes n log n steps for n entries.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from agents_core.received.entries import Entry
from agents_core.received.request_reader import Received

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

Mark = Literal["kept", "added", "removed", "changed"]
"""removed: the other call received it, this one did not."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry, and what became of it."""

    mark: Mark
    entry: Entry
    """As this call received it; as the other did if it was removed."""
    was: Entry | None = None
    """What a changed one was before."""


def all_of(now: Received) -> list[Difference]:
    """Return all a call received, compared with nothing."""
    entries = (*now.instructions, *now.input, *now.offers, *now.settings)
    return [Difference("kept", entry) for entry in entries]


def difference(before: Received, now: Received, created: Sequence[Entry] = ()) -> list[Difference]:
    """Return how what a call received differs from what another did.

    What was `created` since the other call and was not received is removed as well: the other call
    never received it, but somebody took it out.

    Settings are listed only where they differ. Where the provider keeps what came before, all
    input is new, and what is not sent again is no less received.
    """
    input = _sequence(() if now.is_continued else before.input, now.input)
    dropped = () if now.is_continued else _without(created, now.input)
    settings = _by_key(before.settings, now.settings)
    return [
        *_by_key(before.instructions, now.instructions),
        *input,
        *(Difference("removed", entry) for entry in dropped),
        *_by_key(before.offers, now.offers),
        *(found for found in settings if found.mark != "kept"),
    ]


def _by_key(before: Iterable[Entry], now: Iterable[Entry]) -> Iterator[Difference]:
    """Compare entries that have names, wherever they stand."""
    others = _numbered((entry.key, entry) for entry in before)
    for key, entry in _numbered((entry.key, entry) for entry in now).items():
        yield _compared(others.pop(key, None), entry)
    yield from (Difference("removed", entry) for entry in others.values())


def _without(created: Iterable[Entry], received: Sequence[Entry]) -> Iterator[Entry]:
    """Yield what was created and is nowhere in what was received; ids alone make no difference."""
    digests = {entry.digest for entry in received}
    calls = {entry.key for entry in received if not entry.key.endswith(" ")}
    words = {(entry.label, entry.preview) for entry in received}
    for entry in created:
        is_same = entry.digest in digests or entry.key in calls
        if not is_same and (entry.label, entry.preview) not in words:
            yield entry


def _sequence(before: Sequence[Entry], now: Sequence[Entry]) -> Iterator[Difference]:
    """Compare entries in order: the longest common part is kept, the gaps in it are compared."""
    start = 0
    while start < min(len(before), len(now)) and before[start].digest == now[start].digest:
        yield Difference("kept", now[start])
        start += 1
    before, now = before[start:], now[start:]
    at, place = 0, 0
    for old, new in [*_common(before, now), (len(before), len(now))]:
        yield from _gap(before[at:old], now[place:new])
        if new < len(now):
            yield Difference("kept", now[new])
        at, place = old + 1, new + 1


def _gap(before: Sequence[Entry], now: Sequence[Entry]) -> Iterator[Difference]:
    """Compare what stands between kept entries: what is gone first, then what is there instead."""
    others = _numbered((entry.key, entry) for entry in before)
    mine = _numbered((entry.key, entry) for entry in now)
    yield from (Difference("removed", entry) for key, entry in others.items() if key not in mine)
    for key, entry in mine.items():
        yield _compared(others.get(key), entry)


def _compared(was: Entry | None, entry: Entry) -> Difference:
    if was is None:
        return Difference("added", entry)
    if was.digest == entry.digest:
        return Difference("kept", entry)
    return Difference("changed", entry, was)


def _common(before: Sequence[Entry], now: Sequence[Entry]) -> list[tuple[int, int]]:
    """Return the places of the longest common subsequence, equal entries told apart by number."""
    known = _numbered((entry.digest, place) for place, entry in enumerate(before))
    mine = _numbered((entry.digest, place) for place, entry in enumerate(now))
    pairs = [(known[digest], place) for digest, place in mine.items() if digest in known]
    return _longest_rise(pairs)


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of `pairs` in which the first numbers rise, as the second ones do."""
    ends: list[int] = []
    places: list[int] = []
    origin: list[int | None] = []
    for place, (number, _) in enumerate(pairs):
        length = bisect_left(ends, number)
        origin.append(places[length - 1] if length else None)
        ends[length : length + 1] = [number]
        places[length : length + 1] = [place]
    rise: list[tuple[int, int]] = []
    at = places[-1] if places else None
    while at is not None:
        rise.append(pairs[at])
        at = origin[at]
    return rise[::-1]


def _numbered(pairs: Iterable[tuple[K, V]]) -> dict[tuple[K, int], V]:
    """Return a dictionary in which equal keys are told apart by a number."""
    counts: Counter[K] = Counter()
    numbered: dict[tuple[K, int], V] = {}
    for key, value in pairs:
        numbered[key, counts[key]] = value
        counts[key] += 1
    return numbered
