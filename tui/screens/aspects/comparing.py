"""Comparing: this run beside another one."""

from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from agents_core.errors import RecordingError
from agents_core.recording import RunStore
from tui import run_keys
from tui.sanitise import visible
from tui.screens.deck_screen import DeckScreen
from tui.screens.program import program_of
from tui.sources.recorded_run import RecordedRun


class Comparing(DeckScreen):
    """The key that compares."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.COMPARING

    def action_compare(self) -> None:
        """Ask which run to compare this one with."""
        # Imported here because what is seen first does without, and few compare runs.
        from tui.screens.run_chooser import RunChooser

        path = self.source.recorded_at
        store = RunStore(None if path is None else path.parent)
        self.app.push_screen(RunChooser(store, path), self._compare)

    def _compare(self, other: Path | None) -> None:
        if other is None:
            return
        try:
            program_of(self).open_diff(self.source, RecordedRun(other))
        except RecordingError as error:
            self.notify(visible(str(error)), severity="error", markup=False)
