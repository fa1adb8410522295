"""Prompt: one row at the bottom in which something is typed, and a row for what is wrong with it.

Law: the prompt knows nothing of what it asks; a `Question` brings its words and takes the answer.
An answer that is refused leaves the prompt open, the text as it was typed and the reason under it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widgets import Input, Static

from tui.sanitise import visible_line


def _no_remark(_text: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked in one row."""

    sign: str
    """Stands before the field: `/`, `:`, `f`."""
    hint: str
    """Stands in the empty field."""
    take: Callable[[str], None]
    """Gets the answer; raises ValueError with the reason to refuse it."""
    text: str = ""
    """What the field holds at first."""
    remark: Callable[[str], str] = _no_remark
    """What to say under the field about what is typed so far; raises ValueError for a fault."""


class Prompt(Vertical):
    """Hidden until asked for; hides again once an answer was taken."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,ctrl+c",
            "leave",
            "Back",
            id="prompt.leave",
            tooltip="Close the prompt.",
            priority=True,  # the field would take ctrl+c for copying
        ),
    ]

    is_open: var[bool] = var(False, toggle_class="-open")

    class Closed(Message):
        """The prompt gave the keyboard back, with an answer or without."""

    def __init__(self) -> None:
        """Ask nothing yet."""
        super().__init__()
        self._question: Question | None = None

    def compose(self) -> ComposeResult:
        """Lay out sign, field and remark."""
        with Horizontal(id="prompt-row"):
            yield Static(id="prompt-sign")
            yield Input(compact=True, id="prompt-field", select_on_focus=True)
        yield Static(id="prompt-remark")

    def ask(self, question: Question) -> None:
        """Open for `question` and take the keyboard."""
        self._question = question
        self.is_open = True
        self.query_one("#prompt-sign", Static).update(Content(question.sign))
        field = self.query_one(Input)
        field.value = question.text
        field.placeholder = question.hint
        self._remark_on(question.text)
        self.screen.set_focus(field)  # at once: `focus()` comes after keys typed meanwhile

    @on(Input.Changed)
    def remark(self, event: Input.Changed) -> None:
        """Say what is to be said about what is typed."""
        event.stop()
        if self.is_open:
            self._remark_on(event.value)

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """Hand the answer over, or say why it is none."""
        event.stop()
        question = self._question
        if question is None:
            return
        try:
            question.take(event.value)
        except ValueError as error:
            self._say(str(error), is_fault=True)
            return
        if question is self._question:  # else the answer led to the next one
            self._close()

    def action_leave(self) -> None:
        """Close without an answer."""
        self._close()

    def _close(self) -> None:
        self.is_open = False
        self.post_message(self.Closed())

    def _remark_on(self, text: str) -> None:
        if self._question is None:
            return
        try:
            self._say(self._question.remark(text))
        except ValueError as error:
            self._say(str(error), is_fault=True)

    def _say(self, words: str, *, is_fault: bool = False) -> None:
        remark = self.query_one("#prompt-remark", Static)
        remark.update(Content(visible_line(words)))
        remark.set_class(bool(words), "-said")
        remark.set_class(is_fault, "-fault")
