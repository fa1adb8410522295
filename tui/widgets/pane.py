"""Pane: a framed view with a number and a title."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.reactive import var

from tui.scene import Scene, Selection
from tui.widgets.line_pane import LinePane


@dataclass
class ItemSelected(Message):
    """The user put the cursor on something."""

    selection: Selection
    follows: bool
    """It is the newest, and the pane stays with the newest."""


class Pane(Container):
    """A frame around one `LinePane`; the frame lights up when the view has the keys."""

    TITLE: ClassVar[str] = ""
    NUMBER: ClassVar[int] = 0

    scene: var[Scene | None] = var(None)
    selection: var[Selection] = var(Selection())
    searched: var[str] = var("")
    """What was searched in this pane last."""

    def __init__(self, view: LinePane, *, id: str | None = None) -> None:
        """Frame `view`."""
        super().__init__(id=id)
        self.view = view
        self.border_title = Content(f"{self.NUMBER} {self.TITLE}")

    def compose(self) -> ComposeResult:
        """Lay out the view."""
        yield self.view

    def find(self, step: int) -> bool:
        """Go to the next place that holds the query, or the one before; False when none does."""
        return False

    def reveal(self, selection: Selection) -> None:
        """Bring what was selected elsewhere into view, if this pane shows it."""

    def own_text(self) -> str | None:
        """Return what `y` copies where that is not the selected item's text; else None."""
        return None

    def note(self, text: Content) -> None:
        """Say something at the lower edge of the frame."""
        if self._border_subtitle != text:
            self.border_subtitle = text
