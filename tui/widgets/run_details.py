"""RunDetails: all the list of runs knows of the selected one."""

from typing import ClassVar

from textual.reactive import reactive

from agents_core.recording.catalogue import CatalogueEntry
from tui.drawing.run_rows import run_details
from tui.widgets.document_pane import DocumentPane, Place
from tui.widgets.inspect_pane import Sheet
from tui.widgets.pane import Pane


class RunDetails(Pane):
    """Pane 3 of the Runs screen."""

    TITLE: ClassVar[str] = "Details"
    NUMBER: ClassVar[int] = 3
    HELP = "What was asked, what came of it, and what was noted."

    entry: reactive[CatalogueEntry | None] = reactive(None)

    def __init__(self) -> None:
        """Begin empty."""
        self.document = DocumentPane()
        super().__init__(self.document, id="details")

    def watch_entry(self, before: CatalogueEntry | None, entry: CatalogueEntry | None) -> None:
        """Show a run; the same run, changed, where it was being read."""
        lines = [] if entry is None else run_details(entry)
        is_same = before is not None and entry is not None and before.run.path == entry.run.path
        self.document.show(Sheet(lines), at=self.document.place if is_same else Place(0, 0))
