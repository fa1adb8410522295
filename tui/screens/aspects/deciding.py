"""Deciding: answering what the run asks: approvals of calls, and whether to go on.

Law: an answer names the question it is about, and is given by a key meant for it. What is edited is
checked before it is taken, and sent with the next answer, not before.
"""

from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import SuspendNotSupported
from textual.binding import BindingType

from agents_core.agents.approvals import ApprovalAnswer
from agents_core.agents.gates import GateAnswer
from tui import run_keys
from tui.arguments.schema_node import SchemaNode
from tui.drawing.pending_question import PendingQuestion
from tui.edited_values import edit_form, edited_arguments
from tui.lent_terminal import lend_terminal
from tui.outside import edit_in_editor, has_editor, show_in_pager
from tui.sanitise import visible
from tui.screens.choice_dialog import always_dialog, sure_dialog
from tui.screens.deck_screen import DeckScreen
from tui.sources.run_controls import Refused
from tui.widgets.pending_card import PendingCard
from tui.widgets.prompt import Question


class Deciding(DeckScreen):
    """The card of pending questions, and their answers."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.DECIDING

    _asks_why = False
    """The prompt is open for the card, which gets the keys back."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        if action == "decide_next":
            asked = self.scene.asked if self.source.is_live and self.scene is not None else ()
            return len(asked) > (1 if self.deck.card.has_keys else 0)
        return super().check_action(action, parameters)

    def action_decide_next(self) -> None:
        """Give the keys to the card; when it has them, show the next question."""
        card = self.deck.card
        if card.has_keys:
            card.turn(1)
        else:
            card.take_keys()

    def give_keys_back(self) -> None:
        """Give the keys back to whoever had them when the prompt was opened."""
        asked_why, self._asks_why = self._asks_why, False
        if asked_why and self.deck.card.is_asking:
            self.deck.card.take_keys()
        else:
            super().give_keys_back()

    @on(PendingCard.Left)
    def leave_card(self) -> None:
        """Give the keys back to the pane."""
        super().give_keys_back()
        self.refresh_bindings()

    @on(PendingCard.Decided)
    def decide(self, event: PendingCard.Decided) -> None:
        """Do what the user wants about a question."""
        question = event.question
        match event.decision:
            case "once" | "go_on":
                self._answer(question)
            case "deny":
                self._answer(question, is_denied=True)
            case "reason":
                self._ask_why(question)
            case "edit":
                self.edit(question)
            case "always":
                self.decide_always(question)
            case "read":
                self.read_all(question)

    def _answer(
        self, question: PendingQuestion, *, is_denied: bool = False, why: str | None = None
    ) -> None:
        """Send the decision about a question, with what was edited."""
        controls, draft = self.source.controls, self.deck.card.drafts.pop(question.seq, None)
        edited = None if is_denied else draft
        if controls is None:
            return
        if question.is_approval:
            answer = ApprovalAnswer(not is_denied, why, by="person", arguments=edited)
            try:
                controls.answer(question.seq, answer)
            except Refused as error:
                self.notify(visible(str(error)), severity="warning", markup=False)
        else:
            controls.resume(question.seq, GateAnswer(edited, is_denied, why))

    def _ask_why(self, question: PendingQuestion) -> None:
        """Ask for the words the model is told."""

        def deny(why: str) -> None:
            if not why.strip():
                raise ValueError("type the reason, or leave with esc and deny with n")
            self._answer(question, is_denied=True, why=why.strip())

        self._asks_why = True
        self.ask(Question("deny:", "why not? the model is told this", deny))

    @work
    async def decide_always(self, question: PendingQuestion) -> None:
        """Decide about all calls of the tool, once the user is sure."""
        tool = question.name
        wanted = await self.app.push_screen_wait(always_dialog(tool))
        if wanted not in ("approve", "deny"):
            return
        sentence = f"{wanted.title()} every further call of {tool}, unseen?"
        if await self.app.push_screen_wait(sure_dialog(sentence, f"Yes, {wanted} all")) != "sure":
            return
        if (controls := self.source.controls) is not None:
            answer = ApprovalAnswer(wanted == "approve", always=True, by="person")
            controls.answer(question.seq, answer)

    # Editing

    @work
    async def edit(self, question: PendingQuestion) -> None:
        """Let the value be changed, in the user's editor or here; nothing is sent yet."""
        card = self.deck.card
        before = card.drafts.get(question.seq, question.value)
        is_text = question.stage == "tool_output"
        text = await self._edited(before if is_text else edit_form(before), question, is_text)
        if text is not None and card.question is question:
            card.draft(text if is_text else edited_arguments(text, question.node))

    async def _edited(self, text: str, question: PendingQuestion, is_text: bool) -> str | None:
        """Return what the user made of a text, checked; None for no change."""
        problem = ""
        if has_editor():
            text = await self._in_editor(text, ".txt" if is_text else ".json")
            problem = "" if is_text else _problem(text, question.node)
            if not problem:
                return text
        title = f"{'Output' if is_text else 'Arguments'} of {question.name}"
        check = _anything if is_text else partial(edited_arguments, node=question.node)
        # Imported here because a text area takes its time, and what is seen first does without.
        from tui.screens.text_dialog import TextDialog

        return await self.app.push_screen_wait(TextDialog(title, text, check, problem))

    async def _in_editor(self, text: str, suffix: str) -> str:
        """Return what the user's editor leaves; the text as it was if that cannot be run."""
        try:
            return await lend_terminal(self.app, lambda: edit_in_editor(text, suffix))
        except (OSError, SuspendNotSupported) as error:
            self.notify(visible(f"editor: {error}"), severity="error", markup=False)
            return text

    @work
    async def read_all(self, question: PendingQuestion) -> None:
        """Show all of the value in the pager."""
        value = self.deck.card.drafts.get(question.seq, question.value)
        try:
            await lend_terminal(self.app, lambda: show_in_pager(edit_form(value)))
        except (OSError, SuspendNotSupported) as error:
            self.notify(visible(f"pager: {error}"), severity="error", markup=False)


def _problem(text: str, node: SchemaNode) -> str:
    """Return what is wrong with edited arguments, or nothing."""
    try:
        edited_arguments(text, node)
    except ValueError as error:
        return str(error)
    return ""


def _anything(text: str) -> str:
    return text
