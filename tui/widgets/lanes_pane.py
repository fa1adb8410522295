"""LanesPane: who did what when. The cells are times: point at one to be there."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message

from tui.drawing.lanes import LEGEND, SHORT_LEGEND
from tui.scene import Scene, Selection
from tui.time_axis import TimeMode
from tui.widgets.lane_rows import FootRows, LaneRows, name_width
from tui.widgets.line_pane import LinePane
from tui.widgets.line_view import Row
from tui.widgets.list_pane import ListPane
from tui.widgets.pane import ItemSelected, Pane

TALL = 9
"""Rows from which on tools have lanes, and speed and time stand below."""


MODES: dict[TimeMode, str] = {
    "wall": "wall time",
    "active": "time without idling",
    "steps": "a column a step",
}
"""How time is laid out, in words."""


class TimeList(ListPane):
    """Rows whose cells are times."""

    @dataclass
    class Sought(Message):
        """Somebody pointed at a time of the run."""

        seconds: float

    def __init__(self, source: LaneRows | FootRows, lanes: LaneRows, *, id: str) -> None:
        """Show the rows of `source`, whose cells are those of `lanes`."""
        super().__init__(source, id=id)
        self.lanes = lanes
        self.set_reactive(ListPane.following, False)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Go where the pointer is, and follow it while it is held."""
        if event.button == 1:
            self.capture_mouse()
            self._seek(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag."""
        if self.app.mouse_captured is self:
            self._seek(event.x)

    def on_mouse_up(self) -> None:
        """Let go."""
        self.release_mouse()

    def _seek(self, x: int) -> None:
        window = self.lanes.window(self.line_width)
        cell = x - self.MARK_WIDTH - name_width(self.line_width)
        if window is not None and 0 <= cell < window.cells:
            self.post_message(self.Sought(window.seconds_of(cell)))


class LaneList(TimeList):
    """The lanes; following, it keeps those in view that do something."""

    HELP = "`j` `k` choose a lane, `enter` opens what it did at the cursor, `G` follows the work."

    def __init__(self, lanes: LaneRows) -> None:
        """Show `lanes`."""
        super().__init__(lanes, lanes, id="lane-list")
        self.set_reactive(ListPane.following, True)

    def focus_on_click(self) -> bool:
        """Take the keys, unless that would put the lanes in the place of another pane."""
        return self.has_focus or not self.screen.has_class("-narrow")

    def settle(self) -> None:
        """Look at the lanes again, and repaint the rows that changed."""
        count, height = len(self.source), self.size.height
        if not height:
            return
        self._count = count
        if self.cursor >= count:
            self.set_reactive(LinePane.cursor, max(0, count - 1))
        if self.following and (working := self.lanes.working()):
            self._show_working(working[0], working[-1], height)
        self._top = max(0, min(self._top, count - height))
        shown = range(self._top, min(self._top + height, count))
        width = self.line_width
        self.show_rows([self._row(index, width) for index in shown], self._top, count)

    def action_move(self, rows: int) -> None:
        """Choose another lane."""
        self.following = False
        super().action_move(rows)

    def action_last(self) -> None:
        """Follow the work."""
        self.show_end()

    def _show_working(self, first: int, last: int, height: int) -> None:
        """Scroll as far as it takes to see the last at work, and the first if there is room."""
        self._top = max(self._top, last - height + 1)
        self._top = min(self._top, max(first, last - height + 1))

    def _row(self, index: int, width: int) -> Row:
        """Return a row, marked only while the keys are here."""
        row = super()._row(index, width)
        return row if self.has_focus else Row(row.line, " ")


class LaneFoot(TimeList, can_focus=False):
    """Speed and time below the lanes."""

    def __init__(self, lanes: LaneRows) -> None:
        """Show what belongs to `lanes`."""
        super().__init__(FootRows(lanes), lanes, id="lane-foot")

    def _row(self, index: int, width: int) -> Row:
        return Row(super()._row(index, width).line, " ")


class LanesPane(Pane):
    """Pane 5."""

    TITLE: ClassVar[str] = "Lanes"
    NUMBER: ClassVar[int] = 5
    HELP = "A lane an agent or a tool: what it did when. Click or drag to be at a time."

    def __init__(self) -> None:
        """Begin empty."""
        self.lanes = LaneRows()
        self.list = LaneList(self.lanes)
        self.foot = LaneFoot(self.lanes)
        super().__init__(self.list, id="lanes")

    def compose(self) -> ComposeResult:
        """Lay out the lanes, and speed and time below them."""
        yield self.list
        yield self.foot

    def watch_scene(self, scene: Scene | None) -> None:
        """Show the lanes, and where the cursor is."""
        if scene is not None:
            self.lanes.show(scene)
            self._say_mode(scene)
            self._settle()

    def watch_selection(self, selection: Selection) -> None:
        """Let the selected item stand out."""
        self.lanes.selection = selection
        self._settle()

    def on_resize(self) -> None:
        """Give tools lanes, and the legend its words, where there is room for them."""
        self.note(Content(LEGEND if self.size.width > len(LEGEND) else SHORT_LEGEND))
        is_tall = self.content_size.height >= TALL
        self.set_class(is_tall, "-with-foot")
        if is_tall != self.lanes.with_calls:
            self.lanes.with_calls = is_tall
            self.watch_scene(self.scene)

    def reveal(self, selection: Selection) -> None:
        """Choose the lane of what was selected elsewhere."""
        if self.scene is None or selection.item is None:
            return
        for lane in reversed(self.scene.history.lanes_of(selection.item)):
            if (row := self.lanes.row_of(lane)) is not None:
                self.list.show_cursor(row)
                return

    @on(LinePane.Opened)
    def select_item(self, event: LinePane.Opened) -> None:
        """Select what the chosen lane did at the cursor."""
        scene = self.scene
        if scene is None or event.index >= len(self.lanes):
            event.stop()
            return
        item = self.lanes.rows[event.index].lane.item_at(scene.now)
        if item is None or item >= scene.view.items:
            event.stop()
            return
        self.post_message(ItemSelected(Selection(item), follows=False))

    def _settle(self) -> None:
        self.list.settle()
        self.foot.settle()

    def _say_mode(self, scene: Scene) -> None:
        title = Content(f"{self.NUMBER} {self.TITLE} · {MODES[scene.time_mode]}")
        if self._border_title != title:
            self.border_title = title
