"""InspectPane: all of the selected item, from five sides."""

from typing import ClassVar

from textual.content import Content
from textual.reactive import var

from agents_core.history.item_times import is_open
from agents_core.history.views import ItemView
from agents_core.recording.annotations import Annotations
from tui.drawing.inspection import FACES, Face, inspect, selected_item
from tui.drawing.labelled import hang_of
from tui.rendering.matches import find_in, with_matches
from tui.rendering.styled_line import EMPTY, StyledLine, line_text
from tui.rendering.wrapping import UNWRAPPED, Piece, wrap_pieces
from tui.scene import Scene, Selection
from tui.widgets.document_pane import DocumentPane, Place
from tui.widgets.wrapping_pane import WrappingPane

_KEPT = 1_000
"""Wrapped lines kept at most: the next frame shows nearly the same ones."""


class Sheet:
    """Logical lines as blocks, each wrapped when it comes into view."""

    def __init__(self, lines: list[StyledLine]) -> None:
        """Hold `lines`."""
        self.lines = lines
        self.query = ""
        self.wraps = True
        """Lines are wrapped to the width; else only beyond any screen's."""
        self._wrapped: dict[tuple[StyledLine, int], list[StyledLine]] = {}

    def __len__(self) -> int:
        """Return how many logical lines there are."""
        return len(self.lines)

    def estimate(self, block: int) -> int:
        """Guess that a line fits."""
        return 1

    def height(self, block: int, width: int) -> int:
        """Return how many rows a line takes."""
        return len(self._rows(block, width))

    def line(self, block: int, line: int, width: int) -> StyledLine:
        """Return one row."""
        rows = self._rows(block, width)
        return with_matches(rows[line], self.query) if line < len(rows) else EMPTY

    def _rows(self, block: int, room: int) -> list[StyledLine]:
        line, width = self.lines[block], room if self.wraps else UNWRAPPED
        rows = self._wrapped.get((line, width))
        if rows is None:
            if len(self._wrapped) > _KEPT:
                self._wrapped.clear()
            rows = self._wrapped[line, width] = self._wrap(line, width)
        return rows

    def _wrap(self, line: StyledLine, width: int) -> list[StyledLine]:
        hang = hang_of(line)
        head, tail = (line[:1], line[1:]) if hang else ((), line)
        if tail and (lead := len(tail[0][0]) - len(tail[0][0].lstrip(" "))):
            # What is indented stays so in its further rows.
            head, hang = (*head, (" " * lead, "")), hang + lead
            tail = ((tail[0][0][lead:], tail[0][1]), *tail[1:])
        pieces = [Piece(text, style) for text, style in tail]
        margin = ((" " * hang, ""),) if hang else ()
        return [row.line for row in wrap_pieces(pieces, width - hang, head, margin)]


class InspectPane(WrappingPane):
    """Pane 4."""

    TITLE: ClassVar[str] = "Inspect"
    NUMBER: ClassVar[int] = 4
    HELP = "All of the selected item. `p` turns it; `enter` shows what was cut."

    face: var[Face] = var[Face]("Pretty")
    """Which side is shown."""

    def __init__(self) -> None:
        """Begin empty, at the top."""
        self.sheet = Sheet([])
        document = DocumentPane(self.sheet)
        document.set_reactive(DocumentPane.following, False)
        self._shown: tuple[object, ...] = ()
        self._item: ItemView | None = None
        self._annotations: Annotations | None = None
        self._found = -1
        super().__init__(document, self.sheet, id="inspect")

    def watch_scene(self) -> None:
        """Show the item as it is at the cursor."""
        self._look()

    def watch_selection(self) -> None:
        """Show another item, from its top."""
        self._look()

    def watch_face(self) -> None:
        """Show another side, from its top."""
        self._look()

    def watch_searched(self, searched: str) -> None:
        """Mark what was searched."""
        self.sheet.query, self._found = searched, -1
        self.document.settle()

    def next_face(self) -> None:
        """Turn to the next side."""
        self.face = FACES[(FACES.index(self.face) + 1) % len(FACES)]

    def find(self, step: int) -> bool:
        """Go to the next line that holds the query, or the one before; False when none does."""
        count = len(self.sheet)
        start = self._found if self._found >= 0 else -step
        for far in range(1, count + 1):
            number = (start + step * far) % count
            if find_in(line_text(self.sheet.lines[number]), self.sheet.query) >= 0:
                self._found = number
                self.document.show_block(number, above=3)
                return True
        return False

    def _look(self) -> None:
        scene = self.scene
        if scene is None:
            return
        shown = (self.selection, self.face)
        is_same, is_annotated = shown == self._shown, scene.annotations is not self._annotations
        item = selected_item(scene, self.selection)
        is_still = item is not None and item is self._item and not is_open(item)
        is_still = is_still and self.face not in ("Lineage", "Timing")  # whose ends come later
        self._note(scene, self.selection)
        if is_same and is_still and not is_annotated:
            return
        self._shown, self._item, self._annotations = shown, item, scene.annotations
        self.sheet.lines = inspect(scene, self.selection, self.face)
        if not is_same:
            self.document.place = Place(0, 0)
        self.document.following = False
        self.document.update_all()

    def wrapping_changed(self) -> None:
        """Say whether lines are wrapped."""
        if self.scene is not None:
            self._note(self.scene, self.selection)

    def _note(self, scene: Scene, selection: Selection) -> None:
        wrapping = "" if self.sheet.wraps else " · no wrap"
        if selection.seq is not None:
            self.note(Content(f"raw event {selection.seq}{wrapping}"))
        elif selection.item is not None:
            self.note(Content(f"item {selection.item + 1} of {scene.view.items}{wrapping}"))
