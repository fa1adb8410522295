"""Breaking: breakpoints: what holds a live run before a step, and a replay where an item comes.

Law: one list for both. What is set here holds the replay on this screen, and the run itself for as
long as it is live; another watcher's breakpoints of a live run are in the list too.
"""

from typing import ClassVar

from textual.binding import BindingType

from agents_core.filters import parse_filter
from agents_core.filters.tokens import write_value
from agents_core.history.views import ItemView
from tui import run_keys
from tui.filter_completion import complete_filter, words_of
from tui.sanitise import visible
from tui.screens.choice_dialog import Choice, ChoiceDialog
from tui.screens.deck_screen import DeckScreen
from tui.sources.breakpoints import Breakpoints
from tui.sources.run_controls import Refused
from tui.widgets.prompt import Completions, Question

SCANNED = 10_000
"""Events looked through for a stop in one frame; more are left for the next."""


class Breaking(DeckScreen):
    """Set, list and remove breakpoints; stop a replay at them."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.BREAKING

    _stops: Breakpoints | None = None

    @property
    def stops(self) -> Breakpoints:
        """What holds the replay."""
        if self._stops is None:
            self._stops = Breakpoints(self.source.history, self.source.named_filters)
        return self._stops

    @property
    def breakpoints(self) -> tuple[str, ...]:
        """All of them, as they were typed."""
        controls = self.source.controls
        theirs = controls.breakpoints if controls is not None else ()
        return tuple(dict.fromkeys((*theirs, *self.stops.expressions)))

    @property
    def breakpoint_count(self) -> int:
        """How many there are."""
        return len(self.breakpoints)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        if action == "break_here":
            return self.deck.selection.item is not None
        return super().check_action(action, parameters)

    def set_breakpoint(self, expression: str) -> None:
        """Have one more.

        Raises:
            FilterError: the expression is no filter.
            Refused: the run is live and cannot be held.
        """
        self.stops.set(expression)
        try:
            if (controls := self.source.controls) is not None:
                controls.set_breakpoint(expression)
        except Refused:
            if self.source.is_live:
                self.stops.remove(expression)
                raise
        self._changed()

    def remove_breakpoint(self, expression: str) -> None:
        """Have one less."""
        self.stops.remove(expression)
        if (controls := self.source.controls) is not None:
            controls.remove_breakpoint(expression)
        self._changed()

    def action_break_here(self) -> None:
        """Set a breakpoint on what the selected item is, or remove it."""
        selected = self.deck.selection.item
        if selected is None or self.scene is None:
            return
        item = self.source.history.item(selected, self.scene.view.position)
        expression = expression_for(item, is_live=self.source.is_live)
        if expression in self.breakpoints:
            self.remove_breakpoint(expression)
            self._tell_breakpoint(f"no breakpoint any more: {expression}")
            return
        try:
            self.set_breakpoint(expression)
        except Refused as error:
            self.notify(visible(str(error)), severity="warning", markup=False)
        else:
            self._tell_breakpoint(f"breakpoint: {expression}")

    def action_ask_break(self) -> None:
        """Ask for an expression; for none, list the breakpoints."""
        hint = "tool:refund & arg.amount>100   kind:request   nothing: the list"
        self.ask(Question("B", hint, self._take_break, "", self._check_break, self._complete_break))

    def reached(self, before: int) -> None:
        """Stop a replay that has passed a breakpoint since position `before`."""
        playhead = self.playhead
        if playhead.mode != "playing" or not self.stops.expressions:
            return
        end = min(playhead.position, before + SCANNED)
        for seq in range(before, end):
            if (expression := self.stops.met_at(seq)) is not None:
                playhead.seek(seq + 1)
                playhead.pause()
                self._tell_breakpoint(f"stopped at {expression}")
                return
        if end < playhead.position:
            playhead.seek(end)

    def _take_break(self, text: str) -> None:
        if text.strip():
            self.set_breakpoint(text.strip())
        elif self.breakpoints:
            self.app.push_screen(breakpoints_dialog(self.breakpoints), self._remove)
        else:
            self._tell_breakpoint("no breakpoints")

    def _check_break(self, text: str) -> str:
        """Say nothing about a filter while it is typed; raises what is wrong with it."""
        if text.strip():
            parse_filter(text, self.source.named_filters)
        return ""

    def _complete_break(self, text: str) -> Completions:
        named = self.source.named_filters
        return complete_filter(text, words_of(self.source.history, self.playhead.position, named))

    def _remove(self, answer: str | None) -> None:
        if answer is not None and answer.startswith(BREAK):
            self.remove_breakpoint(answer.removeprefix(BREAK))

    def _changed(self) -> None:
        if self.is_running:
            self.moved()

    def _tell_breakpoint(self, words: str) -> None:
        self.notify(visible(words), timeout=3, markup=False)


BREAK = "break:"
"""Begins the answer that means one breakpoint."""


def breakpoints_dialog(expressions: tuple[str, ...]) -> ChoiceDialog:
    """List the breakpoints; one that is chosen is removed."""
    choices = [Choice("stay", "Keep them", "change nothing (esc)")]
    choices += [Choice(f"{BREAK}{each}", "Remove", each) for each in expressions]
    return ChoiceDialog("Breakpoints", choices, "stay")


def expression_for(item: ItemView, *, is_live: bool) -> str:
    """Return the breakpoint that means things like `item`.

    A live run is held before its model is asked in place of at the words it answers with.
    """
    if item.kind in ("tool", "approval", "break"):
        return f"tool:{write_value(item.name)}"
    if is_live and item.kind in ("message", "reasoning", "input"):
        return "kind:request"
    return f"kind:{item.kind}"
