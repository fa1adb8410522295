"""Pauses: the times in which nothing happened for long, and a clock that stands still in them.

Law: an event is looked at once, when the clock is first asked about its time.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise


class Pauses:
    """Leaves out of a run's time what goes beyond `limit_s` between two events."""

    def __init__(self, times: Sequence[float], limit_s: float) -> None:
        """Look at `times`, which ascend and may grow."""
        self._times = times
        self._limit_s = limit_s
        self._looked = 1
        self._stops = array("d")
        """When the clock stops."""
        self._goes_on = array("d")
        """When it goes on."""
        self._shows = array("d")
        """What it shows meanwhile."""
        self._left_out = array("d")
        """How much has been left out when it goes on."""

    def active(self, seconds: float) -> float:
        """Return what the clock shows at a time of the run."""
        self._look()
        if self._times and seconds > self._times[-1] + self._limit_s:
            seconds = self._times[-1] + self._limit_s
        pause = bisect_right(self._stops, seconds) - 1
        if pause < 0:
            return seconds
        if seconds < self._goes_on[pause]:
            return self._shows[pause]
        return self._running(pause, seconds)

    def seconds(self, active: float) -> float:
        """Return the earliest time of the run at which the clock shows `active`."""
        self._look()
        pause = bisect_left(self._shows, active) - 1
        return active if pause < 0 else active + self._left_out[pause]

    @property
    def left_out_s(self) -> float:
        """How many seconds of the run were left out in all."""
        self._look()
        return self._left_out[-1] if self._left_out else 0.0

    def __len__(self) -> int:
        """Return how many pauses there were."""
        self._look()
        return len(self._stops)

    def _look(self) -> None:
        """Find the pauses among the events that came since."""
        new, limit = self._times[self._looked - 1 :], self._limit_s
        for before, after in pairwise(new):
            if after - before > limit:
                self._add(before + limit, after)
        self._looked = max(1, len(self._times))

    def _running(self, pause: int, seconds: float) -> float:
        """Return what the clock shows after a pause; in this order no rounding turns it back."""
        return self._shows[pause] + (seconds - self._goes_on[pause])

    def _add(self, stops: float, goes_on: float) -> None:
        left_out = self._left_out[-1] if self._left_out else 0.0
        self._shows.append(self._running(-1, stops) if self._shows else stops)
        self._stops.append(stops)
        self._goes_on.append(goes_on)
        self._left_out.append(left_out + goes_on - stops)
