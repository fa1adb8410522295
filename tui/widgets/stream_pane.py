"""StreamPane: the readable transcript, as it is written."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content

from tui.drawing.transcript import Transcript
from tui.format import grouped
from tui.rendering.matches import find_in, with_matches
from tui.rendering.styled_line import StyledLine, highlighted, line_text
from tui.scene import Scene, Selection
from tui.shown_items import ShownItems, hidden_note
from tui.widgets.block_pane import BlockPane
from tui.widgets.document_pane import DocumentPane, Place
from tui.widgets.line_pane import LinePane
from tui.widgets.pane import ItemSelected, Pane

CONTEXT = 3
"""Lines kept over something that was looked for."""


class MarkedTranscript(Transcript):
    """A transcript in which what was searched is marked."""

    query = ""

    def line(self, block: int, line: int, width: int) -> StyledLine:
        """Return one line with its matches; the first of an item that was found is one."""
        drawn = super().line(block, line, width)
        if self.is_found(block) and line == self.first_line(block, width):
            drawn = highlighted(drawn, 0, len(line_text(drawn).rstrip()))
        return with_matches(drawn, self.query)


class StreamPane(Pane):
    """Pane 3."""

    TITLE: ClassVar[str] = "Stream"
    NUMBER: ClassVar[int] = 3
    HELP = "What agents think, say and do, in reading order, while it happens."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "fold", "Fold", id="item.fold", tooltip="Fold the item, or unfold it."),
    ]

    def __init__(self) -> None:
        """Begin empty, following the end."""
        self.transcript = MarkedTranscript()
        self.document = BlockPane(self.transcript)
        self.document.set_reactive(DocumentPane.has_cursor, True)
        self._found = (-1, -1)
        super().__init__(self.document, id="stream")

    def watch_scene(self, scene: Scene | None) -> None:
        """Show the transcript up to the cursor."""
        if scene is None:
            return
        before = self.transcript.shown
        changed = self.transcript.update(scene)
        if before.edition == scene.shown.edition:
            self.document.update_blocks(changed)
        else:
            self._renumber(before, scene.shown)
        self._note_following(scene)

    def watch_selection(self, selection: Selection) -> None:
        """Mark the selected item."""
        self._put_cursor_on(selection)

    def watch_searched(self, searched: str) -> None:
        """Mark what was searched."""
        self.transcript.query = searched
        self._found = (-1, -1)
        self.document.settle()

    def reveal(self, selection: Selection) -> None:
        """Bring an item selected elsewhere into view."""
        if selection.item is None or selection.item not in self.transcript.shown:
            return
        block = self.transcript.shown.row_of(selection.item)
        if not self.document.is_in_view(block):
            self.document.show_block(block, above=CONTEXT)

    def find(self, step: int) -> bool:
        """Go to the next line that holds the query, or the one before; False when none does."""
        count = len(self.transcript)
        block, line = self._found if self._found[0] >= 0 else (self.document.cursor, -1)
        for far in range(count + 1):
            index = (block + step * far) % count if count else 0
            lines = [n for n in self._lines_with_query(index) if far or (n - line) * step > 0]
            if lines:
                self._go_to(index, lines[0] if step > 0 else lines[-1])
                return True
        return False

    @on(LinePane.CursorMoved)
    def select_block(self, event: LinePane.CursorMoved) -> None:
        """Tell which item the cursor is on."""
        event.stop()
        self._select(event.index)

    @on(LinePane.FollowChanged)
    def note_following(self) -> None:
        """Say whether the view stays with the end."""
        if self.scene is not None:
            self._note_following(self.scene)

    def action_fold(self) -> None:
        """Show the title of the item under the cursor alone, or everything."""
        if len(self.transcript):
            self.transcript.toggle(self.document.cursor)
            self.document.update_blocks([self.document.cursor])

    def _select(self, block: int) -> None:
        follows = self.document.following and block == len(self.transcript) - 1
        selection = Selection(self.transcript.shown.item(block))
        self.post_message(ItemSelected(selection, follows))

    def _put_cursor_on(self, selection: Selection) -> None:
        shown = self.transcript.shown
        if selection.item is None or not len(shown):
            return
        block = min(shown.row_of(selection.item), len(shown) - 1)
        if block != self.document.cursor:
            self.document.set_reactive(LinePane.cursor, block)
            self.document.settle()

    def _renumber(self, before: ShownItems, shown: ShownItems) -> None:
        """Keep what is read where it is, now that other items are shown."""
        block, line = self.document.place
        top = before.item(block) if block < len(before) else 0
        self._found = (-1, -1)
        self.document.renumber(Place(shown.row_of(top), line if top in shown else 0))
        self._put_cursor_on(self.selection)

    def _go_to(self, block: int, line: int) -> None:
        self._found = (block, line)
        self.document.show_block(block, line, above=CONTEXT)
        self.document.move_cursor_to(block)

    def _lines_with_query(self, index: int) -> list[int]:
        if not len(self.transcript) or not self.transcript.may_hold(index, self.transcript.query):
            return []
        lines = self.transcript.item_lines(index, self.document.line_width)
        query = self.transcript.query
        return [n for n, line in enumerate(lines) if find_in(line_text(line), query) >= 0]

    def _note_following(self, scene: Scene) -> None:
        if self.document.following and scene.mode != "paused":
            place = "▼ following"
        elif scene.is_live and scene.behind:
            place = f"▼ {grouped(scene.behind)} new · F live"
        else:
            place = "" if self.document.following else "▼ G end"
        self.note(Content((place + hidden_note(scene.shown)).removeprefix(" · ")))
