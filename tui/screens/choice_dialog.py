"""ChoiceDialog: a question with a few answers, over the screen."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.format import one_line
from tui.sanitise import visible_line

TEXT_CELLS = 22
"""Cells of an answer; its hint stands in a column."""


class Choice(NamedTuple):
    """One answer."""

    id: str
    text: str
    hint: str


class ChoiceDialog(ModalScreen[str | None]):
    """Returns the id of the chosen answer, or nothing when left with escape."""

    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-flat"),
        (16, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", id="dialog.leave", tooltip="Change nothing."),
        Binding("j", "move(1)", "Down", id="dialog.down", tooltip="The next answer."),
        Binding("k", "move(-1)", "Up", id="dialog.up", tooltip="The answer before."),
        Binding(
            "ctrl+c",
            "press_on",
            "Now",
            id="dialog.now",
            tooltip="The strongest answer: cancel, or quit, now.",
        ),
    ]

    def __init__(
        self, question: str, choices: Sequence[Choice], strongest: str | None = None
    ) -> None:
        """Ask `question`.

        Args:
            question: one line.
            choices: the answers, the first preselected.
            strongest: id of the answer a second ctrl+c gives; None to leave.
        """
        super().__init__()
        self._question = question
        self._choices = choices
        self._strongest = strongest

    def compose(self) -> ComposeResult:
        """Lay out question and answers."""
        with Vertical(id="dialog"):
            yield Static(Content(visible_line(self._question)), id="dialog-question")
            yield OptionList(*(Option(_line(choice), choice.id) for choice in self._choices))

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        self.dismiss(event.option_id)

    def action_leave(self) -> None:
        """Answer nothing."""
        self.dismiss(None)

    def action_press_on(self) -> None:
        """Take the strongest answer."""
        self.dismiss(self._strongest)

    def action_move(self, by: int) -> None:
        """Move among the answers."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()


def _line(choice: Choice) -> Content:
    text, hint = one_line(choice.text, TEXT_CELLS - 1), visible_line(choice.hint)
    return Content.assemble((f"{text:<{TEXT_CELLS}}", "bold"), (hint, "$text-muted"))


def cancel_dialog(calls: Sequence[Choice] = ()) -> ChoiceDialog:
    """Ask how to stop a run that is going on, or one of the `calls` whose tools run."""
    choices = (
        Choice("after_turn", "After this turn", "let tools finish, keep what they return"),
        Choice("immediate", "Now", "stop the model and the tools at once (ctrl+c)"),
        *calls,
        Choice("stay", "Let it run", "change nothing (esc)"),
    )
    return ChoiceDialog("Cancel the run?", choices, "immediate")


def always_dialog(tool: str) -> ChoiceDialog:
    """Ask what to decide about all calls of a tool."""
    choices = (
        Choice("stay", "Only by hand", "change nothing (esc)"),
        Choice("approve", "Always approve", "this call, those that wait, and all to come"),
        Choice("deny", "Always deny", "this call, those that wait, and all to come"),
    )
    return ChoiceDialog(f"All calls of {tool} in this run?", choices, "stay")


def sure_dialog(question: str, deed: str) -> ChoiceDialog:
    """Ask once more before something that cannot be undone."""
    choices = (
        Choice("stay", "No", "change nothing (esc)"),
        Choice("sure", deed, "until the run is over"),
    )
    return ChoiceDialog(question, choices, "stay")


def quit_dialog(live: int) -> ChoiceDialog:
    """Ask before leaving as many live runs."""
    choices = (
        Choice("stay", "Stay", "change nothing (esc)"),
        Choice("quit", "Cancel and quit", "what happened so far stays recorded (ctrl+c)"),
    )
    question = "The run is still going on." if live == 1 else f"{live} runs are still going on."
    return ChoiceDialog(question, choices, "quit")
