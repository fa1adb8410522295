"""Half an hour of 500 deltas a second under random keys, in a few minutes; it must not matter.

    python -m benchmarks.soak [--minutes 30] [--seed 1]

A run with agents in agents, parallel tools, errors and questions goes on in simulated time, while
whatever is bound is pressed, prompts get nonsense and the terminal changes its size. It fails when
anything raises, or when memory grows by more than `BYTES_PER_EVENT` an
event.
"""

import argparse
import asyncio
import os
import resource
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import Final

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from busy_run import BusyRun
from random_keys import SIZES, RandomKeys
from textual.pilot import Pilot

from tui.app import AgentTui
from tui.screens.run_screen import RunScreen

STEP_S: Final = 0.25
"""Simulated seconds between two things the user does."""

RESIZED_EVERY: Final = 60
"""Steps between two sizes of the terminal."""

WARM_SHARE: Final = 0.2
"""How much of the time passes before memory is first looked at: caches and modules are there."""

BYTES_PER_EVENT: Final = 600
"""A line of about 230 bytes, its text, and what a history and a screen keep about it."""

SLACK_BYTES: Final = 20_000_000
"""What dialogs and caches take that are used for the first time after memory was looked at."""

TOLD: Final = 30
"""Of a crash, so many things are told that were done before it."""


class Soak:
    """One run, the screen that shows it, and who plays with it."""

    def __init__(self, seed: int) -> None:
        """Begin everything with `seed`."""
        self.now = 0.0
        self.run = BusyRun(seed)
        self.keys = RandomKeys(seed)
        self.screen = RunScreen(self.run)
        self.app = AgentTui(self.screen, clock=lambda: self.now)
        self.frames_s: list[float] = []
        """CPU of the frames that follow a step of the run."""

    async def last(self, seconds: float) -> None:
        """Let so much simulated time pass."""
        async with self.app.run_test(size=SIZES[0], notifications=True) as pilot:
            warm = (0, 0)
            for step in range(round(seconds / STEP_S)):
                await self._step(pilot, step)
                if not self.app.is_running:
                    break  # leaving the block raises what happened
                if step == round(seconds / STEP_S * WARM_SHARE):
                    warm = (resident(), len(self.run.history))
            if self.app.is_running:
                self._report(step + 1, *warm)

    async def _step(self, pilot: Pilot[None], step: int) -> None:
        self.now += STEP_S
        self.run.advance(self.now)
        began = process_time()
        self.screen.sample()
        await pilot.pause()
        self.frames_s.append(process_time() - began)
        if step % RESIZED_EVERY == RESIZED_EVERY - 1:
            await self.keys.resize(pilot)
        await self.keys.act(pilot)

    def _report(self, steps: int, warm_bytes: int, warm_events: int) -> None:
        events, grown = len(self.run.history), resident() - warm_bytes
        first, last = (sorted(part)[len(part) // 2] * 1e3 for part in halves(self.frames_s))
        each = grown / max(1, events - warm_events)
        allowed = SLACK_BYTES + BYTES_PER_EVENT * (events - warm_events)
        print(f"{self.now / 60:.0f} simulated minutes, {events:,} events, {steps:,} things done")
        print(f"  memory  {resident() / 1e6:.0f} MB, {each:.0f} bytes an event since it was warm")
        print(f"  a frame {first:.1f} ms CPU in the first half, {last:.1f} ms in the second")
        assert grown < allowed, f"memory grows by {each:.0f} bytes an event"


def halves(times: list[float]) -> tuple[list[float], list[float]]:
    """Return the first half and the second one."""
    middle = len(times) // 2
    return times[:middle], times[middle:]


def resident() -> int:
    """Return the bytes this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def main() -> None:
    """Run it in a folder of its own: keys copy and export."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ.update(XDG_STATE_HOME=folder, AGENT_TUI_RUNS_DIR=folder, HOME=folder)
        soak = Soak(options.seed)
        try:
            asyncio.run(soak.last(options.minutes * 60))
        except BaseException:
            print("done before this:", *soak.keys.done[-TOLD:], sep="\n  ")
            raise
        finally:
            os.chdir("/")


if __name__ == "__main__":
    main()
