"""Drives the screen in tests: a clock of our own, and frames when we say so."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from fake_run import FakeRun, support_desk
from pilot_steps import Text, press_keys, screen_text
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from agents_core.run_events import RunEvent
from tui.app import AgentTui
from tui.screens.run_screen import RunScreen
from tui.widgets.item_deck import ItemDeck


class ScreenDriver:
    """An app on a fake run, with the time in our hands."""

    def __init__(
        self, events: Sequence[RunEvent] | None = None, *, is_live: bool = True, upto: int = 0
    ) -> None:
        self.now = 0.0
        self.run = FakeRun(support_desk() if events is None else events, is_live=is_live)
        if is_live:
            self.run.feed(upto)
        self.app = self.app_of(self.run)
        self.pilot: Pilot[None]

    def app_of(self, run: FakeRun) -> AgentTui:
        """An app that begins with a run."""
        return AgentTui(RunScreen(run), clock=lambda: self.now)

    @property
    def screen(self) -> RunScreen:
        """The run on top of everything but dialogs."""
        return next(s for s in reversed(self.app.screen_stack) if isinstance(s, RunScreen))

    @property
    def deck(self) -> ItemDeck:
        return self.screen.deck

    @property
    def position(self) -> int:
        return self.screen.playhead.position

    @property
    def text(self) -> str:
        """All characters on the screen, row by row."""
        return screen_text(self.app)

    async def feed(self, upto: int) -> None:
        """Let the run come to `upto` events, and show it."""
        self.run.feed(upto)
        await self.frame()

    async def pass_time(self, seconds: float) -> None:
        """Let time pass, and show it."""
        self.now += seconds
        await self.frame()

    async def frame(self) -> None:
        """Draw what is there now."""
        self.screen.sample()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await press_keys(self.pilot, *keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await press_keys(self.pilot, Text(text), "enter")
        await self.pilot.pause()
        await self.pilot.pause()


@asynccontextmanager
async def shown(
    driver: ScreenDriver, width: int = 120, height: int = 40
) -> AsyncIterator[ScreenDriver]:
    """Put the driver's app on a screen."""
    async with driver.app.run_test(size=(width, height), notifications=True) as pilot:
        driver.pilot = pilot
        await driver.frame()
        yield driver


def press(driver: ScreenDriver, *keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Return what draws a frame, presses keys, and draws another."""

    async def before(pilot: Pilot[None]) -> None:
        driver.pilot = pilot
        await driver.frame()
        for key in keys:
            await driver.press(key)
        for field in driver.app.screen.query("Input, TextArea"):
            assert isinstance(field, Input | TextArea)
            field.cursor_blink = False
        await driver.frame()

    return before
