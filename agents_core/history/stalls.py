"""Stalls: the places where a run stood still for much longer than it had before.

Law: whether a gap is a stall depends on the times before it alone, so what was found stays found.
Looking costs by the seconds of a run, not by its events.
"""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

LONG_S = 2.0
"""No shorter gap is a stall."""

UNUSUAL = 8
"""How many times as long as usual a stall is."""

USUAL_OF = 32
"""Gaps before one whose median is the usual gap."""


def is_stall(times: Sequence[float], position: int) -> bool:
    """Tell whether the run stood still between its first `position` events and the next.

    Args:
        times: seconds of the events, ascending.
        position: at least 1, and less than how many events there are.
    """
    gap = times[position] - times[position - 1]
    if gap < LONG_S:
        return False
    before = times[max(0, position - 1 - USUAL_OF) : position]
    gaps = [after - at for at, after in pairwise(before)]
    return not gaps or gap >= UNUSUAL * median(gaps)


class Stalls:
    """The stalls of a run that may still grow, found when they are asked for."""

    def __init__(self, times: Sequence[float]) -> None:
        """Watch the ascending `times` of a run's events, which may be appended to."""
        self._times = times
        self._positions = array("I")
        self._reached = 0

    @property
    def positions(self) -> Sequence[int]:
        """The positions at which nothing more came for long, ascending."""
        self._look()
        return self._positions

    def _look(self) -> None:
        """Go through what is new.

        Among events less than `LONG_S` after one there is no long gap: all but the last of them
        are passed over unseen.
        """
        times, last = self._times, len(self._times) - 1
        while self._reached < last:
            at = self._reached
            near = bisect_left(times, times[at] + LONG_S, at + 1, last + 1) - 1
            if near > at:
                self._reached = near
                continue
            self._reached = at + 1
            if is_stall(times, at + 1):
                self._positions.append(at + 1)
