"""Composer: where the user writes to the run, a few rows at the bottom.

Law: what is written stays until it is sent, whoever takes the keyboard meanwhile. The composer
does not know what it is for; a `Letter` brings its words and takes what was written.
"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widgets import TextArea

from tui.alt_enter import tell_alt_enter_from_enter
from tui.sanitise import visible, visible_line
from tui.widgets.letter import Letter

KEYS = "enter send · esc leave · alt+enter new line"


class Composer(Vertical):
    """Hidden until it is opened; hides again once something was sent."""

    # The field would take these keys for itself, were they not taken first.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", "Send", id="composer.send", tooltip="Send it.", priority=True),
        Binding(
            "alt+enter,ctrl+j",
            "break_line",
            "New line",
            id="composer.newline",
            tooltip="Begin a new line.",
            priority=True,
        ),
        Binding(
            "escape,ctrl+c",
            "leave",
            "Back",
            id="composer.leave",
            tooltip="Leave; what is written stays.",
            priority=True,
        ),
    ]

    is_open: var[bool] = var(False, toggle_class="-open")

    class Closed(Message):
        """The composer gave the keyboard back."""

    def __init__(self) -> None:
        """Write to nobody yet."""
        super().__init__()
        self._letter: Letter | None = None
        self._drafts: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Lay out the field."""
        yield TextArea(compact=True, tab_behavior="focus", highlight_cursor_line=False)

    def on_mount(self) -> None:
        """Say which keys work."""
        tell_alt_enter_from_enter()
        self.border_subtitle = KEYS

    def open(self, letter: Letter) -> None:
        """Take the keyboard; where there is a draft of the letter, go on with it."""
        self._keep_draft()
        self._letter = letter
        field = self.query_one(TextArea)
        field.text = self._drafts.get(letter.key) or letter.text
        field.move_cursor(field.document.end)
        self.border_title = Content(visible_line(letter.about))
        self.is_open = True
        self.screen.set_focus(field)  # at once: `focus()` comes after keys typed meanwhile

    @property
    def text(self) -> str:
        """What is written."""
        return self.query_one(TextArea).text

    def action_send(self) -> None:
        """Hand over what is written."""
        letter, text = self._letter, self.text.strip()
        if letter is None:
            return
        try:
            letter.take(text)
        except ValueError as error:
            self.notify(visible(str(error)), severity="warning", markup=False)
            return
        if letter is self._letter:  # else the answer led to the next one
            self.query_one(TextArea).text = ""
            self._close()

    def action_break_line(self) -> None:
        """Begin a new line where the cursor is."""
        field = self.query_one(TextArea)
        field.replace("\n", *field.selection, maintain_selection_offset=False)

    def action_leave(self) -> None:
        """Give the keyboard back."""
        self._close()

    def _keep_draft(self) -> None:
        if self._letter is not None:
            self._drafts[self._letter.key] = self.text

    def _close(self) -> None:
        self._keep_draft()
        self.is_open = False
        self.post_message(self.Closed())
