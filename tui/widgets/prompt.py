"""Prompt: one row at the bottom in which something is typed, and a row for what is wrong with it.

Law: the prompt knows nothing of what it asks; a `Question` brings its words and takes the answer.
An answer that is refused leaves the prompt open, the text as it was typed and the reason under it.
"""

from collections.abc import Callable, Sequence
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
from tui.text_walk import TextWalk, WalkKind


@dataclass(frozen=True, slots=True)
class Completions:
    """Words that may stand at the end of what is typed."""

    start: int
    """Where the word begins that each of them would replace."""
    words: tuple[str, ...] = ()


def _no_remark(_text: str) -> str:
    return ""


def _no_completions(text: str) -> Completions:
    return Completions(len(text))


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
    complete: Callable[[str], Completions] = _no_completions
    """What tab may put at the end of the text before the cursor."""
    history: Sequence[str] = ()
    """Earlier answers, the oldest first: up and ctrl+r bring them back."""


class Prompt(Vertical):
    """Hidden until asked for; hides again once an answer was taken."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="prompt.leave", tooltip="Close the prompt."),
        Binding(
            "ctrl+c",
            "leave",
            "Back",
            id="prompt.interrupt",
            tooltip="Close the prompt.",
            priority=True,  # the field would take it for copying
        ),
        Binding(
            "enter",
            "take",
            "Apply",
            id="prompt.take",
            tooltip="Take what is typed.",
            priority=True,  # the field's own has no name to show
        ),
        Binding("tab", "complete(1)", "Complete", id="prompt.complete", tooltip="Complete a word."),
        Binding(
            "shift+tab",
            "complete(-1)",
            "Complete",
            id="prompt.complete_back",
            tooltip="The completion before.",
        ),
        Binding("up", "recall(-1)", "History", id="prompt.older", tooltip="The answer before."),
        Binding("down", "recall(1)", "History", id="prompt.newer", tooltip="The answer after."),
        Binding(
            "ctrl+r",
            "find_earlier",
            "History",
            id="prompt.search_history",
            tooltip="The latest earlier answer that holds what is typed.",
        ),
    ]

    is_open: var[bool] = var(False, toggle_class="-open")

    class Closed(Message):
        """The prompt gave the keyboard back, with an answer or without."""

    def __init__(self) -> None:
        """Ask nothing yet."""
        super().__init__()
        self._question: Question | None = None
        self._walk: TextWalk | None = None
        self._words: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out sign, field and remark."""
        with Horizontal(id="prompt-row"):
            yield Static(id="prompt-sign")
            yield Input(compact=True, id="prompt-field", select_on_focus=True)
        yield Static(id="prompt-remark")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something for what is asked."""
        question = self._question
        match action:
            case "complete":
                return question is not None and question.complete is not _no_completions
            case "recall" | "find_earlier":
                return question is not None and bool(question.history)
        return super().check_action(action, parameters)

    def ask(self, question: Question) -> None:
        """Open for `question` and take the keyboard."""
        self._question = question
        self._walk = None
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
        if self._walk is not None and event.value != self._walk.text:
            self._walk = None
        if self.is_open and (self._walk is None or self._walk.kind != "completion"):
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
            self.say(str(error), is_fault=True)
            return
        if question is self._question:  # else the answer led to the next one
            self._close()

    async def action_take(self) -> None:
        """Answer with what is typed."""
        await self.query_one(Input).action_submit()

    def action_leave(self) -> None:
        """Close without an answer."""
        self._close()

    def action_complete(self, step: int) -> None:
        """Put the next word that fits in place of the one at the cursor."""
        if self._question is None:
            return
        field = self.query_one(Input)
        if self._walk is None or self._walk.kind != "completion":
            found = self._question.complete(field.value[: field.cursor_position])
            head, tail = field.value[: found.start], field.value[field.cursor_position :]
            self._begin("completion", [f"{head}{word}{tail}" for word in found.words], len(tail))
            self._words = found.words
        self._offer(self._go(step).place)

    def _offer(self, place: int | None) -> None:
        """Say which words fit, the one in the field in brackets."""
        offered = [f"[{w}]" if n == place else w for n, w in enumerate(self._words)]
        self.say("  ".join(offered) or "nothing fits")

    def action_recall(self, step: int) -> None:
        """Show an earlier answer, or a later one."""
        if self._question is not None:
            if self._walk is None or self._walk.kind != "history":
                self._begin("history", self._question.history)
            self._go(step)

    def action_find_earlier(self) -> None:
        """Show the latest earlier answer that holds what is typed, then the one before."""
        if self._question is not None:
            if self._walk is None or self._walk.kind != "search":
                typed = self.query_one(Input).value
                self._begin("search", [text for text in self._question.history if typed in text])
            self._go(-1)

    def _begin(self, kind: WalkKind, texts: Sequence[str], after: int = 0) -> None:
        self._walk = TextWalk(kind, self.query_one(Input).value, tuple(texts), after)

    def _go(self, step: int) -> TextWalk:
        """Show the next text of the walk, and return where that is."""
        assert self._walk is not None
        walk = self._walk = self._walk.go(step)
        field = self.query_one(Input)
        field.value = walk.text
        field.cursor_position = len(walk.text) - walk.after
        return walk

    def _close(self) -> None:
        self.screen.set_focus(None)  # else Textual, once it is hidden, gives it to whatever is near
        self.is_open = False
        self.post_message(self.Closed())

    def _remark_on(self, text: str) -> None:
        if self._question is None:
            return
        try:
            self.say(self._question.remark(text))
        except ValueError as error:
            self.say(str(error), is_fault=True)

    def say(self, words: str, *, is_fault: bool = False) -> None:
        """Say something under the field."""
        remark = self.query_one("#prompt-remark", Static)
        remark.update(Content(visible_line(words)))
        remark.set_class(bool(words), "-said")
        remark.set_class(is_fault, "-fault")
