"""How far the shown position is behind the journal at 10,000 events a second."""

import asyncio
from statistics import median
from time import monotonic

from benchmarks.screen.growing_run import GrowingRun
from benchmarks.screen.painted import ALL_SIZES, PaintedTui
from tui.screens.run_screen import RunScreen

PER_S = 10_000
SECONDS = 4.0


class LaggingTui(PaintedTui):
    """Notes at each frame how long ago the first event was due that it does not show."""

    def __init__(self, run: GrowingRun) -> None:
        """Show `run`."""
        self.shown = RunScreen(run)
        super().__init__(self.shown)
        self.growing = run
        self.lags_ms: list[float] = []

    def note_frame(self) -> None:
        """Compare the scene with the events that should have happened by now."""
        scene, run = self.shown.scene, self.growing
        if scene is not None and run.began and scene.view.position > run.first:
            shown = scene.view.position - run.first
            self.lags_ms.append((monotonic() - run.began - shown / run.per_s) * 1e3)


async def measure() -> None:
    """Print the lag at the frames of some seconds at each size."""
    print(f"lag: a frame behind events that are due, {PER_S:,} a second, ms: p50, p90, max")
    for size in ALL_SIZES:
        app = LaggingTui(GrowingRun(10_000, PER_S))
        async with app.run_test(size=size):
            await asyncio.sleep(SECONDS)
        lags = sorted(app.lags_ms)
        figures = (median(lags), lags[len(lags) * 9 // 10], lags[-1])
        row = "".join(f"{figure:>8.0f}" for figure in figures)
        print(f"{f'{size[0]}x{size[1]}':>34}{row}   {len(lags) / SECONDS:.0f} frames/s", flush=True)
