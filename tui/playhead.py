"""Playhead: where the view stands in a run, and how it moves.

Law: a pure state machine. It reads no clock: `now` is handed in, in seconds on any clock that does
not go back. It moves the view only; the run itself is never paused.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from agents_core.history.run_history import PAUSE_S
from agents_core.history.run_index import MarkKind

PlayheadMode = Literal["live", "paused", "playing"]
"""live: stays at the newest event · paused: stands still · playing: moves with recorded gaps."""

StepUnit = Literal["event", "item", "turn"]

SLOWEST: Final = 0.25
FASTEST: Final = 64.0
"""The next speed after this is `MAX_SPEED`."""
MAX_SPEED: Final = math.inf
"""As fast as it can be shown."""
IDLE_LIMIT_S: Final = PAUSE_S
"""Longer gaps between events are shown as this long."""
LOOP_REST_S: Final = 0.5
"""How long the end of a loop is shown, in seconds of the run."""


class Timeline(Protocol):
    """What a playhead asks of a history."""

    def __len__(self) -> int:
        """Return how many events there are."""

    def time_at(self, position: int) -> float:
        """Return the seconds at which the first `position` events had happened."""

    def position_at(self, seconds: float) -> int:
        """Return how many events had happened by then."""

    def marks(self, kind: MarkKind) -> Sequence[int]:
        """Return the positions of a kind, ascending."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A stretch of the run that is played over and over."""

    start: int
    """The position it begins at."""
    end: int | None = None
    """The position it ends at; None while that is still to be said."""


class Playhead:
    """The position shown, and what moves it."""

    def __init__(
        self,
        timeline: Timeline,
        *,
        mode: PlayheadMode = "live",
        position: int | None = None,
        speed: float = 1.0,
        idle_limit_s: float = IDLE_LIMIT_S,
    ) -> None:
        """Stand at `position`, or at the end.

        Args:
            timeline: the history, which may grow.
            mode: how to begin; `playing` begins to move at the first `advance`.
            position: a number of events.
            speed: 0.25 to 64, or `MAX_SPEED`.
            idle_limit_s: gaps are cut to this many seconds of the run.
        """
        self._timeline = timeline
        self._mode: PlayheadMode = mode
        self._position = len(timeline) if position is None else position
        self._speed = speed
        self._idle_limit_s = idle_limit_s
        self._then: float | None = None
        self._credit_s = 0.0
        self._loop: Loop | None = None

    @property
    def mode(self) -> PlayheadMode:
        """How it moves."""
        return self._mode

    @property
    def position(self) -> int:
        """How many events are shown."""
        return self._position

    @property
    def speed(self) -> float:
        """Seconds of the run a second; `MAX_SPEED` is infinite."""
        return self._speed

    @property
    def loop(self) -> Loop | None:
        """The stretch that is played over and over, if one was begun."""
        return self._loop

    @property
    def turns_back(self) -> bool:
        """Whether playing goes on at the start of the loop; never at `MAX_SPEED`."""
        end = None if self._loop is None else self._loop.end
        return end is not None and self._position >= end and not math.isinf(self._speed)

    @property
    def is_at_end(self) -> bool:
        """Whether nothing newer is there to show."""
        return self._position >= len(self._timeline)

    # Moving with time

    def advance(self, now: float) -> int:
        """Move as far as it is due and return the position."""
        end = len(self._timeline)
        match self._mode:
            case "live":
                self._position = end
            case "playing":
                self._play(now, end)
            case "paused":
                pass
        return self._position

    def next_wakeup(self, now: float) -> float | None:
        """Return when `advance` will next change the position by time alone, or None for never.

        A history that grows calls for an `advance` of its own.
        """
        if self._mode != "playing" or (self.is_at_end and not self.turns_back):
            return None
        if self._then is None or math.isinf(self._speed):
            return now
        gap = LOOP_REST_S if self.turns_back else self._gap(self._position)
        missing = gap - self._credit_s
        return max(now, self._then + missing / self._speed)

    def _play(self, now: float, end: int) -> None:
        elapsed = 0.0 if self._then is None else max(now - self._then, 0.0)
        started = self._then is not None
        self._then = now
        if math.isinf(self._speed):
            self._position = end if started else self._position
            return
        self._credit_s += elapsed * self._speed
        if self._loop is not None and self.turns_back and self._credit_s >= LOOP_REST_S:
            self._position, self._credit_s = self._loop.start, 0.0
        else:
            loop_end = None if self._loop is None else self._loop.end
            self._position = self._reach(end if loop_end is None else loop_end)

    def _reach(self, end: int) -> int:
        """Spend the seconds of the run that are due, gap by gap, and return where that leads.

        What is left over at the end is kept, so that events still to come are shown on time.
        """
        position, credit = self._position, self._credit_s
        while position < end:
            gap = self._gap(position)
            if gap > credit:
                break
            credit -= gap
            position += 1
        self._credit_s = credit
        return position

    def _gap(self, position: int) -> float:
        """Return the seconds of the run between the position and the next event, idling cut."""
        gap = self._timeline.time_at(position + 1) - self._timeline.time_at(position)
        return min(gap, self._idle_limit_s)

    # Modes

    def pause(self) -> None:
        """Stand still."""
        self._mode = "paused"
        self._rest()

    def play(self) -> None:
        """Move on from here with the recorded gaps."""
        self._mode = "playing"
        self._rest()

    def follow(self) -> None:
        """Go to the newest event and stay with it."""
        self._mode = "live"
        self._position = len(self._timeline)
        self._rest()

    def toggle(self) -> None:
        """Pause, or go on: at the end of the run that means to follow it."""
        if self._mode != "paused":
            self.pause()
        elif self.is_at_end:
            self.follow()
        else:
            self.play()

    def mark_loop(self) -> None:
        """Begin a loop here, then end it here, then have none; a loop of nothing is none."""
        here, loop = self._position, self._loop
        if loop is None:
            self._loop = Loop(here)
        elif loop.end is None and loop.start != here:
            self._loop = Loop(min(loop.start, here), max(loop.start, here))
        else:
            self._loop = None

    # Speed

    def faster(self) -> None:
        """Double the speed; past the fastest there is no waiting at all."""
        self._set_speed(self._speed * 2 if self._speed < FASTEST else MAX_SPEED)

    def slower(self) -> None:
        """Halve the speed."""
        self._set_speed(FASTEST if math.isinf(self._speed) else max(self._speed / 2, SLOWEST))

    def normal_speed(self) -> None:
        """Play as it was."""
        self._set_speed(1.0)

    def _set_speed(self, speed: float) -> None:
        self._speed = speed

    # Seeking

    def seek(self, position: int) -> None:
        """Stand at a position; a live view pauses there, a playing one plays on from there."""
        self._position = max(0, min(position, len(self._timeline)))
        if self._mode == "live":
            self._mode = "paused"
        self._rest()

    def seek_time(self, seconds: float) -> None:
        """Stand where the run stood at that time."""
        self.seek(self._timeline.position_at(seconds))

    def seek_share(self, share: float) -> None:
        """Stand at a share of the run's time, 0 to 1."""
        end = len(self._timeline)
        self.seek(end if share >= 1 else self._timeline.position_at(share * self._end_s))

    def seek_turn(self, turn: int) -> None:
        """Stand where a turn begins, the first being 1."""
        turns = self._timeline.marks("turn")
        self.seek(turns[min(max(turn, 1), len(turns)) - 1] if turns else 0)

    def skip(self, seconds: float) -> None:
        """Move by seconds of the run, back when negative."""
        self.seek_time(self._timeline.time_at(self._position) + seconds)

    def step(self, unit: StepUnit, count: int = 1) -> None:
        """Move by events, items or turns, back when negative, and stand still there.

        Past the last item or turn is the end, before the first one the beginning.
        """
        if unit == "event":
            self.seek(self._position + count)
        elif not self.jump(unit, count):
            self.seek(len(self._timeline) if count > 0 else 0)
        self.pause()

    def jump(self, kind: MarkKind, count: int = 1) -> bool:
        """Stand at the next mark of a kind, or the one before when negative; False if none."""
        return self.jump_among(self._timeline.marks(kind), count)

    def jump_among(self, marks: Sequence[int], count: int) -> bool:
        """Stand at the next of some ascending positions, or the one before; False if none."""
        if count > 0:
            index = bisect_right(marks, self._position) + count - 1
        else:
            index = bisect_left(marks, self._position) + count
        if not 0 <= index < len(marks):
            return False
        self.seek(marks[index])
        return True

    @property
    def _end_s(self) -> float:
        return self._timeline.time_at(len(self._timeline))

    def _rest(self) -> None:
        self._then = None
        self._credit_s = 0.0
