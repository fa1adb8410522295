"""ContextPane: what the model call behind the selected item received."""

from typing import ClassVar

from textual.content import Content

from tui.drawing.received import received_lines
from tui.rendering.styled_line import EMPTY, StyledLine
from tui.scene import Scene, Selection
from tui.widgets.list_pane import ListPane
from tui.widgets.pane import Pane

NOTHING: StyledLine = (("no model call belongs to this", "dim"),)


class Received:
    """The input of one model call as rows."""

    def __init__(self) -> None:
        """Begin with no call."""
        self.scene: Scene | None = None
        self.request: int | None = None
        """The `model.request` event."""

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._lines(40))

    def row(self, index: int, width: int) -> StyledLine:
        """Return one row."""
        lines = self._lines(width)
        return lines[index] if index < len(lines) else EMPTY

    def _lines(self, width: int) -> list[StyledLine]:
        if self.scene is None:
            return []
        if self.request is None:
            return [NOTHING]
        return received_lines(self.scene.history.event(self.request), width)


class ContextPane(Pane):
    """Pane 6."""

    TITLE: ClassVar[str] = "Context"
    NUMBER: ClassVar[int] = 6
    HELP = "What the model call behind the selected item received, one line an item."

    def __init__(self) -> None:
        """Begin empty, at the top."""
        self.received = Received()
        super().__init__(ListPane(self.received), id="context")
        self.view.set_reactive(ListPane.following, False)

    def watch_scene(self, scene: Scene | None) -> None:
        """Show what had been sent at the cursor."""
        self.received.scene = scene
        self._look()

    def watch_selection(self) -> None:
        """Show another call, from its top."""
        self._look()

    def _look(self) -> None:
        self.received.request = request_of(self.scene, self.selection)
        request = self.received.request
        self.note(Content("" if request is None else f"event {request}"))
        self.view.settle()


def request_of(scene: Scene | None, selection: Selection) -> int | None:
    """Return the `model.request` event behind the selected item, if there is one."""
    if scene is None or selection.item is None:
        return None
    return scene.history.request_of(selection.item)
