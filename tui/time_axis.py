"""TimeAxis: where on a line a time of the run stands: by the clock, without idling, or by steps.

Law: an axis begins at 0 and ascends with time; `seconds` is the way back.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from agents_core.history.pauses import Pauses
from agents_core.history.run_history import RunHistory

TimeMode = Literal["wall", "active", "steps"]
"""wall: as it passed · active: pauses cut short · steps: one each for all that began or ended."""

TIME_MODES: tuple[TimeMode, ...] = ("wall", "active", "steps")


class TimeAxis(Protocol):
    """One way to lay out the time of a run."""

    @property
    def mode(self) -> TimeMode:
        """Which way it is."""

    @property
    def length(self) -> float:
        """Where the end of the run stands."""

    @property
    def version(self) -> int:
        """Two axes of one mode and version have what is over at the same places."""

    def place(self, seconds: float) -> float:
        """Return where a time of the run stands."""

    def seconds(self, place: float) -> float:
        """Return the time that stands at a place."""


@dataclass(frozen=True, slots=True)
class WallAxis:
    """Seconds as they passed."""

    length: float
    mode: TimeMode = "wall"
    version: int = 0

    def place(self, seconds: float) -> float:
        """See `TimeAxis.place`."""
        return seconds

    def seconds(self, place: float) -> float:
        """See `TimeAxis.seconds`."""
        return place


@dataclass(frozen=True, slots=True)
class ActiveAxis:
    """Seconds, those left out in which nothing happened for long."""

    pauses: Pauses
    end_s: float
    mode: TimeMode = "active"

    @property
    def length(self) -> float:
        """See `TimeAxis.length`."""
        return self.pauses.active(self.end_s)

    @property
    def version(self) -> int:
        """See `TimeAxis.version`."""
        return len(self.pauses)

    def place(self, seconds: float) -> float:
        """See `TimeAxis.place`."""
        return self.pauses.active(seconds)

    def seconds(self, place: float) -> float:
        """See `TimeAxis.seconds`."""
        return min(self.end_s, self.pauses.seconds(place))


@dataclass(frozen=True, slots=True)
class StepAxis:
    """Steps: the same room for each, however long it took."""

    steps: Sequence[float]
    """When each begins."""
    end_s: float
    mode: TimeMode = "steps"

    @property
    def length(self) -> float:
        """See `TimeAxis.length`."""
        return float(len(self.steps))

    @property
    def version(self) -> int:
        """See `TimeAxis.version`."""
        return len(self.steps)

    def place(self, seconds: float) -> float:
        """See `TimeAxis.place`."""
        step = bisect_right(self.steps, seconds) - 1
        if step < 0:
            return 0.0
        start, end = self._step(step)
        return step + (min(1.0, (seconds - start) / (end - start)) if end > start else 0.0)

    def seconds(self, place: float) -> float:
        """See `TimeAxis.seconds`."""
        step = int(place)
        if step >= len(self.steps):
            return self.end_s
        start, end = self._step(step)
        return start + (place - step) * (end - start)

    def _step(self, step: int) -> tuple[float, float]:
        is_last = step + 1 >= len(self.steps)
        return self.steps[step], self.end_s if is_last else self.steps[step + 1]


def axis_of(history: RunHistory, mode: TimeMode, end_s: float) -> TimeAxis:
    """Return the axis of a run that has come to `end_s`."""
    match mode:
        case "wall":
            return WallAxis(end_s)
        case "active":
            return ActiveAxis(history.pauses, end_s)
        case "steps":
            return StepAxis(history.lanes.steps, end_s)
