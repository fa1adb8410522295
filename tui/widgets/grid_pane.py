"""GridPane: tiles side by side, as many as fit; a thousand cost as much as those in view."""

from collections.abc import Sequence
from typing import ClassVar, Protocol

from textual import events
from textual.binding import Binding, BindingType

from tui.rendering.styled_line import StyledLine
from tui.widgets.line_pane import LinePane
from tui.widgets.line_view import Row

TILE_CELLS = 38
"""The narrowest a tile gets."""


class TileSource(Protocol):
    """The tiles of a grid."""

    rows: int
    """Lines of each."""

    def __len__(self) -> int:
        """Return how many tiles there are."""
        ...

    def tile(self, index: int, width: int, *, is_selected: bool) -> Sequence[StyledLine]:
        """Return the lines of a tile, each of `width` cells."""
        ...


class GridPane(LinePane):
    """Tiles from a `TileSource`; call `settle` when it changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h,left", "step(-1)", "Left", id="grid.left", show=False, tooltip="A tile back"),
        Binding("l,right", "step(1)", "Right", id="grid.right", show=False, tooltip="A tile on"),
    ]

    def __init__(self, source: TileSource, *, id: str | None = None) -> None:
        """Show the tiles of `source`."""
        super().__init__(id=id)
        self.source = source
        self.set_reactive(LinePane.following, False)

    @property
    def columns(self) -> int:
        """Tiles side by side."""
        return max(1, self.line_width // TILE_CELLS)

    def settle(self) -> None:
        """Draw the tiles in view anew, and repaint the rows that changed."""
        height = self.size.height
        if not height:
            return
        total = -(-len(self.source) // self.columns) * self.source.rows
        self._top = max(0, min(self._top, total - height))
        shown = range(self._top, min(self._top + height, total))
        self.show_rows(self._rows_of(shown), self._top, total)

    def show_cursor(self, index: int) -> None:
        """Put the cursor on a tile, and bring it into view."""
        rows, height = self.source.rows, self.size.height
        index = max(0, min(index, len(self.source) - 1))
        first = index // self.columns * rows
        if first < self._top:
            self._top = first
        elif first + rows > self._top + height:
            self._top = first + rows - height
        self.move_cursor_to(index)
        self.settle()

    def scroll_lines(self, lines: int) -> None:
        """Move the view."""
        self._top = max(0, self._top + lines)
        self.settle()

    def index_at(self, y: int) -> tuple[int, int] | None:
        """Return the first tile on row `y` of the viewport, and the line of it."""
        row, line = divmod(self._top + y, self.source.rows)
        index = row * self.columns
        return (index, line) if index < len(self.source) else None

    def on_click(self, event: events.Click) -> None:
        """Select the tile under the pointer; open it when clicked twice."""
        event.prevent_default()  # of a line pane, that knows no columns
        found = self.index_at(event.y)
        column = event.x // (self.line_width // self.columns)
        if found is None or found[0] + column >= len(self.source) or column >= self.columns:
            return
        self.show_cursor(found[0] + column)
        if event.chain == 2:
            self.post_message(self.Opened(self, self.cursor))

    def action_step(self, tiles: int) -> None:
        """Move by tiles."""
        self.show_cursor(self.cursor + tiles)

    def action_move(self, rows: int) -> None:
        """Move by rows of tiles, staying in the column."""
        last = len(self.source) - 1
        index = self.cursor + rows * self.columns
        if index > last and self.cursor // self.columns < last // self.columns:
            index = last
        self.show_cursor(index if 0 <= index <= last else self.cursor)

    def action_page(self, pages: int) -> None:
        """Move by whole pages."""
        self._move_rows(pages * max(1, self.size.height // self.source.rows))

    def action_half_page(self, pages: int) -> None:
        """Move by half pages."""
        self._move_rows(pages * max(1, self.size.height // self.source.rows // 2))

    def action_first(self) -> None:
        """Go to the first tile."""
        self.show_cursor(0)

    def action_last(self) -> None:
        """Go to the last tile."""
        self.show_cursor(len(self.source) - 1)

    def _move_rows(self, rows: int) -> None:
        self.show_cursor(self.cursor + rows * self.columns)

    def _rows_of(self, shown: range) -> list[Row]:
        """Return the lines of the grid in `shown`; each tile is drawn once."""
        rows = self.source.rows
        grid = {row: self._grid_row(row) for row in {line // rows for line in shown}}
        return [Row(sum((tile[n % rows] for tile in grid[n // rows]), ())) for n in shown]

    def _grid_row(self, row: int) -> list[Sequence[StyledLine]]:
        columns, width = self.columns, self.line_width // self.columns
        tiles = range(row * columns, min((row + 1) * columns, len(self.source)))
        return [self.source.tile(i, width, is_selected=i == self.cursor) for i in tiles]
