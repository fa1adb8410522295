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
from tui.widgets.pane import ItemSelected
from tui.widgets.wrapping_pane import WrappingPane

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


class StreamPane(WrappingPane):
    """Pane 3."""

    TITLE: ClassVar[str] = "Stream"
    NUMBER: ClassVar[int] = 3
    HELP = "What agents think, say and do, in reading order, while it happens."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "fold", "Fold", id="item.fold", tooltip="Fold the item, or unfold it."),
        Binding("O", "fold_kind", "Fold all", id="item.fold_kind", tooltip="The same of its kind."),
    ]

    def __init__(self) -> None:
        """Begin empty, following the end."""
        self.transcript = MarkedTranscript()
        document = BlockPane(self.transcript)
        document.set_reactive(DocumentPane.has_cursor, True)
        self._found = (-1, -1)
        super().__init__(document, self.transcript, id="stream")

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

    def action_fold_kind(self) -> None:
        """Do the same to all items of the kind."""
        if len(self.transcript):
            self.transcript.toggle_kind(self.document.cursor)
            self.document.update_all()

    def action_fold_in(self) -> None:
        """Fold the item; of a folded one, go to the call its run is nested in."""
        if not self.transcript.wraps:
            super().action_fold_in()
        elif len(self.transcript) and not self.transcript.is_folded(self.document.cursor):
            self.action_fold()
        elif (caller := self._caller()) is not None:
            self.document.move_cursor_to(caller)
            self.reveal(Selection(self.transcript.shown.item(caller)))

    def action_fold_out(self) -> None:
        """Unfold the item."""
        if not self.transcript.wraps:
            super().action_fold_out()
        elif len(self.transcript) and self.transcript.is_folded(self.document.cursor):
            self.action_fold()

    def wrapping_changed(self) -> None:
        """Say whether lines are wrapped."""
        self.note_following()

    def _caller(self) -> int | None:
        """Return the block of the call around the item under the cursor, if it is shown."""
        shown = self.transcript.shown
        if self.scene is None or not len(shown):
            return None
        parent = self.scene.history.parent_of(shown.item(self.document.cursor))
        return shown.row_of(parent) if parent in shown and parent is not None else None

    def _select(self, block: int) -> None:
        if block >= len(self.transcript):
            return  # nothing is shown, or what was there is hidden since
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
        wrapping = "" if self.transcript.wraps else " · no wrap"
        self.note(Content((place + wrapping + hidden_note(scene.shown)).removeprefix(" · ")))
