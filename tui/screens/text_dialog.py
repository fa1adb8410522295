"""TextDialog: a text of many lines to change, over the screen."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from tui.sanitise import visible_line

KEYS = "ctrl+d take it   esc change nothing"


class TextDialog(ModalScreen[str | None]):
    """Returns the text as it was left with ctrl+d, or nothing when left with escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+d", "take", "Take it", id="text.take", tooltip="Take the text.", priority=True
        ),
        Binding(
            "escape,ctrl+c",
            "leave",
            "Back",
            id="text.leave",
            tooltip="Change nothing.",
            priority=True,
        ),
    ]

    def __init__(
        self, title: str, text: str, check: Callable[[str], str], problem: str = ""
    ) -> None:
        """Let `text` be changed.

        Args:
            title: one line.
            text: at first.
            check: raises ValueError with the reason to refuse a text.
            problem: what is wrong with it at first.
        """
        super().__init__()
        self._title = title
        self._text = text
        self._check = check
        self._problem = problem

    def compose(self) -> ComposeResult:
        """Lay out title, text and keys."""
        with Vertical(id="text-dialog"):
            yield Static(Content(visible_line(self._title)), id="text-title")
            yield TextArea(self._text, tab_behavior="indent", id="text-field")
            yield Static(Content(KEYS), id="text-remark")

    def on_mount(self) -> None:
        """Say what is wrong with the text."""
        if self._problem:
            self._refuse(self._problem)

    def action_take(self) -> None:
        """Return the text, or say what is wrong with it."""
        text = self.query_one(TextArea).text
        try:
            self._check(text)
        except ValueError as error:
            self._refuse(str(error))
            return
        self.dismiss(text)

    def action_leave(self) -> None:
        """Return nothing."""
        self.dismiss(None)

    def _refuse(self, problem: str) -> None:
        remark = self.query_one("#text-remark", Static)
        remark.update(Content(visible_line(f"{problem}   ({KEYS})")))
        remark.add_class("-fault")
