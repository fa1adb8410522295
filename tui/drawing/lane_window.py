"""LaneWindow: which time each cell of the lanes stands for.

Law: the scale is one of few, and changes only when the run outgrows it: what is over stays where it
is drawn.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from agents_core.history.run_history import RunHistory
from tui.format import clock
from tui.rendering.styled_line import StyledLine
from tui.time_axis import TimeAxis

STEPS_OF_SCALE = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)
FINEST_S = 0.05
"""Seconds a cell stands for at least."""

WIDEST_STEP = 8
"""Cells a step takes at most."""

TICK_CELLS = 14
"""Cells between two times on the axis at least."""

TICKS_S = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200)

SPEEDS = " ▁▂▃▄▅▆▇█"
"""From no token at all to as many as in the fastest cell."""


@dataclass(frozen=True, slots=True)
class LaneWindow:
    """The cells of a lane."""

    axis: TimeAxis
    version: int
    """That of the axis when the window was made."""
    unit: float
    """What a cell stands for, in places of the axis."""
    edges: tuple[float, ...]
    """When each cell that holds something begins, in seconds, and a moment after the last ends."""
    cells: int
    """How many there are, the empty ones to the right as well."""

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return len(self.edges) - 1

    def shows(self, axis: TimeAxis, unit: float, filled: int, cells: int) -> bool:
        """Tell whether the cells stand for the same times on `axis`."""
        is_same_axis = (self.axis.mode, self.version) == (axis.mode, axis.version)
        return is_same_axis and (self.unit, self.filled, self.cells) == (unit, filled, cells)

    def cell_of(self, seconds: float) -> int:
        """Return the cell of a time."""
        return min(self.filled - 1, max(0, bisect_right(self.edges, seconds) - 1))

    def seconds_of(self, cell: int) -> float:
        """Return the time in the middle of a cell; of the last one, and of empty ones, the end."""
        cell = max(0, min(cell, self.filled - 1))
        start, end = self.edges[cell : cell + 2]
        return end if cell == self.filled - 1 else (start + end) / 2


def lane_window(axis: TimeAxis, cells: int, before: LaneWindow | None = None) -> LaneWindow:
    """Return the window that shows all of `axis` in `cells` cells; `before` if it does so still."""
    cells, length = max(1, cells), axis.length
    unit = next(unit for unit in scales(axis) if length <= unit * cells)
    filled = min(cells, max(1, math.ceil(length / unit - 1e-9)))
    if before is not None and before.shows(axis, unit, filled, cells):
        return before
    inner = (axis.seconds(cell * unit) for cell in range(1, filled))
    edges = (0.0, *inner, math.nextafter(axis.seconds(length), math.inf))
    return LaneWindow(axis, axis.version, unit, edges, cells)


def scales(axis: TimeAxis) -> Iterator[float]:
    """Yield what a cell may stand for, ascending without end."""
    if axis.mode == "steps":
        yield from (1 / parts for parts in range(WIDEST_STEP, 1, -1))
    power = 0 if axis.mode == "steps" else math.floor(math.log10(FINEST_S))
    while True:
        for step in STEPS_OF_SCALE:
            scale = step * 10.0**power
            if axis.mode != "steps" and scale < FINEST_S * 0.999:
                continue
            if axis.mode != "steps" or scale == int(scale):
                yield scale
        power += 1


def axis_line(window: LaneWindow, now: float, cursor: int | None) -> StyledLine:
    """Return the times below the cells, that of the cell `cursor` among them."""
    mark = "" if cursor is None else f"┃{clock(now)}"[: window.cells]
    start = min(cursor or 0, window.cells - len(mark))
    end = start + len(mark)
    row = [" "] * window.cells
    for cell in ticks(window):
        text = clock(window.edges[cell])
        is_free = not mark or cell + len(text) < start or cell > end
        if is_free and cell + len(text) <= window.cells:
            row[cell : cell + len(text)] = text
    times = "".join(row)
    return ((times[:start], "dim"), (mark, "mark strong"), (times[end:], "dim"))


def ticks(window: LaneWindow) -> Iterator[int]:
    """Yield the cells under which their time is written."""
    if window.axis.mode != "wall":
        yield from range(0, window.filled, TICK_CELLS + 2)
        return
    far = TICK_CELLS * window.unit
    step = next((each for each in TICKS_S if each >= far), 86_400 * math.ceil(far / 86_400))
    place = 0
    while place / window.unit < window.filled - 0.5:
        yield round(place / window.unit)
        place += step


class Speeds:
    """Tokens a second in each cell; a cell that is over is counted once."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._of: tuple[object, ...] = ()
        self._over: list[float] = []

    def of(self, history: RunHistory, window: LaneWindow) -> list[float]:
        """Return the speeds of the filled cells of `window`."""
        scale = (id(history), window.axis.mode, window.version, window.unit)
        if scale != self._of:
            self._of, self._over = scale, []
        for cell in range(len(self._over), window.filled - 1):
            self._over.append(self._speed(history, window, cell))
        over = self._over[: window.filled - 1]
        return [*over, self._speed(history, window, window.filled - 1)]

    def _speed(self, history: RunHistory, window: LaneWindow, cell: int) -> float:
        start, end = window.edges[cell], window.edges[cell + 1]
        first, last = history.position_at(start), history.position_at(end)
        return history.words_between(first, last) / (end - start) if end > start else 0.0


def speed_line(speeds: list[float], cursor: int | None) -> StyledLine:
    """Return the speeds as bars; those after the cell `cursor` pale."""
    top = max(speeds, default=0.0) or 1.0
    bars = "".join(SPEEDS[math.ceil(speed / top * (len(SPEEDS) - 1))] for speed in speeds)
    seen = len(bars) if cursor is None else cursor + 1
    return ((bars[:seen], "success"), (bars[seen:], "frame"))
