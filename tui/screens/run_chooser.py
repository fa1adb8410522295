"""RunChooser: one of the saved runs, found by words, over the screen."""

from asyncio import to_thread
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from agents_core.errors import RecordingError
from agents_core.recording import RunStore
from agents_core.recording.catalogue import RunCatalogue
from tui.sanitise import visible
from tui.widgets.line_pane import LinePane
from tui.widgets.runs_pane import RunsPane


class RunChooser(ModalScreen[Path | None]):
    """Returns the file of the chosen run, or nothing when left with escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,ctrl+c",
            "leave",
            "Back",
            id="chooser.leave",
            tooltip="Choose none.",
            priority=True,  # the field would take ctrl+c for copying
        ),
        Binding("down", "move(1)", "Down", id="chooser.down", tooltip="The next run."),
        Binding("up", "move(-1)", "Up", id="chooser.up", tooltip="The run before."),
    ]

    def __init__(self, store: RunStore, but: Path | None = None) -> None:
        """Offer the runs of `store`, all but one."""
        super().__init__()
        self._catalogue = RunCatalogue(store)
        self._but = but
        self.runs = RunsPane()

    def compose(self) -> ComposeResult:
        """Lay out the field over the list."""
        with Vertical(id="chooser"):
            yield Input(
                placeholder="which run? words in it · enter takes it · esc back",
                compact=True,
                id="chooser-field",
            )
            yield self.runs

    def on_mount(self) -> None:
        """Look which runs there are."""
        self.set_focus(self.query_one(Input))
        self.look()

    @work
    async def look(self) -> None:
        """Show the runs there are."""
        try:
            entries = await to_thread(self._catalogue.look)
        except RecordingError as error:
            self.notify(visible(str(error)), severity="error", markup=False)
            return
        others = tuple(entry for entry in entries if entry.run.path != self._but)
        if not others:
            self.notify("no other run is saved", severity="warning", timeout=3)
            self.dismiss(None)
        self.runs.show(others)

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Keep the runs in which what was typed occurs."""
        self.runs.reorder(replace(self.runs.order, words=event.value))

    @on(Input.Submitted)
    @on(LinePane.Opened)
    def choose(self) -> None:
        """Take the run under the cursor."""
        if (entry := self.runs.selected) is not None:
            self.dismiss(entry.run.path)

    def action_move(self, by: int) -> None:
        """Move in the list."""
        self.runs.list.action_move(by)

    def action_leave(self) -> None:
        """Choose none."""
        self.dismiss(None)
