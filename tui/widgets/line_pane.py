"""LinePane: what every pane of lines shares: following the end, moving, the cursor and the mouse.

Law: the view moves only when the user moves it or follows. Following is a state: any upward move
ends it, going to the end (`G`, End) begins it again. See list_pane.py for a list of equal rows
and document_pane.py for blocks of many lines.
"""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from tui.widgets.line_view import LineView


class LinePane(LineView, can_focus=True):
    """A focusable pane of lines that can follow its end and may have a cursor."""

    STYLES: ClassVar[frozenset[str]] = frozenset(
        (
            *("mark", "cursor", "cursor-blurred", "match", "span", "dim", "header"),
            *("error", "success", "warning"),
            *("accent", "reasoning", "tool", "handoff", "message", "approval"),
            *("heading", "title", "strong", "emphasis", "strike", "code", "code-block", "link"),
            *("target", "quote", "bullet", "rule", "frame", "caret"),
            *("removed", "added"),
            *("key", "string", "number", "constant", "punctuation", "broken"),
            *("syntax-keyword", "syntax-name", "syntax-string", "syntax-number", "syntax-comment"),
            *("syntax-operator", "syntax-builtin"),
        )
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Down", id="pane.down", show=False, tooltip="One row down"),
        Binding("k,up", "move(-1)", "Up", id="pane.up", show=False, tooltip="One row up"),
        Binding("pagedown", "page(1)", id="pane.page_down", show=False, tooltip="A page down"),
        Binding("pageup", "page(-1)", id="pane.page_up", show=False, tooltip="A page up"),
        Binding("ctrl+d", "half_page(1)", id="pane.half_down", show=False, tooltip="Half a page"),
        Binding("ctrl+u", "half_page(-1)", id="pane.half_up", show=False, tooltip="Half a page up"),
        Binding("g,home", "first", "First", id="pane.first", show=False, tooltip="To the start"),
        Binding("G,end", "last", "Follow", id="pane.last", show=False, tooltip="Follow the end"),
        Binding("enter", "open", "Open", id="pane.open", show=False, tooltip="Open what is here"),
    ]

    following: reactive[bool] = reactive(True, init=False, repaint=False, toggle_class="-following")
    """The view sticks to the end."""

    cursor: reactive[int] = reactive(0, init=False, repaint=False)
    """Index of the row or block under the cursor."""

    @dataclass
    class FollowChanged(Message):
        """The pane began or ceased to follow its end."""

        pane: "LinePane"
        following: bool

        @property
        def control(self) -> "LinePane":
            """The pane it came from."""
            return self.pane

    @dataclass
    class CursorMoved(Message):
        """The user moved the cursor (moves by program are silent)."""

        pane: "LinePane"
        index: int

        @property
        def control(self) -> "LinePane":
            """The pane it came from."""
            return self.pane

    @dataclass
    class Opened(Message):
        """The user pressed enter on, or clicked twice, a row or block."""

        pane: "LinePane"
        index: int

        @property
        def control(self) -> "LinePane":
            """The pane it came from."""
            return self.pane

    @dataclass
    class Clicked(Message):
        """The user clicked a line."""

        pane: "LinePane"
        index: int
        """Row or block."""
        line: int
        """Line within the block."""
        x: int
        """Cell within the line."""

        @property
        def control(self) -> "LinePane":
            """The pane it came from."""
            return self.pane

    def settle(self) -> None:
        """Bring the viewport up to date: follow or stay, repaint the rows that changed."""
        raise NotImplementedError

    def scroll_lines(self, lines: int) -> None:
        """Move the view by `lines`, down when positive, as the user asked."""
        raise NotImplementedError

    def index_at(self, y: int) -> tuple[int, int] | None:
        """Return the row or block, and the line within it, on row `y` of the viewport."""
        raise NotImplementedError

    def show_end(self, *, follow: bool = True) -> None:
        """Go to the end, to stay there when `follow`."""
        self.following = follow
        self.settle()

    def watch_following(self, following: bool) -> None:
        """Tell the screen."""
        self.post_message(self.FollowChanged(self, following))

    def watch_cursor(self) -> None:
        """Show the cursor where it is now."""
        if self.is_mounted:
            self.settle()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show the cursor bright or pale."""
        super().watch_has_focus(has_focus)
        self.settle()

    def user_scrolled(self, top: int) -> None:
        """Follow the wheel or the scrollbar."""
        self.scroll_lines(top - self.top)

    @property
    def top(self) -> int:
        """Number of the first line in the viewport."""
        return self._top

    _top = 0

    def size_changed(self) -> None:
        """Wrap to the new width, keeping the place."""
        self.settle()

    def on_click(self, event: events.Click) -> None:
        """Tell what was clicked."""
        found = self.index_at(event.y)
        if found is None:
            return
        index, line = found
        self.move_cursor_to(index)
        self.post_message(self.Clicked(self, index, line, event.x - self.MARK_WIDTH))
        if event.chain == 2:
            self.post_message(self.Opened(self, index))

    def move_cursor_to(self, index: int) -> None:
        """Put the cursor on `index` as the user asked, and tell."""
        if index != self.cursor:
            self.cursor = index
            self.post_message(self.CursorMoved(self, index))

    def action_move(self, rows: int) -> None:
        """Move by `rows`."""
        self.scroll_lines(rows)

    def action_page(self, pages: int) -> None:
        """Move by whole pages."""
        self.action_move(pages * max(1, self.size.height - 1))

    def action_half_page(self, pages: int) -> None:
        """Move by half pages."""
        self.action_move(pages * max(1, self.size.height // 2))

    def action_first(self) -> None:
        """Go to the first line."""
        self.scroll_lines(-self.virtual_size.height)

    def action_last(self) -> None:
        """Go to the end and follow it."""
        self.show_end()

    def action_open(self) -> None:
        """Open what is under the cursor."""
        self.post_message(self.Opened(self, self.cursor))
