"""GrowingText: the words of one item, readable as they were after any of its events.

Law: an append costs O(1). Events that belong to the item are numbered here too, whether or not they
bring text, so that one bisection finds both the text and the events of a prefix. When a provider
corrects itself (a `.done` that disagrees with its deltas) a new *edition* of the text begins; older
positions keep reading the older one.
"""

from array import array
from bisect import bisect_left, bisect_right

_CHUNK = 512
"""Pieces joined into one string; small enough to slice cheaply, large enough to save memory."""


class _Edition:
    """One reading of the text: joined chunks, and the pieces since."""

    __slots__ = ("chunks", "first_event", "length", "pieces", "starts")

    def __init__(self, first_event: int) -> None:
        self.first_event = first_event
        self.chunks: list[str] = []
        self.starts: list[int] = []
        self.pieces: list[str] = []
        self.length = 0

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)
        if len(self.pieces) >= _CHUNK:
            self.join()

    def join(self) -> None:
        if self.pieces:
            text = "".join(self.pieces)
            self.starts.append(self.length - len(text))
            self.chunks.append(text)
            self.pieces.clear()

    def slice(self, start: int, stop: int) -> str:
        self.join()
        if start >= stop or not self.chunks:
            return ""
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = bisect_left(self.starts, stop)
        offset = self.starts[first]
        return "".join(self.chunks[first:last])[start - offset : stop - offset]


class GrowingText:
    """The events of one item and the text they made."""

    __slots__ = ("_editions", "_ends", "_others", "_part", "_part_start", "_parts", "seqs")

    def __init__(self) -> None:
        """Begin empty."""
        self.seqs = array("I")
        """Every event that belongs to the item, ascending."""
        self._part: object = None
        self._part_start = 0
        self._parts: list[object] = []
        self._ends = array("I")
        self._others = array("I")
        self._editions = [_Edition(0)]

    def grow(self, seq: int, piece: str) -> None:
        """Append the delta that event `seq` brought."""
        edition = self._editions[-1]
        pieces = edition.pieces
        pieces.append(piece)
        edition.length = end = edition.length + len(piece)
        if len(pieces) >= _CHUNK:
            edition.join()
        self.seqs.append(seq)
        self._ends.append(end)

    def grow_part(self, seq: int, part: object, piece: str) -> None:
        """Append a delta of `part`; a blank line parts it from another part before it."""
        self.grow(seq, self._open_part(part, piece) + piece)

    def touch(self, seq: int) -> None:
        """Note that event `seq` belongs here though it brings no delta."""
        if not self.seqs or self.seqs[-1] != seq:
            self.seqs.append(seq)
            self._ends.append(self._editions[-1].length)
            self._others.append(seq)

    def finish_part(self, seq: int, part: object, text: str) -> None:
        """Take the provider's final word on one part, if it is the latest or one not seen yet."""
        self.touch(seq)
        if not text:
            return
        if part == self._part:
            self._correct_from(self._part_start, text)
        elif part not in self._parts:
            self._add(self._open_part(part, text) + text)

    def finish(self, seq: int, text: str) -> None:
        """Take the provider's final word on the whole text; an empty one corrects nothing."""
        self.touch(seq)
        if text:
            self._correct_from(0, text)
            self._part = None

    def events_before(self, position: int) -> int:
        """Return how many of the item's events are among the first `position` of the run."""
        return bisect_left(self.seqs, position)

    def deltas(self, events: int) -> int:
        """Return how many of the first `events` brought a delta."""
        if not events:
            return 0
        return events - bisect_right(self._others, self.seqs[events - 1])

    def latest_delta(self, events: int) -> int | None:
        """Return the last of the first `events` that brought a delta."""
        others = bisect_right(self._others, self.seqs[events - 1]) if events else 0
        while events and others and self._others[others - 1] == self.seqs[events - 1]:
            events, others = events - 1, others - 1
        return self.seqs[events - 1] if events else None

    def length(self, events: int) -> int:
        """Return the length of the text after `events` of the item's events."""
        return self._ends[events - 1] if events else 0

    def edition(self, events: int) -> int:
        """Return how often the text had been rewritten after `events` of the item's events."""
        latest = len(self._editions) - 1
        while latest and self._editions[latest].first_event >= events:
            latest -= 1
        return latest

    def slice(self, start: int, stop: int, events: int) -> str:
        """Return part of the text as it was after `events` of the item's events."""
        stop = min(stop, self.length(events))
        return self._editions[self.edition(events)].slice(start, stop)

    def _open_part(self, part: object, piece: str) -> str:
        if not piece or part == self._part:
            return ""
        length = self._editions[-1].length
        separator = "\n\n" if length else ""
        self._part = part
        self._part_start = length + len(separator)
        self._parts.append(part)
        return separator

    def _correct_from(self, start: int, text: str) -> None:
        edition = self._editions[-1]
        current = edition.slice(start, edition.length)
        if text.startswith(current):
            self._add(text[len(current) :])
            return
        kept = edition.slice(0, start)
        self._editions.append(_Edition(len(self.seqs) - 1))
        self._add(kept + text)

    def _add(self, piece: str) -> None:
        edition = self._editions[-1]
        edition.add(piece)
        self._ends[-1] = edition.length
