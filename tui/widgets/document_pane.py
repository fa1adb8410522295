"""DocumentPane: blocks of many lines, each growing, shrinking or folding by itself.

Law: only blocks near the viewport are measured (wrapped); the others have estimated heights. The
place of the view is a block and a line of it, never a pixel row, so a correction or a change above
does not move what is read.
"""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple, Protocol

from textual.reactive import reactive

from tui.rendering.styled_line import EMPTY, StyledLine, cropped
from tui.widgets.block_heights import BlockHeights
from tui.widgets.line_pane import LinePane
from tui.widgets.line_view import Row


class BlockSource(Protocol):
    """The blocks of a document."""

    def __len__(self) -> int:
        """Return how many blocks there are."""
        ...

    def estimate(self, block: int) -> int:
        """Guess the height of `block`, at once: it is asked for every block."""
        ...

    def height(self, block: int, width: int) -> int:
        """Return how many lines `block` has at `width`; 0 hides it."""
        ...

    def line(self, block: int, line: int, width: int) -> StyledLine:
        """Return line `line` of `block`, in at most `width` cells."""
        ...


class NoBlocks:
    """A document with nothing in it."""

    def __len__(self) -> int:
        """Return zero."""
        return 0

    def estimate(self, block: int) -> int:
        """Return zero."""
        return 0

    def height(self, block: int, width: int) -> int:
        """Return zero."""
        return 0

    def line(self, block: int, line: int, width: int) -> StyledLine:
        """Return an empty line."""
        return EMPTY


class Place(NamedTuple):
    """A place in a document that survives changes around it."""

    block: int
    line: int


class DocumentPane(LinePane):
    """Blocks from a `BlockSource`; call `update_blocks` when some changed."""

    CURSOR_MARK: ClassVar[str] = "▌"

    has_cursor: reactive[bool] = reactive(False)
    """Mark the lines of the block under the cursor, in a column of their own."""

    def __init__(
        self,
        source: BlockSource | None = None,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Show the blocks of `source`."""
        super().__init__(name=name, id=id, classes=classes)
        self.source: BlockSource = NoBlocks() if source is None else source
        self.place = Place(0, 0)
        self.shift: int | None = None
        """Cells cut off at the left of lines that are not wrapped; None: lines fit the width."""
        self._heights = BlockHeights()
        self._wrapped_to = 0
        self._places: list[Place] = []

    @property
    def line_width(self) -> int:
        """Cells a line may take."""
        return max(1, self.scrollable_content_region.width - (1 if self.has_cursor else 0))

    def show(self, source: BlockSource, *, at: Place | None = None) -> None:
        """Show another document, from `at` or following its end."""
        self.source = source
        self._heights = BlockHeights()
        self.place = at or Place(0, 0)
        self.following = at is None
        self.settle()

    def renumber(self, top: Place) -> None:
        """Look at the source again, whose blocks have other numbers now; keep `top` at the top."""
        self._heights = BlockHeights()
        self.place = top
        self.settle()

    def update_blocks(self, changed: Iterable[int] = ()) -> None:
        """Look at the source again: blocks were added or taken from the end, or `changed`."""
        for block in changed:
            if block < len(self._heights):
                self._heights.forget(block)
        self.settle()

    def update_all(self) -> None:
        """Look at the source again: any block may have changed."""
        self._heights.epoch += 1
        self.settle()

    def settle(self) -> None:
        """Follow the end or stay at its place, and repaint the rows that changed."""
        height = self.size.height
        if not height:
            return
        self._fit_source()
        if self.following:
            self.place = self._step(self._end(), -height)
        self._places = self._places_from(self.place, height)
        if len(self._places) < height:
            self.place = self._step(self._end(), -height)
            self._places = self._places_from(self.place, height)
        self._top = self._heights.offset(self.place.block) + self.place.line
        width = self.line_width
        rows = [self._row(place, width) for place in self._places]
        self.show_rows(rows, self._top, self.line_count)

    @property
    def line_count(self) -> int:
        """How many lines there are, as far as they were measured."""
        return self._heights.total

    def scroll_lines(self, lines: int) -> None:
        """Move the view: exactly when near, by estimate when far; upward ends following."""
        if lines < 0:
            self.following = False
        if abs(lines) <= 4 * self.size.height:
            self.place = self._step(self.place, lines)
        else:
            line = max(0, self._top + lines)
            self.place = Place(*self._heights.find(line))
        self.settle()

    def show_block(self, block: int, line: int = 0, *, above: int = 0) -> None:
        """Bring a line of `block` to the top of the view, `above` lines below it."""
        self._fit_source()
        self.following = False
        self.place = self._step(Place(block, line), -above)
        self.settle()

    def is_in_view(self, block: int) -> bool:
        """Tell whether any line of `block` is in the viewport."""
        return any(place.block == block for place in self._places)

    def index_at(self, y: int) -> tuple[int, int] | None:
        """Return the block and line on row `y` of the viewport."""
        return self._places[y] if y < len(self._places) else None

    def watch_has_cursor(self) -> None:
        """Make room for the column of the cursor."""
        if self.is_mounted:
            self.settle()

    def _fit_source(self) -> None:
        """Bring the heights in line with the number of blocks and the width."""
        if self._wrapped_to != self.line_width:
            self._wrapped_to = self.line_width
            self._heights.epoch += 1
        count = len(self.source)
        self._heights.resize(count, self.source.estimate)
        if self.place.block > count:
            self.place = self._end()

    def _end(self) -> Place:
        return Place(len(self._heights), 0)

    def _measure(self, block: int) -> int:
        if not self._heights.is_measured(block):
            self._heights.set(block, self.source.height(block, self.line_width))
        return self._heights[block]

    def _step(self, start: Place, lines: int) -> Place:
        """Return the place `lines` after `anchor`, measuring the blocks on the way."""
        block, line = start
        line += lines
        while line < 0 and block > 0:
            block -= 1
            line += self._measure(block)
        while block < len(self._heights) and line >= self._measure(block):
            line -= self._measure(block)
            block += 1
        return Place(block, max(0, line)) if block < len(self._heights) else self._end()

    def _places_from(self, start: Place, height: int) -> list[Place]:
        """Return the place of each row of the viewport, measuring what is in it."""
        places: list[Place] = []
        block, line = start
        while len(places) < height and block < len(self._heights):
            last = min(self._measure(block), line + height - len(places))
            places += [Place(block, number) for number in range(line, last)]
            block, line = block + 1, 0
        return places

    def _row(self, place: Place, width: int) -> Row:
        line = self.source.line(place.block, place.line, width)
        if self.shift is not None:
            line = cropped(line, self.shift, width)
        if not self.has_cursor:
            return Row(line)
        return Row(line, self.CURSOR_MARK if place.block == self.cursor else " ")
