"""EventsPane: the outline of the run. One row an item; `o` unfolds its raw events."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content

from tui.format import grouped, plural
from tui.rendering.matches import find_in
from tui.rendering.styled_line import line_text
from tui.scene import Scene, Selection
from tui.shown_items import hidden_note
from tui.widgets.event_rows import EventRows
from tui.widgets.line_pane import LinePane
from tui.widgets.list_pane import ListPane
from tui.widgets.outline import Place
from tui.widgets.pane import ItemSelected, Pane


class EventsPane(Pane):
    """Pane 2."""

    TITLE: ClassVar[str] = "Events"
    NUMBER: ClassVar[int] = 2
    HELP = "The outline of the run: T tool, R reasoning, M message, H handoff, E error."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "fold", "Fold", id="item.fold", tooltip="Unfold the item's raw events."),
        Binding("O", "fold_kind", "Fold all", id="item.fold_kind", tooltip="The same of its kind."),
        Binding("h", "fold_in", "Fold in", id="item.fold_in", tooltip="One level less, or up."),
        Binding("l", "fold_out", "Fold out", id="item.fold_out", tooltip="One level more."),
    ]

    def __init__(self) -> None:
        """Begin empty, following the end."""
        self.rows = EventRows()
        self.list = ListPane(self.rows)
        super().__init__(self.list, id="events")

    @property
    def newest(self) -> Selection:
        """What the last row shows."""
        if not len(self.rows):
            return Selection()
        place = self.rows.place(len(self.rows) - 1)
        return Selection(place.item, place.seq)

    def watch_scene(self, scene: Scene | None) -> None:
        """Show the outline at the cursor."""
        if scene is None:
            return
        if self.rows.show(scene) and self.selection.item is not None:
            self.list.renumber(self.rows.row_of(self.selection))
        self.list.settle()
        # Not while live: a frame with other words at each event is painted anew at each event.
        place = "" if scene.mode == "live" else f" · event {grouped(scene.view.position)}"
        count = plural(len(scene.shown), "item")
        self.note(Content(f"{count}{place}{hidden_note(scene.shown)}"))

    def watch_selection(self, selection: Selection) -> None:
        """Put the cursor on what is selected, without moving the view."""
        self._put_cursor_on(selection)

    def watch_searched(self, searched: str) -> None:
        """Mark what was searched."""
        self.rows.query = searched
        self.list.settle()

    def _put_cursor_on(self, selection: Selection) -> None:
        if selection.item is not None and len(self.rows):
            self.list.set_reactive(LinePane.cursor, self.rows.row_of(selection))
            self.list.settle()

    def reveal(self, selection: Selection) -> None:
        """Bring an item selected elsewhere into view."""
        if selection.item is not None:
            self.list.show_cursor(self.rows.row_of(selection))

    def find(self, step: int) -> bool:
        """Go to the next row that holds the query, or the one before; False when none does."""
        count = len(self.rows)
        rows = [(self.list.cursor + step * far) % count for far in range(1, count + 1)]
        for index in rows:
            if find_in(line_text(self.rows.row(index, 1000)), self.searched) >= 0:
                self.list.show_cursor(index)
                self._select(index)
                return True
        return False

    @on(LinePane.CursorMoved)
    def select_row(self, event: LinePane.CursorMoved) -> None:
        """Tell which item the cursor is on."""
        event.stop()
        self._select(event.index)

    def action_fold(self) -> None:
        """Unfold the raw events of the item under the cursor, or a folded run; or fold again."""
        if (place := self._place()) is None:
            return
        if self.rows.is_folded(place.item):
            self._fold_nested(place.item)
        else:
            self._fold_events(place.item)

    def action_fold_kind(self) -> None:
        """Unfold the raw events of all items of a kind, or fold them."""
        if (place := self._place()) is None or self.scene is None:
            return
        self.rows.outline.toggle_kind(self.scene.history.kind_of(place.item))
        self._renumber(Selection(place.item, place.seq))

    def action_fold_in(self) -> None:
        """Fold what is innermost: raw events, a nested run; of neither, go to the call around."""
        if (place := self._place()) is None:
            return
        item, rows = place.item, self.rows
        if rows.outline.is_unfolded(item):
            self._fold_events(item)
        elif rows.has_nested(item) and not rows.is_folded(item):
            self._fold_nested(item)
        elif (parent := rows.parent_of(item)) is not None:
            self.list.action_move(rows.row_of(Selection(parent)) - self.list.cursor)

    def action_fold_out(self) -> None:
        """Unfold the nested run of a call; else the raw events."""
        if (place := self._place()) is None:
            return
        if self.rows.is_folded(place.item):
            self._fold_nested(place.item)
        elif not self.rows.outline.is_unfolded(place.item):
            self._fold_events(place.item)

    def _place(self) -> Place | None:
        return self.rows.place(self.list.cursor) if len(self.rows) else None

    def _fold_events(self, item: int) -> None:
        outline = self.rows.outline
        before = len(outline)
        outline.toggle(item)
        row, changed = outline.row_of(Place(item, None)), len(outline) - before
        self.list.following = False
        self.list.splice(row + 1, max(0, -changed), max(0, changed))
        self.list.show_cursor(row)

    def _fold_nested(self, item: int) -> None:
        self.rows.toggle_nested(item)
        self._renumber(Selection(item))

    def _renumber(self, selection: Selection) -> None:
        """Stay with what is selected, whose row has another number now."""
        self.list.following = False
        self.list.renumber(self.rows.row_of(selection))

    def _select(self, row: int) -> None:
        if row < len(self.rows):  # else it is hidden since
            place = self.rows.place(row)
            follows = self.list.following and row == len(self.rows) - 1
            self.post_message(ItemSelected(Selection(place.item, place.seq), follows))
