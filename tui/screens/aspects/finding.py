"""Finding: going to a place that is typed."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from tui import run_keys
from tui.screens.deck_screen import DeckScreen
from tui.screens.palette import Command
from tui.screens.program import program_of
from tui.widgets.prompt import Question


class Finding(DeckScreen):
    """Seek."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.FINDING

    def action_ask_seek(self) -> None:
        """Ask where to go, or what to do."""
        commands = program_of(self).commands()
        hint = "50%   1m30s   e1243 (event)   t5 (turn)   or an action: zoom"
        self.ask(Question(":", hint, lambda words: self._take_words(words.strip(), commands)))

    def _take_words(self, words: str, commands: Sequence[Command]) -> None:
        """Go to a place, or do what is called so.

        Raises:
            ValueError: it is neither.
        """
        try:
            if words:
                self.seek(words)
        except ValueError as problem:
            if any(map(str.isdigit, words)):
                raise
            self._do(words, commands, problem)

    def _do(self, name: str, commands: Sequence[Command], problem: ValueError) -> None:
        try:
            program_of(self).do(name, commands)
        except ValueError as error:
            raise ValueError(f"{problem}; {error}") from error
