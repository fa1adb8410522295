"""PendingCard: what the run asks a person, between the panes and the lanes.

Law: the card never takes the keys by itself, and no key answers by default. Keys typed before it
had the keys, or shortly after, are dropped: they were meant for something else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import ClassVar, Final, Literal

from textual import events, on
from textual.actions import parse
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.events import DescendantBlur, DescendantFocus
from textual.message import Message
from textual.reactive import var
from textual.widgets import Static

from agents_core.history.views import ItemView
from tui import run_keys
from tui.drawing.pending_question import (
    PendingQuestion,
    foot,
    past_foot,
    question_lines,
    question_of,
)
from tui.sanitise import visible_line
from tui.scene import Scene
from tui.widgets.document_pane import DocumentPane, Place
from tui.widgets.inspect_pane import Sheet

Decision = Literal["once", "go_on", "deny", "reason", "edit", "always", "read"]
"""What can be done about a question; `reason` denies with words, `read` shows all of it."""

ARMING_S: Final = 0.4
"""Keys typed sooner than this after the card got the keys, or another question, are dropped."""

FRAME_ROWS: Final = 3
"""Rows of the card besides the question: two of the frame, and the foot."""


class PendingCard(Container):
    """Hidden while nothing is asked."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.DECISION

    scene: var[Scene | None] = var(None)
    is_asking: var[bool] = var(False, toggle_class="-asking")
    has_keys: var[bool] = var(False, toggle_class="-focused")

    @dataclass
    class Decided(Message):
        """The user wants something done about a question."""

        decision: Decision
        question: PendingQuestion

    class Left(Message):
        """The user gave the keys back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Ask nothing yet; `clock` is the program's, in seconds."""
        super().__init__(id="pending")
        self.sheet = Sheet([])
        self.view = DocumentPane(self.sheet)
        self.view.set_reactive(DocumentPane.following, False)
        self.question: PendingQuestion | None = None
        self.drafts: dict[int, str] = {}
        """Edited values that were not sent yet, by the seq of their question."""
        self._clock = clock
        self._armed_at = 0.0

    def compose(self) -> ComposeResult:
        """Lay out the question and its foot."""
        yield self.view
        yield Static(id="pending-foot")

    # What is asked

    def watch_scene(self, scene: Scene | None) -> None:
        """Show the question chosen before while it is open, else the one that waits longest."""
        if scene is None:
            return
        asked = scene.asked
        if not asked:
            self._show(None)
        elif self.question is None or self.question.item not in asked:
            self._show(self._read(scene, asked[0]))
        self._tell()

    def turn(self, step: int) -> None:
        """Show the question after this one, or before it, and round again."""
        if self.scene is None or self.question is None or len(self.scene.asked) < 2:
            return
        asked = self.scene.asked
        at = asked.index(self.question.item) + step
        self._show(self._read(self.scene, asked[at % len(asked)]))
        self._tell()

    def draft(self, text: str | None) -> None:
        """Show an edited value in place of the question's own; None shows that again."""
        if (question := self.question) is None:
            return
        self.drafts.pop(question.seq, None)
        if text is not None and text != question.value:
            self.drafts[question.seq] = text
        self._show(question)

    def _read(self, scene: Scene, index: int) -> PendingQuestion:
        return question_of(scene.history, scene.history.item(index, scene.total))

    def _show(self, question: PendingQuestion | None) -> None:
        if question is not self.question:
            self._arm()
        self.question = question
        self.is_asking = question is not None
        if question is None:
            if self.has_keys:
                self.post_message(self.Left())
            return
        self.sheet.lines = list(question_lines(question, self.drafts.get(question.seq)))
        self.view.can_focus = self.scene is not None and self.scene.is_live
        self.view.place = Place(0, 0)
        self._fit()
        self.view.update_all()
        self.refresh_bindings()

    def _tell(self) -> None:
        """Bring title and foot up to date."""
        scene, question = self.scene, self.question
        if scene is None or question is None:
            return
        noun = "APPROVAL" if question.is_approval else "BREAKPOINT"
        number = f"{scene.asked.index(question.item) + 1} of {len(scene.asked)}"
        name, hint = f" · {visible_line(question.name)}", (self._hint(scene), "$text-muted")
        title = Content.assemble(
            (f"! {noun} {number}", "bold $text-warning"),
            *((hint, name) if self.has_keys else (name, hint)),
        )
        if self._border_title != title:
            self.border_title = title
        if scene.is_live:
            words = foot(question, scene.run_now)
        else:
            words = past_foot(question, self._answered(scene, question))
        self.query_one("#pending-foot", Static).update(Content(words))

    def _hint(self, scene: Scene) -> str:
        if not scene.is_live:
            return " · as it was asked"
        if not self.has_keys:
            return " · not focused · ! to answer"
        return " · ready" if self._clock() >= self._armed_at else " · one moment"

    def _answered(self, scene: Scene, question: PendingQuestion) -> ItemView:
        return scene.history.item(question.item, scene.total)

    def _fit(self) -> None:
        """Take as many rows as the question has; the sheet says how many at most."""
        width = self.view.line_width
        rows = sum(self.sheet.height(block, width) for block in range(len(self.sheet)))
        self.styles.height = rows + FRAME_ROWS

    def on_resize(self) -> None:
        """Wrap anew."""
        if self.question is not None:
            self._fit()

    # The keys

    def take_keys(self) -> None:
        """Have the keys from now on, as the user asked."""
        self.screen.set_focus(self.view)

    @on(DescendantFocus)
    @on(DescendantBlur)
    def note_keys(self) -> None:
        """Remember whether the card has the keys, and since when."""
        self.has_keys = self.view.has_focus
        self._arm()
        self._tell()

    def on_key(self, event: events.Key) -> None:
        """Drop keys that cannot have been meant for this question."""
        typed_at = self._clock() - (monotonic() - event.time)
        is_too_soon = typed_at < self._armed_at and event.key != "escape"
        if is_too_soon or (event.is_printable and self._cannot_mean(event.key)):
            event.stop()
            event.prevent_default()

    def _cannot_mean(self, key: str) -> bool:
        """Tell whether a key answers other questions than this one: elsewhere it means more."""
        bindings = self._bindings.key_to_bindings.get(key, [])
        actions = [parse(each.action) for each in bindings if key != "space"]
        return bool(actions) and not any(
            self.check_action(name, parameters) for _, name, parameters in actions
        )

    def _arm(self) -> None:
        self._armed_at = self._clock() + ARMING_S
        if self.has_keys:
            self.set_timer(ARMING_S, self._tell)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which answers this question can have."""
        question = self.question
        if question is None or self.scene is None or not self.scene.is_live:
            return False
        match action, parameters:
            case "decide", ("once" | "always",):
                return question.is_approval
            case "decide", ("go_on",):
                return not question.is_approval
            case "decide", ("deny" | "reason",):
                return question.can_be_denied
            case "decide", ("edit",):
                return question.is_editable
            case "turn", _:
                return len(self.scene.asked) > 1
        return True

    def action_decide(self, decision: Decision) -> None:
        """Have something done about the question."""
        if self.question is not None:
            self.post_message(self.Decided(decision, self.question))

    def action_turn(self, step: int) -> None:
        """Show another question."""
        self.turn(step)

    def action_leave(self) -> None:
        """Give the keys back."""
        self.post_message(self.Left())
