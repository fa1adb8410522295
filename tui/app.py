"""AgentTui: the program on the terminal. Theme, first screen, and the last line of defence."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from time import monotonic

from textual.app import App
from textual.events import Event, Key
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from tui.control_filter import ControlFilter
from tui.key_gate import KeyGate
from tui.screens.run_screen import RunScreen
from tui.sources.run_source import RunSource

DARK = Theme(
    name="agent-tui-dark",
    primary="#7aa2d8",
    secondary="#a18fc4",
    accent="#d7a45f",
    foreground="#d0d4da",
    background="#101317",
    surface="#15191e",
    panel="#1d2229",
    success="#83b37a",
    warning="#d9b45b",
    error="#dc6d6d",
    dark=True,
    variables={
        "quiet": "#868d97",
        "hint": "#555c66",
        "line": "#343b45",
        "row": "#1d2836",
        "row-pale": "#1a1e24",
        "found": "#5e4d1c",
    },
)
"""Few colours, each with one meaning; the variables are what line panes need without alpha."""


class AgentTui(App[None], inherit_bindings=False):
    """Shows one run, live or recorded.

    Textual's own keys are not inherited: ctrl+q is the terminal's, ctrl+c is the run screen's.
    """

    CSS_PATH = "agent_tui.tcss"
    TITLE = "agent-tui"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        source: RunSource,
        *,
        start_at: str | None = None,
        speed: float = 1.0,
        exit_on_finish: bool = False,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Show `source`.

        Args:
            source: the run; it is started once the first frame is up.
            start_at: where a recording begins to play, in the words of the seek prompt.
            speed: how many times faster than it happened a recording plays.
            exit_on_finish: leave as soon as a live run has ended.
            clock: seconds, monotonic; what running times and playing are measured with.
        """
        super().__init__()
        self._backstop = ControlFilter()
        self._keys = KeyGate(self)
        self.run_screen = RunScreen(
            source, start_at=start_at, speed=speed, exit_on_finish=exit_on_finish, clock=clock
        )
        self.register_theme(DARK)
        self.theme = DARK.name

    def on_mount(self) -> None:
        """Leave the terminal as it was, whoever ends the program."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self._end, number)

    async def on_event(self, event: Event) -> None:
        """Take one key at a time, whatever else comes."""
        if isinstance(event, Key) and not event.is_forwarded and not self._keys.admits(event):
            return
        await super().on_event(event)

    def get_default_screen(self) -> Screen[None]:
        """Begin with the run."""
        return self.run_screen

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let nothing through that a terminal would obey, whatever a widget forgot."""
        return [self._backstop, *super().get_line_filters()]

    def _end(self, number: signal.Signals) -> None:
        """Cancel the run and leave, with the exit code shells give for a signal."""
        if (controls := self.run_screen.source.controls) is not None:
            controls.cancel("immediate")
        self.exit(return_code=128 + number)
