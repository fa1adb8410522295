"""Stage: the replay screen without a terminal, its time in our hands.

Law: what is seen here is what `agent-tui replay` shows, drawn by the same code.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO

from rich.console import Console
from textual.pilot import Pilot

from tui.app import AgentTui
from tui.screens.run_screen import RunScreen
from tui.sources.run_source import RunSource


class Stage:
    """A run on a screen of some size, at a moment."""

    def __init__(self, source: RunSource, speed: float) -> None:
        """Begin before the first event; `speed` is as in `agent-tui replay`."""
        self.now = 0.0
        """Seconds since the replay began, idling cut as on the screen."""
        self.screen = RunScreen(source, speed=speed)
        self.app = AgentTui(self.screen, clock=lambda: self.now)
        self._console = Console(
            file=StringIO(), force_terminal=True, color_system="truecolor", legacy_windows=False
        )
        self._pilot: Pilot[None]

    @asynccontextmanager
    async def raised(self, size: tuple[int, int]) -> AsyncIterator["Stage"]:
        """Draw at `size`, in cells; the whole run is read first."""
        async with self.app.run_test(size=size) as self._pilot:
            while not self.screen.is_read:
                await self._pilot.pause()
            self.screen.playhead.seek(0)
            self.screen.playhead.play()
            await self.draw()
            yield self

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.screen.playhead.is_at_end

    async def draw(self) -> None:
        """Show what there is now."""
        self.screen.sample()
        await self._pilot.pause()

    async def pass_time(self, seconds: float) -> None:
        """Let time pass and show what there is then."""
        self.now += seconds
        await self.draw()

    async def go_to(self, place: str) -> None:
        """Show a place, in the words of the seek prompt.

        Raises:
            ValueError: the words mean no place.
        """
        self.screen.seek(place)
        await self.draw()

    def rows(self) -> list[str]:
        """Return the rows of the screen, with escape sequences for colours and nothing else."""
        strips = self.app.screen._compositor.render_strips()
        return [strip.render(self._console) for strip in strips]

    def svg(self) -> str:
        """Return the screen as a picture."""
        return self.app.export_screenshot(title=self.screen.source.title)


async def picture(source: RunSource, size: tuple[int, int], place: str) -> str:
    """Return the screen at a place of the run as SVG.

    Raises:
        ValueError: the words mean no place.
    """
    async with Stage(source, 1.0).raised(size) as stage:
        await stage.go_to(place)
        return stage.svg()
