"""All six panes on a run of a million events and twenty agents: first frame, jumps, live frames.

CPU ms of everything a frame takes but the terminal's own work. What depends on the length of the
run shows as a ratio to a run a hundred times shorter.
"""

import asyncio
from collections.abc import Callable, Sequence
from itertools import count
from statistics import median
from time import process_time

from agents_core.history.run_history import RunHistory
from benchmarks.screen.crew import Crew
from benchmarks.screen.growing_run import GrowingRun
from benchmarks.screen.painted import SIZES, PaintedTui
from tui.screens.run_screen import RunScreen

EVENTS = (10_000, 1_000_000)
FLUSH = 33
TIMES = 15
SETTLED = 200
"""Turns of the event loop after which nothing more follows from a key."""


class CrewRun(GrowingRun):
    """A live run that grows when it is told to."""

    def __init__(self, events: int) -> None:
        """Let `events` have happened."""
        super().__init__(0, 0)
        self.history = RunHistory()
        self.crew = Crew()
        self.crew.journal.subscribe(self.history.append)
        self.crew.begin()
        while len(self.history) < events:
            self.crew.turn()
        self.crew.open_message()


class LongRunTui(PaintedTui):
    """The screen on a crew, and what its frames cost."""

    def __init__(self, run: CrewRun) -> None:
        """Show `run`."""
        self.shown = RunScreen(run)
        super().__init__(self.shown)

    async def cost_ms(self, work: Callable[[], object]) -> float:
        """Return the CPU milliseconds of `work` and the frame that follows."""
        frames, began = self.frames, process_time()
        work()
        for turn in count():  # of the event loop: until it is painted, and what follows is done
            await asyncio.sleep(0)
            if self.frames > frames and turn > SETTLED:
                break
        return (process_time() - began) * 1e3


async def figures(run: CrewRun, size: tuple[int, int]) -> dict[str, list[float]]:
    """Return the costs of each kind of frame."""
    app = LongRunTui(run)
    costs: dict[str, list[float]] = {}
    began = process_time()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        costs["first frame, start of the app included"] = [(process_time() - began) * 1e3]
        screen, total = app.shown, len(run.history)
        assert screen._frames is not None
        screen._frames.stop()  # frames come when they are measured

        def flush() -> None:
            run.crew.write(FLUSH)
            screen.sample()

        def jump(number: int) -> Callable[[], None]:
            def seek() -> None:
                screen.playhead.seek(total * (number * 7 % TIMES + 1) // (TIMES + 2))
                screen.arrived()

            return seek

        costs["live frame, 33 deltas"] = [await app.cost_ms(flush) for _ in range(TIMES)]
        costs["jump"] = [await app.cost_ms(jump(number)) for number in range(TIMES)]
        costs["step by an event"] = [
            await app.cost_ms(lambda: screen.action_step_event(-1)) for _ in range(TIMES)
        ]
    return costs


def row(name: str, taken: Sequence[Sequence[float]]) -> str:
    """Return a line of the table: median and worst of each length, and the ratio."""
    cells = "".join(f"{median(times):>10.1f} ({max(times):>5.1f})" for times in taken)
    return f"{name:>40}{cells}{median(taken[-1]) / median(taken[0]):>8.1f}x"


async def measure() -> None:
    """Print a table a size."""
    for size in SIZES:
        print(f"long: six panes, 20 agents, {size[0]}x{size[1]}, CPU ms: median (max)")
        print(" " * 40 + "".join(f"{events:>11,} events" for events in EVENTS), flush=True)
        taken = [await figures(CrewRun(events), size) for events in EVENTS]
        for name in taken[0]:
            print(row(name, [costs[name] for costs in taken]), flush=True)
