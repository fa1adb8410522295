"""Half an hour of 500 deltas a second under random keys, in a few minutes; it must not matter.

    python -m benchmarks.soak [--minutes 30] [--seed 1]

A run with agents in agents, parallel tools, errors and questions goes on in simulated time, while
whatever is bound is pressed, prompts get nonsense and the terminal changes its size. It fails when
anything raises, when a frame of the second half costs more than `SLOWER` times one of the first, or
when in the second half the screen keeps more than `SCREEN_BYTES` an event: what the same run takes
without a screen, in a process of its own, is taken off.
"""

import argparse
import asyncio
import multiprocessing
import os
import resource
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic, process_time
from typing import Final

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from busy_run import BusyRun
from random_keys import SIZES, RandomKeys
from swift_pilot import SwiftPilot

import tui
from tui.app import AgentTui
from tui.screens.run_screen import RunScreen

STEP_S: Final = 0.25
"""Simulated seconds between two things the user does."""

STEPS_A_MINUTE: Final = round(60 / STEP_S)

RESIZED_EVERY: Final = 60
"""Steps between two sizes of the terminal."""

SCREEN_BYTES: Final = 64
"""About what an object takes: of one kept for each event, this would tell."""

SLACK_BYTES: Final = 12_000_000
"""What dialogs and caches take that are used in the second half for the first time."""

SLOWER: Final = 2.0
"""Sizes and dialogs differ from half to half; what grows with the run would be worse."""

TOLD: Final = 30
"""Of a crash, so many things are told that were done before it."""


class EndlessTui(AgentTui):
    """The program, which nobody can leave."""

    CSS_PATH = str(Path(tui.__file__).parent / AgentTui.CSS_PATH)

    def quit(self) -> None:
        """Stay."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a process holds at some time."""

    resident: int
    """Bytes."""
    events: int
    """Of the run, so far."""

    def an_event_since(self, before: "Held") -> float:
        """Return how many bytes each event since `before` has cost."""
        return (self.resident - before.resident) / (self.events - before.events)


@dataclass(frozen=True, slots=True)
class Step:
    """What one step cost."""

    frame_s: float
    """CPU of the frame that shows what the run has written."""
    deed_s: float
    """CPU of what the user did."""
    deed: str


class Soak:
    """One run, the screen that shows it, and who plays with it."""

    def __init__(self, seed: int) -> None:
        """Begin everything with `seed`."""
        self.now = 0.0
        self.run = BusyRun(seed)
        self.keys = RandomKeys(seed)
        self.screen = RunScreen(self.run)
        self.app = EndlessTui(self.screen, clock=lambda: self.now)
        self.steps: list[Step] = []
        self.middle = Held(0, 0)

    async def last(self, minutes: float) -> None:
        """Let so much simulated time pass, and tell of each minute.

        Raises:
            Exception: whatever the program has raised.
        """
        steps = round(minutes * STEPS_A_MINUTE)
        print(f"{'minute':>6}{'events':>10}{'MB':>6}{'frame ms':>10}{'deed ms':>9}{'wall s':>8}")
        began = monotonic()
        async with self.app.run_test(size=SIZES[0], notifications=True):
            while len(self.steps) < steps and self.app.is_running:
                await self._step(SwiftPilot(self.app))
                if len(self.steps) == steps // 2:
                    self.middle = self.held
                if len(self.steps) % STEPS_A_MINUTE == 0:
                    print(self._minute(), f"{monotonic() - began:>7.0f}", flush=True)

    @property
    def held(self) -> Held:
        """What is held now."""
        return Held(resident(), len(self.run.history))

    async def _step(self, pilot: SwiftPilot) -> None:
        self.now += STEP_S
        self.run.advance(self.now)
        began = process_time()
        self.screen.sample()
        await pilot.pause()
        shown = process_time()
        if len(self.steps) % RESIZED_EVERY == RESIZED_EVERY - 1:
            await self.keys.resize(pilot)
        await self.keys.act(pilot)
        deed_s = process_time() - shown
        self.steps.append(Step(shown - began, deed_s, self.keys.done[-1]))

    def _minute(self) -> str:
        held, last = self.held, self.steps[-STEPS_A_MINUTE:]
        frame, deed = (sum(times) / len(last) * 1e3 for times in costs(last))
        minute = len(self.steps) // STEPS_A_MINUTE
        size = f"{held.resident / 1e6:>6.0f}"
        return f"{minute:>6}{held.events:>10,}{size}{frame:>10.1f}{deed:>9.1f}"

    def judge(self, bare: float) -> None:
        """Print what it came to; without a screen, an event takes `bare` bytes.

        Raises:
            AssertionError: memory or time grows with the run.
        """
        held, half = self.held, len(self.steps) // 2
        each = held.an_event_since(self.middle)
        first, last = (median(costs(steps)[0]) for steps in (self.steps[:half], self.steps[half:]))
        print(f"{held.events / self.now:.0f} events a second, {len(self.steps):,} things done")
        print(f"  memory   {each:.0f} bytes an event in the second half, {bare:.0f} with no screen")
        print(
            f"  a frame  {first * 1e3:.1f} ms CPU in the first half, {last * 1e3:.1f} in the other"
        )
        for name, times in zip(("frame", "deed"), costs(self.steps), strict=True):
            slowest = max(range(len(times)), key=times.__getitem__)
            print(f"  slowest  {name} {times[slowest] * 1e3:.0f} ms: {self._around(slowest)}")
        slack = SLACK_BYTES / (held.events - self.middle.events)
        assert each < bare + SCREEN_BYTES + slack, "memory grows with the run"
        assert last < SLOWER * first, "frames grow dearer with the run"

    def _around(self, step: int) -> str:
        return " · ".join(each.deed for each in self.steps[max(0, step - 2) : step + 1])


def costs(steps: list[Step]) -> tuple[list[float], list[float]]:
    """Return the seconds of frames, and of deeds."""
    return [step.frame_s for step in steps], [step.deed_s for step in steps]


def bare_bytes(seed: int, minutes: float) -> float:
    """Return what an event of the second half takes in a process that shows nothing."""
    run, held = BusyRun(seed), []
    for half in (1, 2):
        run.advance(minutes * 30 * half)
        held.append(Held(resident(), len(run.history)))
    return held[1].an_event_since(held[0])


def resident() -> int:
    """Return the bytes this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def soak(seed: int, minutes: float) -> None:
    """Let a run last, and judge it."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        bare = alone.submit(bare_bytes, seed, minutes).result()
    soak = Soak(seed)
    try:
        asyncio.run(soak.last(minutes))
    except BaseException:
        print("done before this:", *soak.keys.done[-TOLD:], sep="\n  ")
        raise
    soak.judge(bare)


def main() -> None:
    """Run it in a folder of its own: keys copy and export."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(XDG_STATE_HOME=folder, AGENT_TUI_RUNS_DIR=folder, HOME=folder)
        before = Path.cwd()
        os.chdir(folder)
        try:
            soak(options.seed, options.minutes)
        finally:
            os.chdir(before)


if __name__ == "__main__":
    main()
