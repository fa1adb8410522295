"""LaneRows: the lanes of a scene as rows of a list; drawn anew only when they would differ."""

from agents_core.history.lanes import Lane
from tui.drawing.lane_window import LaneWindow, Speeds, axis_line, lane_window, speed_line
from tui.drawing.lanes import LaneRow, cells_line, cells_of, label, name_line, rows
from tui.format import fit
from tui.rendering.styled_line import EMPTY, StyledLine
from tui.scene import Scene, Selection

AT_REST = frozenset({"idle", "done", "failed"})
"""What an agent or a tool does that does nothing."""

LABEL_WIDTHS = ((90, 24), (60, 20))
"""Cells in which lanes from a width on say what is done now."""

MINI_WIDTH = 90
"""Below it only tall lanes do."""


class DrawnLane:
    """What was drawn of a lane, as long as it holds."""

    def __init__(self, lane: Lane, window: LaneWindow) -> None:
        """Draw all cells."""
        self._of = (window, lane.version)
        self._cells = cells_of(lane, window)
        self._line: tuple[object, StyledLine] = (None, EMPTY)

    def is_of(self, lane: Lane, window: LaneWindow) -> bool:
        """Tell whether it would be drawn the same now."""
        return self._of[0] is window and self._of[1] == lane.version

    def line(self, span: tuple[int, int] | None, cursor: int | None) -> StyledLine:
        """Return the cells with what is selected and where the cursor is; see `cells_line`."""
        if self._line[0] != (span, cursor):
            line = cells_line(self._cells, self._of[0].cells, span, cursor)
            self._line = ((span, cursor), line)
        return self._line[1]


class LaneRows:
    """A list source; the speed and the time below the lanes are `FootRows`."""

    def __init__(self) -> None:
        """Begin empty."""
        self.scene: Scene | None = None
        self.selection = Selection()
        self.with_calls = False
        """Tools have rows of their own."""
        self.rows: list[LaneRow] = []
        self._window: LaneWindow | None = None
        self._window_for: tuple[Scene | None, int] = (None, 0)
        self._drawn: dict[Lane, DrawnLane] = {}

    def show(self, scene: Scene) -> None:
        """Show the lanes of `scene`."""
        if self.scene is None or scene.history is not self.scene.history:
            self._drawn.clear()
        self.scene = scene
        self.rows = list(rows(scene.history.lanes.roots, with_calls=self.with_calls))

    def __len__(self) -> int:
        """Return how many lanes there are."""
        return len(self.rows)

    def row(self, index: int, width: int) -> StyledLine:
        """Return one lane: its name, its cells, what it does now."""
        scene = self.scene
        if scene is None or index >= len(self.rows):
            return EMPTY
        lane = self.rows[index].lane
        line = (*name_line(self.rows[index], name_width(width)), *self._cells(lane, width))
        if not (room := self.label_width(width)):
            return line
        text, style = label(lane, scene)
        return (*line, (f"  {fit(text, room - 2)}", style))

    def window(self, width: int) -> LaneWindow | None:
        """Return the window of lanes `width` cells wide, the same while it says the same."""
        scene = self.scene
        room = width - name_width(width) - self.label_width(width)
        seen, had = self._window_for
        if scene is not None and (seen is not scene or had != room):
            self._window = lane_window(scene.axis, room, self._window)
            self._window_for = (scene, room)
        return self._window

    def cursor(self, window: LaneWindow) -> int | None:
        """Return the cell of the cursor; None while it stays with the end."""
        scene = self.scene
        return None if scene is None or scene.mode == "live" else window.cell_of(scene.now)

    def label_width(self, width: int) -> int:
        """Return the cells in which lanes of a width say what is done now."""
        if width < MINI_WIDTH and not self.with_calls:
            return 0
        return next((room for least, room in LABEL_WIDTHS if width >= least), 0)

    def working(self) -> list[int]:
        """Return the rows of those that do something at the cursor."""
        if self.scene is None:
            return []
        now = self.scene.now
        at = ((place, row.lane.at(now)) for place, row in enumerate(self.rows))
        return [place for place, stretch in at if stretch.status not in AT_REST]

    def row_of(self, lane: Lane) -> int | None:
        """Return the row of a lane, if it has one."""
        return next((place for place, row in enumerate(self.rows) if row.lane is lane), None)

    def _cells(self, lane: Lane, width: int) -> StyledLine:
        window = self.window(width)
        assert window is not None
        if (known := self._drawn.get(lane)) is None or not known.is_of(lane, window):
            known = self._drawn[lane] = DrawnLane(lane, window)
        return known.line(self._span(lane, window), self.cursor(window))

    def _span(self, lane: Lane, window: LaneWindow) -> tuple[int, int] | None:
        """Return the first and last cell of the selected item, if it is in this lane."""
        scene, index = self.scene, self.selection.item
        if scene is None or index is None or index >= scene.view.items:
            return None
        if lane not in scene.history.lanes_of(index):
            return None
        item = scene.history.item(index, scene.view.position)
        ended = scene.now if item.ended_at is None else item.ended_at
        first, last = window.cell_of(item.began_at), window.cell_of(ended)
        return first, max(first, last)


class FootRows:
    """What stands below the lanes: tokens a second, and the time."""

    def __init__(self, lanes: LaneRows) -> None:
        """Show the times of `lanes`."""
        self._lanes = lanes
        self._speeds = Speeds()

    def __len__(self) -> int:
        """Return two."""
        return 2

    def row(self, index: int, width: int) -> StyledLine:
        """Return one of the two."""
        scene, window = self._lanes.scene, self._lanes.window(width)
        if scene is None or window is None:
            return EMPTY
        cursor = self._lanes.cursor(window)
        if index:
            return ((" " * name_width(width), ""), *axis_line(window, scene.now, cursor))
        name = (f"{'tok/s':<{name_width(width)}}", "dim")
        return (name, *speed_line(self._speeds.of(scene.history, window), cursor))


def name_width(width: int) -> int:
    """Return the cells of the names in lanes of a width."""
    return max(8, min(20, width // 6))
