"""The lanes alone, on a run of a million events: drawn anew, and as it goes on."""

from statistics import median
from time import process_time

from benchmarks.screen.long_run import EVENTS, FLUSH, CrewRun
from benchmarks.screen.painted import SIZES, PaintedTui
from tui.scene import Scene
from tui.screens.run_screen import RunScreen
from tui.widgets.lane_rows import FootRows, LaneRows

TIMES = 15


class Lanes:
    """Everything that is drawn of lanes that fill a screen."""

    def __init__(self, size: tuple[int, int]) -> None:
        """Begin with nothing drawn."""
        self._width, self._height = size
        self._rows = LaneRows()
        self._rows.with_calls = True
        self._foot = FootRows(self._rows)

    def draw(self, scene: Scene) -> None:
        """Draw as the pane does when it is given a scene."""
        self._rows.show(scene)
        self._rows.working()
        for row in range(min(len(self._rows), self._height - len(self._foot))):
            self._rows.row(row, self._width)
        for row in range(len(self._foot)):
            self._foot.row(row, self._width)


def cost_ms(lanes: Lanes, scene: Scene | None) -> float:
    """Return the CPU milliseconds of drawing `scene`."""
    assert scene is not None
    began = process_time()
    lanes.draw(scene)
    return (process_time() - began) * 1e3


async def figures(run: CrewRun, size: tuple[int, int]) -> tuple[list[float], list[float]]:
    """Return what it costs to draw all lanes, and to draw them again after a flush."""
    screen, kept = RunScreen(run), Lanes(size)
    async with PaintedTui(screen).run_test(size=size) as pilot:
        await pilot.pause()
        assert screen._frames is not None
        screen._frames.stop()
        anew = [cost_ms(Lanes(size), screen.scene) for _ in range(TIMES)]
        cost_ms(kept, screen.scene)
        live = []
        for _ in range(TIMES):
            run.crew.write(FLUSH)
            screen.sample()
            live.append(cost_ms(kept, screen.scene))
    return anew, live


async def measure() -> None:
    """Print a row a size and kind: median and worst of each length of the run."""
    runs = [CrewRun(events) for events in EVENTS]
    print("lanes: alone and filling the screen, 20 agents, CPU ms: median (max)")
    print(" " * 34 + "".join(f"{events:>11,} events" for events in EVENTS), flush=True)
    for size in SIZES:
        taken = [await figures(run, size) for run in runs]
        for kind, name in enumerate((f"anew, {size[0]}x{size[1]}", "33 deltas later")):
            columns = [costs[kind] for costs in taken]
            cells = "".join(f"{median(costs):>10.1f} ({max(costs):>5.1f})" for costs in columns)
            print(f"{name:>34}{cells}", flush=True)
