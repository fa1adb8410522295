"""Finding: going to a place that is typed."""

from typing import ClassVar

from textual.binding import BindingType

from tui import run_keys
from tui.screens.deck_screen import DeckScreen
from tui.widgets.prompt import Question


class Finding(DeckScreen):
    """Seek."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.FINDING

    def action_ask_seek(self) -> None:
        """Ask where to go."""
        self.ask(Question(":", "50%   1m30s   e1243 (event)   t5 (turn)", self._seek))

    def _seek(self, place: str) -> None:
        if place.strip():
            self.seek(place)
