"""ListScreen: the panes of the Runs screen, what fills them, and how they are searched and sorted.

Law: the files are looked at once a second at most, beside the screen and only while it is seen.
What is typed never waits for a file.
"""

import asyncio
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from agents_core.errors import RecordingError
from agents_core.recording import RunStore
from agents_core.recording.catalogue import CatalogueEntry, RunCatalogue
from tui import runs_keys
from tui.run_order import SORT_KEYS
from tui.sanitise import visible
from tui.screens.program import is_seen
from tui.sources.launcher import Launcher
from tui.widgets.key_footer import KeyFooter
from tui.widgets.launch_pane import LaunchPane
from tui.widgets.line_pane import LinePane
from tui.widgets.pane import Pane
from tui.widgets.prompt import Prompt, Question
from tui.widgets.run_details import RunDetails
from tui.widgets.runs_pane import RunsPane

LOOK_S = 1.0
"""How often the files are looked at."""


class ListScreen(Screen[None]):
    """Agents to start, saved runs, and all about one of them."""

    BINDINGS: ClassVar[list[BindingType]] = [*runs_keys.LIST, *runs_keys.PANES]
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (160, "-vast")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-middling"), (36, "-high")]  # noqa: RUF012

    def __init__(self, store: RunStore, launcher: Launcher) -> None:
        """Show the runs of `store`, and what `launcher` can start."""
        super().__init__()
        self.launcher = launcher
        self.catalogue = RunCatalogue(store)
        self.launch, self.runs, self.details = LaunchPane(), RunsPane(), RunDetails()
        self.panes: tuple[Pane, ...] = (self.launch, self.runs, self.details)
        self.front: Pane = self.runs
        self._looks: Timer | None = None
        self._looking = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Lay out title, panes, prompt and footer."""
        with Vertical(id="top"):
            yield Static(Content.styled(" agent-tui", "bold"), id="runs-title")
        with Horizontal(id="runs-panes"):
            with Vertical(id="runs-lists"):
                yield self.launch
                yield self.runs
            yield self.details
        with Vertical(id="bottom"):
            yield Prompt()
            yield KeyFooter(runs_keys.FOOTER)

    def on_mount(self) -> None:
        """Look at the files, now that the first frame is on its way."""
        self.show_pane(self.runs)
        self._looks = self.set_interval(LOOK_S, self._look_again)
        self.call_after_refresh(self._look_again)

    def on_screen_suspend(self) -> None:
        """Look at nothing under another screen."""
        if self._looks is not None and not is_seen(self):
            self._looks.pause()

    def on_screen_resume(self) -> None:
        """See what happened meanwhile."""
        if self._looks is not None:
            self._looks.resume()
            self._look_again()

    def show_pane(self, pane: Pane) -> None:
        """Bring a pane to the front, and give it the keys."""
        self.front = pane
        for other in self.panes:
            other.set_class(other is pane, "-front")
        self.query_one("#runs-lists").set_class(pane is self.details, "-behind")
        self.set_focus(pane.view)  # at once, before the next key
        self.refresh_bindings()

    def ask(self, question: Question) -> None:
        """Open the prompt."""
        self.query_one(Prompt).ask(question)

    def complain(self, problem: str) -> None:
        """Tell what went wrong."""
        self.notify(visible(problem), severity="error", timeout=10, markup=False)

    @property
    def selected(self) -> CatalogueEntry | None:
        """The run that keys are about: the one under the cursor, while the list has the keys."""
        return self.runs.selected if self.front is self.runs else None

    # Files

    def _look_again(self) -> None:
        if not self._looking.locked():
            self.look()

    @work
    async def look(self) -> None:
        """Show the runs there are now."""
        async with self._looking:
            try:
                entries = await asyncio.to_thread(self.catalogue.look)
            except RecordingError as error:
                self.complain(str(error))
                return
        self.runs.show(entries)
        self.show_selected()

    # Messages of the parts

    @on(LinePane.CursorMoved)
    def show_selected(self) -> None:
        """Show all about the run under the cursor."""
        before, self.details.entry = self.details.entry, self.runs.selected
        if (before is None) != (self.runs.selected is None):
            self.refresh_bindings()

    @on(Prompt.Closed)
    def leave_prompt(self) -> None:
        """Give the keys back to the pane."""
        self.show_pane(self.front)

    # Actions

    def action_ask_search(self) -> None:
        """Ask for words."""
        words, hint = self.runs.order.words, "words in title, agent, input, output, tags"
        self.ask(Question("/", hint, self.search, words, self.runs.count))

    def search(self, words: str) -> None:
        """Show the runs only in which all words occur."""
        self.runs.reorder(replace(self.runs.order, words=words.strip()))
        self.show_selected()

    def action_sort(self) -> None:
        """Sort by the next column."""
        key = SORT_KEYS[(SORT_KEYS.index(self.runs.order.key) + 1) % len(SORT_KEYS)]
        self.runs.reorder(replace(self.runs.order, key=key))

    def action_reverse(self) -> None:
        """Sort the other way round."""
        order = self.runs.order
        self.runs.reorder(replace(order, is_reversed=not order.is_reversed))

    def action_focus_pane(self, step: int) -> None:
        """Go round the panes."""
        place = self.panes.index(self.front)
        self.show_pane(self.panes[(place + step) % len(self.panes)])

    def action_show_pane(self, index: int) -> None:
        """Go to one pane."""
        self.show_pane(self.panes[index])
