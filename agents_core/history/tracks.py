"""Track and Prefix: how values are remembered so that any position finds them by bisection.

Law: what is set at event `seq` is seen from position `seq + 1` on, and never changes before it.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar, overload

T = TypeVar("T")


class Track(Generic[T]):
    """The values one thing had, each with the event that gave it."""

    __slots__ = ("_seqs", "_values")

    def __init__(self, first: T) -> None:
        """Begin with the value that holds before any event."""
        self._seqs: list[int] = []
        self._values: list[T] = [first]

    @property
    def latest(self) -> T:
        """The value after the last event."""
        return self._values[-1]

    def set(self, seq: int, value: T) -> None:
        """Let `value` hold after event `seq`, which is not before any event set so far."""
        if self._seqs and self._seqs[-1] == seq:
            self._values[-1] = value
        elif value != self._values[-1]:
            self._seqs.append(seq)
            self._values.append(value)

    def __len__(self) -> int:
        """Return how many values it had."""
        return len(self._values)

    def changed_at(self, seq: int) -> bool:
        """Return whether event `seq` gave it another value."""
        place = bisect_left(self._seqs, seq)
        return place < len(self._seqs) and self._seqs[place] == seq

    def change_before(self, seq: int) -> int | None:
        """Return the latest event before `seq` that gave it another value."""
        place = bisect_left(self._seqs, seq)
        return self._seqs[place - 1] if place else None

    def at(self, position: int) -> T:
        """Return the value after the first `position` events."""
        return self._values[bisect_left(self._seqs, position)]

    def around(self, position: int) -> tuple[T, int | None, int | None]:
        """Return the same, the event that gave it, and the event that gives the next one."""
        index, seqs = bisect_left(self._seqs, position), self._seqs
        since = seqs[index - 1] if index else None
        return self._values[index], since, seqs[index] if index < len(seqs) else None


class Prefix(Sequence[int]):
    """The first `length` numbers of a growing array, without copying them."""

    __slots__ = ("_length", "_numbers")

    def __init__(self, numbers: "array[int]", length: int) -> None:
        """Show the first `length` of `numbers`."""
        self._numbers = numbers
        self._length = length

    def __len__(self) -> int:
        """Return how many are shown."""
        return self._length

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        """Return one number, or a copy of some."""
        if isinstance(index, slice):
            return self._numbers[: self._length][index]
        if not -self._length <= index < self._length:
            raise IndexError(index)
        return self._numbers[index if index >= 0 else self._length + index]

    def __iter__(self) -> Iterator[int]:
        """Go through the numbers in order."""
        return iter(self._numbers[: self._length])

    def __eq__(self, other: object) -> bool:
        """Compare number by number with any sequence."""
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # like a list: equality is by content
