"""AgentTui: the program on the terminal. Theme, screens, and the last line of defence."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from time import monotonic

from textual import work
from textual.app import App
from textual.events import Event
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from tui.control_filter import ControlFilter
from tui.key_gate import KeyGate, Typed
from tui.screens.choice_dialog import quit_dialog
from tui.screens.run_screen import RunScreen
from tui.sources.driven_runs import DrivenRuns
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

GRACE_S = 2.0
"""How long cancelled runs may take to end before the program is left anyway."""


class AgentTui(App[None], inherit_bindings=False):
    """Holds the screens and the runs.

    Textual's own keys are not inherited: ctrl+q is the terminal's, ctrl+c is the screens'.
    """

    CSS_PATH = "agent_tui.tcss"
    TITLE = "agent-tui"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, first: Screen[None], *, clock: Callable[[], float] = monotonic) -> None:
        """Begin with one screen.

        Args:
            first: the screen that is left last.
            clock: seconds, monotonic; what running times and playing are measured with.
        """
        super().__init__()
        self.first = first
        self.clock = clock
        self.runs = DrivenRuns(self.run_worker)
        self._backstop = ControlFilter()
        self._keys = KeyGate(self)
        self.register_theme(DARK)
        self.theme = DARK.name

    def on_mount(self) -> None:
        """Leave the terminal as it was, whoever ends the program."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self._end, number)

    async def on_unmount(self) -> None:
        """Let go of the runs."""
        await self.runs.close()

    async def on_event(self, event: Event) -> None:
        """Take one key at a time, whatever else comes."""
        if isinstance(event, Typed) and not event.is_forwarded and not self._keys.admits(event):
            return
        await super().on_event(event)

    def get_default_screen(self) -> Screen[None]:
        """Begin with the first screen."""
        return self.first

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let nothing through that a terminal would obey, whatever a widget forgot."""
        return [self._backstop, *super().get_line_filters()]

    def open_run(self, source: RunSource, *, start_at: str | None = None) -> None:
        """Show a run on top of what is seen now; one that is not driven yet begins."""
        self.push_screen(RunScreen(source, start_at=None if source.is_live else start_at))

    def open_fork(self, parent: RunSource, child: RunSource) -> None:
        """Show a run that was made out of another, and compare the two when it has ended."""
        self.open_run(child)
        self._compare_at_end(parent, child)

    @work
    async def _compare_at_end(self, parent: RunSource, child: RunSource) -> None:
        await self.runs.begin(child).wait()
        self.open_diff(parent, child)

    def open_diff(self, parent: RunSource, child: RunSource) -> None:
        """Say that a fork is over: there is something to compare now."""
        view = child.history.view(len(child.history))
        self.notify(f"the fork has ended: {view.status}", timeout=4)

    def leave(self) -> None:
        """Go back to the screen below, where runs go on unseen; from the last one, quit."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.quit()

    def quit(self) -> None:
        """Leave the program, but ask while a run is live."""
        if live := self.runs.live:
            self.push_screen(quit_dialog(len(live)), self._quit)
        else:
            self.exit()

    def _quit(self, answer: str | None) -> None:
        if answer == "quit":
            self._cancel_and_exit()

    @work
    async def _cancel_and_exit(self) -> None:
        self.runs.stop()
        await self.runs.ended(GRACE_S)
        self.exit()

    def _end(self, number: signal.Signals) -> None:
        """Cancel the runs and leave, with the exit code shells give for a signal."""
        self.runs.stop()
        self.exit(return_code=128 + number)
