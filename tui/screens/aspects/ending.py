"""Ending: stopping a run, and leaving its screen; a live run goes on when others are below."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from tui import run_keys
from tui.format import one_line
from tui.sanitise import visible
from tui.screens.choice_dialog import Choice, cancel_dialog
from tui.screens.deck_screen import DeckScreen
from tui.screens.program import program_of
from tui.sources.run_controls import CancelMode, Refused
from tui.widgets.pane_deck import PaneDeck

CALL = "call:"
"""Begins the answer that means one call."""

MOST_CALLS = 8
"""Running calls offered for stopping."""

CALL_CELLS = 44
"""Cells of the arguments that tell one call from another."""


class Ending(DeckScreen):
    """The cancel menu, and leaving."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.ENDING

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        if action == "cancel":
            return self.source.is_live
        return super().check_action(action, parameters)

    def action_cancel(self) -> None:
        """Ask how to stop the run."""
        self.app.push_screen(cancel_dialog(self._running_calls()), self._cancel)

    def action_interrupt(self) -> None:
        """Ask how to stop a live run; quit beside any other."""
        if self.source.is_live:
            self.action_cancel()
        else:
            program_of(self).quit()

    def action_quit(self) -> None:
        """Go back to the screen below; from the last one, quit."""
        program_of(self).leave()

    @on(PaneDeck.WentBack)
    def leave_to_screen_below(self) -> None:
        """Leave with escape, when there is nothing else to go back from."""
        if len(self.app.screen_stack) > 1:
            program_of(self).leave()

    def _cancel(self, answer: str | None) -> None:
        if answer == "after_turn":
            self._stop("after_turn")
            self.notify("cancelling after this turn")
        elif answer == "immediate":
            self._stop("immediate")
        elif answer is not None and answer.startswith(CALL):
            self._stop_call(answer.removeprefix(CALL))

    def _running_calls(self) -> list[Choice]:
        """Return the calls whose tools run, each as something that can be stopped alone."""
        history = self.source.history
        now = len(history)
        running = [history.item(index, now) for index in history.running(now)][:MOST_CALLS]
        return [
            Choice(f"{CALL}{item.call_id}", f"Only {item.name}", one_line(item.text, CALL_CELLS))
            for item in running
            if item.call_id
        ]

    def _stop_call(self, call_id: str) -> None:
        if (controls := self.source.controls) is None:
            return
        try:
            controls.cancel_call(call_id)
        except Refused as error:
            self.notify(visible(str(error)), severity="warning", markup=False)
        else:
            self.notify("the run goes on; what a thread does cannot be stopped", timeout=3)

    def _stop(self, mode: CancelMode) -> None:
        if (controls := self.source.controls) is not None:
            controls.cancel(mode)
