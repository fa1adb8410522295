"""Drives the grid of runs in tests: fake runs, and a clock of our own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fake_run import FakeRun, Story, agent_card, seq_of, support_desk
from pilot_steps import screen_text
from textual.pilot import Pilot

from agents_core.run_events import RunEvent
from tui.app import AgentTui
from tui.batch.batch import Batch
from tui.screens.grid_screen import GridScreen

EVENTS = support_desk()
TOOLS = seq_of(EVENTS, '"tool.start"', 2)
"""Where three tools run."""


def failing() -> list[RunEvent]:
    """Events of a run that the network ends."""
    story = Story()
    story.start_run("Why was I charged twice?", [agent_card("triage")])
    story.start_turn()
    story.say("I will look that up.")
    story.end_turn(9)
    error = {"fault": "network", "type": "ConnectError", "message": "no route to api.example"}
    usage = {"total_tokens": 1209}
    story.happen("run.end", status="failed", final_output=None, error=error, usage=usage, turns=1)
    return story.events


class GridDriver:
    """An app on a batch of fake runs; the third fails, the last waits for room."""

    def __init__(self, count: int = 7, parallel: int = 6) -> None:
        self.now = 0.0
        self.runs = [FakeRun(failing() if n == 2 else EVENTS) for n in range(count)]
        for number, run in enumerate(self.runs, start=1):
            run.title = f"#{number} My lamp arrived broken, order A-{1041 + number}."
        self.screen = GridScreen(Batch(self.runs, parallel))
        self.app = AgentTui(self.screen, clock=lambda: self.now)
        self.pilot: Pilot[None]

    @property
    def text(self) -> str:
        """All characters on the screen, row by row."""
        return screen_text(self.app)

    @property
    def cursor(self) -> int:
        return self.screen.grid.cursor

    async def play(self) -> None:
        """Let the runs come to different places."""
        for run, upto in zip(self.runs, (TOOLS, 130, 1_000, 1_000, 10, 165), strict=False):
            run.feed(upto)
        for run in self.runs[2:4]:
            run.end()
        self.now = 41.0
        await self.frame()

    async def frame(self) -> None:
        """Draw what is there now."""
        await self.pilot.pause()
        self.screen.sample()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()


@asynccontextmanager
async def gridded(
    driver: GridDriver, width: int = 120, height: int = 40
) -> AsyncIterator[GridDriver]:
    """Put the driver's app on a screen."""
    async with driver.app.run_test(size=(width, height), notifications=True) as pilot:
        driver.pilot = pilot
        await driver.frame()
        yield driver
