"""RunsScreen: what can be watched now, again, or anew."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from agents_core.errors import RecordingError
from tui import runs_keys
from tui.attaching.finding import source_at
from tui.screens.program import program_of
from tui.screens.runs.comparing import Comparing
from tui.screens.runs.keeping import Keeping
from tui.screens.runs.rerunning import Rerunning
from tui.screens.runs.starting import Starting
from tui.widgets.line_pane import LinePane


class RunsScreen(Keeping, Comparing, Rerunning, Starting):
    """Agents to start, and the runs that were saved."""

    BINDINGS: ClassVar[list[BindingType]] = runs_keys.SCREEN

    @on(LinePane.Opened, "#runs ListPane")
    @on(LinePane.Opened, "#details DocumentPane")
    def open_selected(self) -> None:
        """Watch a run again, or one that goes on, in this program or in another."""
        if (entry := self.runs.selected) is None:
            return
        program = program_of(self)
        try:
            source = program.runs.of(entry.run.run_id) or source_at(entry.run.path)
        except RecordingError as error:
            self.complain(str(error))
        else:
            program.open_run(source, start_at=None if source.is_live else "100%")

    def action_back(self) -> None:
        """Back to the list; then all runs again; else to the screen below."""
        if self.front is not self.runs:
            self.show_pane(self.runs)
        elif self.runs.order.words:
            self.search("")
        elif len(self.app.screen_stack) > 1:
            program_of(self).leave()

    def action_interrupt(self) -> None:
        """Quit."""
        program_of(self).quit()

    def action_quit(self) -> None:
        """Leave."""
        program_of(self).leave()
