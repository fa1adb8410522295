"""Hinting: a row of keys for whoever sees the screen the first time."""

from textual.events import Key

from tui.screens.deck_screen import DeckScreen
from tui.screens.program import program_of
from tui.widgets.first_hint import PRESSES, FirstHint


class Hinting(DeckScreen):
    """Shows the hint until a few keys were pressed; only where it can be remembered."""

    _presses = 0

    def on_mount(self) -> None:
        """Show the hint the first time."""
        kept = program_of(self).kept
        if kept.is_lasting and not kept.has_seen_hint:
            self.query_one(FirstHint).teach(program_of(self).settings.keymap)

    async def on_key(self, event: Key) -> None:
        """Count the keys while it is seen."""
        hint = self.query_one(FirstHint)
        if hint.is_wanted:
            self._presses += 1
            if self._presses >= PRESSES:
                program_of(self).kept.see_hint()
                hint.is_wanted = False
