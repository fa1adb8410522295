"""LineView: a ScrollView that paints rows of cells as cheaply as Textual allows.

This is the one file that leans on Textual's internals; tests/tui/widgets/test_line_view.py runs it
against the pinned Textual. What it does, and why:

- `render_lines` is answered from finished strips, cached by what is on the row, so a frame makes
  strips only for rows never painted before;
- growth sets the virtual size behind the reactive's back, so the screen is not laid out again;
- only the rows that changed are refreshed;
- rows are made for a new size before the frame that has it, so a pane is never seen empty;
- the scrollbar repaints when its thumb moves a whole cell;
- named styles are looked up in the sheet when a run first names them, and again for another theme:
  as component classes all of them would be looked up whenever a class changes anywhere above.

A LineView has no border and no padding: frame it with a container.
"""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple, Self

from rich.segment import Segment
from rich.style import Style
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from tui.rendering.styled_line import StyledLine

_CACHED_STRIPS = 1_000
"""More than any screen has rows; the cache is emptied when it grows past this."""

STYLE_PREFIX = "line-pane--"
"""What turns a style name of a run into a class of the sheet."""


class Row(NamedTuple):
    """What one row of the viewport shows; equal rows look the same."""

    line: StyledLine
    mark: str = ""
    """Text of the column on the left, "" where the pane has none."""
    fill: str = ""
    """Style names under the whole row."""


class QuietScrollBar(ScrollBar):
    """A vertical scrollbar that repaints only when its thumb moves a whole cell."""

    _painted: tuple[object, ...] | None = None
    _strips: tuple[Strip, Strip, Strip] | None = None

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Repaint unless it would look the same."""
        if not (regions or layout or recompose):
            looks = (self._thumb(), self.mouse_over, self.grabbed is None, self.size)
            if looks == self._painted:
                return self
            self._painted = looks
        self._strips = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Forget the strips of the old theme."""
        self._painted = self._strips = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of the bar."""
        start, end = self._thumb()
        above, thumb, below = self._strips = self._strips or self._make_strips()
        rows = range(crop.y, crop.bottom)
        return [above if y < start else thumb if y < end else below for y in rows]

    def _thumb(self) -> tuple[int, int]:
        """Return the rows the thumb covers."""
        height, window, total = self.size.height, self.window_size, self.window_virtual_size
        if not height or not window or total <= window:
            return (0, 0)
        length = max(1, round(height * window / total))
        start = round((height - length) * min(1.0, self.position / (total - window)))
        return (start, start + length)

    def _make_strips(self) -> tuple[Strip, Strip, Strip]:
        pane = self.parent
        assert pane is not None
        styles = pane.styles
        if self.grabbed:
            trough, thumb = styles.scrollbar_background_active, styles.scrollbar_color_active
        elif self.mouse_over:
            trough, thumb = styles.scrollbar_background_hover, styles.scrollbar_color_hover
        else:
            trough, thumb = styles.scrollbar_background, styles.scrollbar_color
        _, behind = pane.background_colors
        trough = behind + trough
        thumb = trough + thumb

        def strip(glyph: str, action: str) -> Strip:
            style = Style(
                color=thumb.rich_color, bgcolor=trough.rich_color, meta={"@mouse.down": action}
            )
            made = Strip([Segment(glyph * self.size.width, style)], self.size.width)
            for line_filter in self.get_line_filters():
                made = made.apply_filter(line_filter, trough)
            return made

        return strip(" ", "scroll_up"), strip("█", "grab"), strip(" ", "scroll_down")


class LineView(ScrollView):
    """Rows of a viewport over a content of which only the height is known."""

    ALLOW_SELECT = False
    STYLES: ClassVar[frozenset[str]] = frozenset()
    """Every style a run may name; the sheet gives each its look as `.line-pane--NAME`."""
    MARK_WIDTH: ClassVar[int] = 0
    """Cells of the column on the left."""

    def __init__(
        self, *, name: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        """Begin with nothing to show."""
        super().__init__(name=name, id=id, classes=classes)
        self._rows: Sequence[Row] = ()
        self._strips: dict[Row, Strip] = {}
        self._strips_for: tuple[int, int] = (0, 0)
        self._style_version = 0
        self._styles_by_name: dict[str, Style] = {}
        self._named: dict[str, Style] = {}
        self._named_for: tuple[Stylesheet, str] | None = None
        self._moving = False

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The quiet scrollbar in place of Textual's own (made when first asked for)."""
        if self._vertical_scrollbar is None:
            bar = QuietScrollBar(name="vertical", thickness=self.scrollbar_size_vertical)
            bar.display = False
            self._vertical_scrollbar = bar
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    @property
    def line_width(self) -> int:
        """Cells a line may take."""
        return max(1, self.scrollable_content_region.width - self.MARK_WIDTH)

    def show_rows(self, rows: Sequence[Row], top: int, total: int) -> None:
        """Paint `rows` as the viewport, which is at line `top` of `total`; unchanged rows are left.

        Args:
            rows: at most as many as the viewport has; the rest is blank.
            top: number of the first row among all lines.
            total: how many lines there are.
        """
        old, self._rows = self._rows, rows
        self._place(top, total)
        changed = [
            y
            for y in range(max(len(old), len(rows)))
            if y >= len(old) or y >= len(rows) or old[y] != rows[y]
        ]
        for start, end in _runs(changed):
            self.refresh(Region(0, start, self.size.width, end - start))

    def user_scrolled(self, top: int) -> None:
        """React to the wheel, the scrollbar or a scroll action that asked for line `top`."""
        raise NotImplementedError

    def size_changed(self) -> None:
        """Make rows for the size the view has now, whether it had it before or not."""

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Learn of the size while the screen is laid out; the event comes after the frame.

        A view that comes back has the size it had, but what happened meanwhile was not painted.
        """
        wants_event = super()._size_updated(size, virtual_size, container_size, layout)
        self.size_changed()
        return wants_event

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell moves of the user from our own."""
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.position = new_value
        if not self._moving and round(old_value) != round(new_value):
            self.user_scrolled(round(new_value))

    def _scroll_update(self, virtual_size: Size) -> None:
        """Let Textual clamp the position to a new size; that is no move of the user."""
        was_moving, self._moving = self._moving, True
        super()._scroll_update(virtual_size)
        self._moving = was_moving

    def notify_style_update(self) -> None:
        """Forget strips painted in the old theme."""
        super().notify_style_update()
        self._style_version += 1
        self._styles_by_name.clear()

    def render_line(self, y: int) -> Strip:
        """Return row `y` of the viewport."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows in `crop`, from finished strips where there are any."""
        width = self.size.width
        if self._strips_for != (width, self._style_version) or len(self._strips) > _CACHED_STRIPS:
            self._strips_for = (width, self._style_version)
            self._strips.clear()
        strips = [self._strip(y, width) for y in range(crop.y, crop.bottom)]
        if crop.x or crop.width != width:
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def _place(self, top: int, total: int) -> None:
        """Set height and position without a layout and without hearing of it."""
        self._moving = True
        if total != self.virtual_size.height:
            self.set_reactive(LineView.virtual_size, Size(self.size.width, total))
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.window_virtual_size = total
                self.vertical_scrollbar.window_size = self.size.height
        self.scroll_target_y = top
        self.scroll_y = top
        self._moving = False

    def _strip(self, y: int, width: int) -> Strip:
        row = self._rows[y] if y < len(self._rows) else Row(())
        strip = self._strips.get(row)
        if strip is None:
            strip = self._strips[row] = self._make_strip(row, width)
        return strip

    def _make_strip(self, row: Row, width: int) -> Strip:
        base = self._style("") + self._style(row.fill) if row.fill else self._style("")
        segments = [Segment(row.mark, base + self._style("mark"))] if row.mark else []
        segments += [Segment(text, base + self._style(names)) for text, names in row.line]
        strip = Strip(segments).adjust_cell_length(width, base)
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, background)
        return strip

    def _style(self, names: str) -> Style:
        """Return the style of `names` joined by spaces; of none, the pane's own."""
        style = self._styles_by_name.get(names)
        if style is None:
            style = Style() if names else self.rich_style
            for name in names.split():
                style += self._named_style(name)
            self._styles_by_name[names] = style
        return style

    def _named_style(self, name: str) -> Style:
        """Return what the sheet says of one name, without what is below it.

        Raises:
            KeyError: it is none of `STYLES`.
        """
        look = (self.app.stylesheet, self.app.theme)
        if look != self._named_for:
            self._named_for = look
            self._named.clear()
        if name not in self._named:
            if name not in self.STYLES:
                raise KeyError(name)
            node = DOMNode(classes=STYLE_PREFIX + name)
            node._attach(self)
            self.app.stylesheet.apply(node)
            self._named[name] = node.styles.partial_rich_style
        return self._named[name]


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return sorted `numbers` as half-open ranges."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number:
            ranges[-1] = (ranges[-1][0], number + 1)
        else:
            ranges.append((number, number + 1))
    return ranges
