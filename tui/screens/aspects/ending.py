"""Ending: stopping a run, and leaving its screen."""

from typing import ClassVar

from textual.binding import BindingType

from tui import run_keys
from tui.screens.choice_dialog import cancel_dialog, quit_dialog
from tui.screens.deck_screen import DeckScreen
from tui.sources.run_controls import CancelMode

GRACE_S = 2.0
"""How long a cancelled run may take to end before the program is left anyway."""


class Ending(DeckScreen):
    """The cancel menu, and quitting."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.ENDING

    is_leaving = False
    """The program ends as soon as the run has."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        if action == "cancel":
            return self.source.is_live
        return super().check_action(action, parameters)

    def action_cancel(self) -> None:
        """Ask how to stop the run."""
        self.app.push_screen(cancel_dialog(), self._cancel)

    def action_interrupt(self) -> None:
        """Ask how to stop a live run; leave any other."""
        if self.source.is_live:
            self.action_cancel()
        else:
            self.app.exit()

    def action_quit(self) -> None:
        """Leave, but ask while the run is live."""
        if self.source.is_live:
            self.app.push_screen(quit_dialog(), self._quit)
        else:
            self.app.exit()

    def _cancel(self, answer: str | None) -> None:
        if answer == "after_turn":
            self._stop("after_turn")
            self.notify("cancelling after this turn")
        elif answer == "immediate":
            self._stop("immediate")

    def _quit(self, answer: str | None) -> None:
        if answer == "quit":
            self.is_leaving = True
            self._stop("immediate")
            self.set_timer(GRACE_S, self.app.exit)

    def _stop(self, mode: CancelMode) -> None:
        if (controls := self.source.controls) is not None:
            controls.cancel(mode)
