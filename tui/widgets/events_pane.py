"""EventsPane: the outline of the run. One row an item; `o` unfolds its raw events."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content

from tui.drawing.annotation_signs import event_sign, item_signs
from tui.drawing.event_rows import event_row, item_row, marked_row
from tui.format import grouped
from tui.rendering.matches import find_in, with_matches
from tui.rendering.styled_line import StyledLine, line_text
from tui.scene import Scene, Selection
from tui.shown_items import hidden_note
from tui.widgets.line_pane import LinePane
from tui.widgets.list_pane import ListPane
from tui.widgets.outline import Outline, Place
from tui.widgets.pane import ItemSelected, Pane


class EventRows:
    """The outline at the cursor as a list of rows."""

    def __init__(self) -> None:
        """Begin empty."""
        self.scene: Scene | None = None
        self.query = ""
        self.outline = Outline(self._events_of)
        self._signs: Mapping[int, str] = {}

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.outline)

    def row(self, index: int, width: int) -> StyledLine:
        """Return one row."""
        if self.scene is None:
            return ()
        place = self.outline.place(index)
        scene = self.scene
        if place.seq is not None:
            sign = event_sign(place.seq, scene.annotations)
            return with_matches(event_row(scene.history.event(place.seq), sign), self.query)
        item = scene.history.item(place.item, scene.view.position)
        row = item_row(item, scene.now, width, self._signs.get(place.item, ""))
        return with_matches(marked_row(row) if place.item in scene.found else row, self.query)

    def show(self, scene: Scene) -> bool:
        """Take a new scene; tell whether items stand on other rows now."""
        before, self.scene = self.outline.shown, scene
        self.outline.shown = scene.shown
        self._signs = item_signs(scene.history, scene.annotations)
        return before.edition != scene.shown.edition

    def _events_of(self, item: int) -> Sequence[int]:
        assert self.scene is not None
        return self.scene.history.item_events(item, self.scene.view.position)


class EventsPane(Pane):
    """Pane 2."""

    TITLE: ClassVar[str] = "Events"
    NUMBER: ClassVar[int] = 2
    HELP = "The outline of the run: T tool, R reasoning, M message, H handoff, E error."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "fold", "Fold", id="item.fold", tooltip="Unfold the item's raw events."),
    ]

    def __init__(self) -> None:
        """Begin empty, following the end."""
        self.rows = EventRows()
        self.list = ListPane(self.rows)
        super().__init__(self.list, id="events")

    def watch_scene(self, scene: Scene | None) -> None:
        """Show the outline at the cursor."""
        if scene is None:
            return
        if self.rows.show(scene):
            self._put_cursor_on(self.selection)
        self.list.settle()
        # Not while live: a frame with other words at each event is painted anew at each event.
        place = "" if scene.mode == "live" else f" · event {grouped(scene.view.position)}"
        count = f"{grouped(len(scene.shown))} items"
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
            row = self.rows.outline.row_of(Place(selection.item, selection.seq))
            self.list.set_reactive(LinePane.cursor, row)
            self.list.settle()

    def reveal(self, selection: Selection) -> None:
        """Bring an item selected elsewhere into view."""
        if selection.item is not None:
            self.list.show_cursor(self.rows.outline.row_of(Place(selection.item, selection.seq)))

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
        """Unfold the raw events of the item under the cursor, or fold them."""
        if not len(self.rows):
            return
        outline = self.rows.outline
        place = outline.place(self.list.cursor)
        before = len(outline)
        outline.toggle(place.item)
        item_row_number = outline.row_of(Place(place.item, None))
        changed = len(outline) - before
        self.list.following = False
        self.list.splice(item_row_number + 1, max(0, -changed), max(0, changed))
        self.list.show_cursor(item_row_number)

    def _select(self, row: int) -> None:
        if len(self.rows):
            place = self.rows.outline.place(row)
            follows = self.list.following and row == len(self.rows) - 1
            self.post_message(ItemSelected(Selection(place.item, place.seq), follows))
