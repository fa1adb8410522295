"""RunsPane: the saved runs, a row each, under the names of their columns.

Law: the cursor stays with its run and the run stays where it is on the screen, whatever comes, ends
or goes; only while the list stands at its top, what is new shows there.
"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from agents_core.recording.catalogue import CatalogueEntry
from tui.drawing.run_rows import head_row, run_row
from tui.format import grouped
from tui.rendering.styled_line import StyledLine
from tui.run_order import RunOrder
from tui.widgets.list_pane import ListPane
from tui.widgets.pane import Pane


class RunRows:
    """The runs to show as a list of rows."""

    def __init__(self) -> None:
        """Begin empty."""
        self.entries: list[CatalogueEntry] = []
        self.marked: str | None = None
        """Id of the run that waits to be compared with another."""

    def __len__(self) -> int:
        """Return how many runs are shown."""
        return len(self.entries)

    def row(self, index: int, width: int) -> StyledLine:
        """Return one row."""
        entry = self.entries[index]
        return run_row(entry, width, is_marked=entry.run.run_id == self.marked)

    def index_of(self, run_id: str) -> int | None:
        """Return where a run stands, None if it is not shown."""
        ids = (entry.run.run_id for entry in self.entries)
        return next((index for index, found in enumerate(ids) if found == run_id), None)


class ColumnHeads(Widget):
    """One row: the names of the columns."""

    order: reactive[RunOrder] = reactive(RunOrder())

    def render(self) -> Content:
        """Draw the names over their columns, which stand between a mark and a bar."""
        styles = {"dim": "$text-muted", "accent": "bold $text-accent"}
        line = head_row(self.order, self.size.width - 2)
        return Content.assemble(" ", *((text, styles[style]) for text, style in line))


class RunsPane(Pane):
    """Pane 2 of the Runs screen."""

    TITLE: ClassVar[str] = "Runs"
    NUMBER: ClassVar[int] = 2
    HELP = "Saved runs: ● goes on, ✓ finished, ✗ failed, ? needs an approval, ■ was stopped."

    def __init__(self) -> None:
        """Begin empty, at the top."""
        self.rows = RunRows()
        self.list = ListPane(self.rows)
        self.heads = ColumnHeads()
        self.order = RunOrder()
        self._entries: tuple[CatalogueEntry, ...] = ()
        super().__init__(self.list, id="runs")
        self.list.set_reactive(ListPane.following, False)

    def compose(self) -> ComposeResult:
        """Lay out the names over the list."""
        yield self.heads
        yield self.list

    @property
    def selected(self) -> CatalogueEntry | None:
        """The run under the cursor."""
        entries = self.rows.entries
        return entries[self.list.cursor] if self.list.cursor < len(entries) else None

    def show(self, entries: tuple[CatalogueEntry, ...]) -> None:
        """Take what the catalogue says now."""
        if entries is not self._entries:
            self._entries = entries
            self._arrange()

    def reorder(self, order: RunOrder) -> None:
        """Show the runs in another order, or other ones; the selected one stays in view."""
        self.order = self.heads.order = order
        self._arrange()
        self.list.show_cursor(self.list.cursor)

    def mark(self, run_id: str | None) -> None:
        """Mark the run that waits to be compared, or none."""
        self.rows.marked = run_id
        self.list.settle()

    def count(self, words: str) -> str:
        """Say in how many runs all words occur."""
        found = len(RunOrder(words=words).matching(self._entries))
        return f"{grouped(found)} of {grouped(len(self._entries))} runs"

    def _arrange(self) -> None:
        selected, row = self.selected, self.list.cursor - self.list.top
        self.rows.entries = self.order.arrange(self._entries)
        index = None if selected is None else self.rows.index_of(selected.run.run_id)
        if index is None:
            index = max(0, min(self.list.cursor, len(self.rows) - 1))
        self.list.hold(index, 0 if self.list.top == 0 else index - row)
        self._note()

    def _note(self) -> None:
        shown, total = len(self.rows), len(self._entries)
        found = f"{grouped(shown)} of {grouped(total)}" if self.order.words else grouped(total)
        self.note(Content(f"{found} {'run' if total == 1 else 'runs'}"))
