"""Prompt: one row at the bottom in which something is typed."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widgets import Input, Static

Purpose = Literal["search", "seek"]
"""What the answer is for."""

SIGNS: dict[Purpose, str] = {"search": "/", "seek": ":"}
HINTS: dict[Purpose, str] = {
    "search": "text to find in this pane",
    "seek": "50%   1m30s   e1243 (event)   t5 (turn)",
}


class Prompt(Horizontal):
    """Hidden until asked for; answers once, then hides again."""

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
    purpose: var[Purpose] = var[Purpose]("search")

    @dataclass
    class Answered(Message):
        """Something was typed and confirmed."""

        purpose: Purpose
        text: str

    class Left(Message):
        """The prompt was closed without an answer."""

    def compose(self) -> ComposeResult:
        """Lay out sign, field and hint."""
        yield Static(id="prompt-sign")
        yield Input(compact=True, id="prompt-field", select_on_focus=True)

    def ask(self, purpose: Purpose) -> None:
        """Open for `purpose` and take the keyboard."""
        self.purpose = purpose
        self.is_open = True
        self.query_one("#prompt-sign", Static).update(Content(SIGNS[purpose]))
        field = self.query_one(Input)
        field.value = ""
        field.placeholder = HINTS[purpose]
        self.screen.set_focus(field)  # at once: `focus()` comes after keys typed meanwhile

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """Hand up what was typed."""
        event.stop()
        self.is_open = False
        self.post_message(self.Answered(self.purpose, event.value))

    def action_leave(self) -> None:
        """Close without an answer."""
        self.is_open = False
        self.post_message(self.Left())
