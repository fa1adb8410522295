"""Timing: how the time of a run is laid out in the lanes and on the transport bar."""

from typing import ClassVar

from textual.binding import BindingType

from tui import run_keys
from tui.screens.deck_screen import DeckScreen
from tui.time_axis import TIME_MODES


class Timing(DeckScreen):
    """The key that changes it."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.TIMING

    def action_next_time_mode(self) -> None:
        """By the clock, without idling, by steps, and round again."""
        self.time_mode = TIME_MODES[(TIME_MODES.index(self.time_mode) + 1) % len(TIME_MODES)]
        self.moved()
