"""ListPane: a list of one-line rows with a cursor; a million rows cost as much as forty.

Law: only rows in the viewport are asked for.
"""

from typing import ClassVar, Protocol

from tui.rendering.styled_line import EMPTY, StyledLine
from tui.widgets.line_pane import LinePane
from tui.widgets.line_view import Row


class ListSource(Protocol):
    """The rows of a list."""

    def __len__(self) -> int:
        """Return how many rows there are."""
        ...

    def row(self, index: int, width: int) -> StyledLine:
        """Return row `index` in at most `width` cells (more is cropped)."""
        ...


class NoRows:
    """A list with nothing in it."""

    def __len__(self) -> int:
        """Return zero."""
        return 0

    def row(self, index: int, width: int) -> StyledLine:
        """Return an empty line."""
        return EMPTY


class ListPane(LinePane):
    """Rows from a `ListSource`; call `settle` when it changed, `splice` when rows were folded."""

    MARK_WIDTH: ClassVar[int] = 1
    CURSOR_MARK: ClassVar[str] = "▌"

    def __init__(
        self,
        source: ListSource | None = None,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Show the rows of `source`."""
        super().__init__(name=name, id=id, classes=classes)
        self.source: ListSource = NoRows() if source is None else source
        self._count = 0
        self._height = 0
        """Rows of the viewport when it was settled last."""

    def size_changed(self) -> None:
        """Keep the cursor in view, if it was."""
        was_seen = self._top <= self.cursor < self._top + self._height
        if was_seen and not self.following:
            self._bring_into_view(self.cursor)
        self.settle()

    def settle(self) -> None:
        """Look at the source again: follow or stay, repaint the rows that changed."""
        count, height = len(self.source), self.size.height
        if not height:
            return
        self._height = height
        was_last = self.cursor >= self._count - 1
        self._count = count
        if (self.following and was_last) or self.cursor >= count:
            self.set_reactive(LinePane.cursor, max(0, count - 1))
        end = max(0, count - height)
        self._top = end if self.following else min(self._top, end)
        shown = range(self._top, min(self._top + height, count))
        width = self.line_width
        self.show_rows([self._row(index, width) for index in shown], self._top, count)

    def splice(self, at: int, removed: int, added: int) -> None:
        """Say that `removed` rows at `at` became `added`: the rows in view stay where they are.

        Call it after the source has changed.
        """
        if self.cursor >= at + removed:
            self.set_reactive(LinePane.cursor, self.cursor + added - removed)
        elif self.cursor >= at:
            self.set_reactive(LinePane.cursor, max(0, at - 1 if not added else at))
        if self._top >= at + removed:
            self._top += added - removed
        self.settle()

    def renumber(self, cursor: int) -> None:
        """Say that rows have other numbers now; the one under the cursor, now `cursor`, stays put.

        Call it after the source has changed.
        """
        self._top = max(0, self._top + cursor - self.cursor)
        self.set_reactive(LinePane.cursor, cursor)
        self.settle()

    def show_cursor(self, index: int) -> None:
        """Put the cursor on `index` and bring it into view, silently."""
        index = max(0, min(index, len(self.source) - 1))
        self.set_reactive(LinePane.cursor, index)
        self._bring_into_view(index)
        self.settle()

    def hold(self, index: int, top: int) -> None:
        """Put the cursor on `index` and row `top` at the top, silently, after other rows came."""
        self.set_reactive(LinePane.cursor, index)
        self._top = max(0, top)
        self.settle()

    def scroll_lines(self, lines: int) -> None:
        """Move the view; upward ends following."""
        self._top = max(0, self._top + lines)
        if lines < 0:
            self.following = False
        self.settle()

    def index_at(self, y: int) -> tuple[int, int] | None:
        """Return the row on row `y` of the viewport."""
        index = self._top + y
        return (index, 0) if index < len(self.source) else None

    def action_move(self, rows: int) -> None:
        """Move the cursor by `rows`."""
        index = max(0, min(self.cursor + rows, len(self.source) - 1))
        if rows < 0:
            self.following = False
        self._bring_into_view(index)
        self.move_cursor_to(index)
        self.settle()

    def action_first(self) -> None:
        """Put the cursor on the first row."""
        self.action_move(-len(self.source))

    def action_last(self) -> None:
        """Put the cursor on the last row and follow the end."""
        self.show_end()
        self.move_cursor_to(max(0, len(self.source) - 1))

    def _bring_into_view(self, index: int) -> None:
        height = self.size.height
        if self.following and index < len(self.source) - height:
            self.following = False
        if index < self._top:
            self._top = index
        elif index >= self._top + height:
            self._top = index - height + 1

    def _row(self, index: int, width: int) -> Row:
        line = self.source.row(index, width)
        if index != self.cursor:
            return Row(line, " ")
        return Row(line, self.CURSOR_MARK, "cursor" if self.has_focus else "cursor-blurred")
