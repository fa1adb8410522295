"""KeySequence: keys that wait for the next one: `]t`, `yy`, and counts such as `12j`.

Law: pure; a key goes in, what it means comes out. 1 to 6 alone are panes: the first of two quick
digits is taken back by its second.
"""

from dataclasses import dataclass, replace
from typing import Literal

PREFIXES = "[]y"
"""Keys that mean nothing without a second one, as long as no user wants others."""

PANE_DIGITS = "123456"
"""Digits that show a pane."""

QUICK_S = 0.25
"""Two digits closer than this are a count."""

Meaning = Literal["waits", "sequence", "counted", "alone"]
"""waits for more · two keys together · a key and how often · the key is on its own."""


@dataclass(frozen=True, slots=True)
class KeySequence:
    """What has been pressed so far."""

    pending: str = ""
    """A prefix or the digits of a count; shown in the footer."""
    digit: str = ""
    """A pane digit that could still become a count."""
    at: float = 0.0
    """When that was."""

    def press(
        self, character: str, at: float, prefixes: str = PREFIXES
    ) -> tuple["KeySequence", Meaning, str]:
        """Return the next state, what the key means, and with what: the keys, or the count.

        Args:
            character: the key as written, "" for others.
            at: seconds, on any clock.
            prefixes: keys that wait for another one.
        """
        if self.pending in prefixes and self.pending:
            return KeySequence(), "sequence", self.pending + character
        if character and character in prefixes:
            return KeySequence(character), "waits", ""
        if character.isdigit() and character.isascii():
            return self._press_digit(character, at)
        if self.pending:
            return KeySequence(), "counted", self.pending
        return KeySequence(), "alone", ""

    def _press_digit(self, digit: str, at: float) -> tuple["KeySequence", Meaning, str]:
        if self.pending:
            return replace(self, pending=(self.pending + digit)[:4]), "waits", ""
        if self.digit and at - self.at < QUICK_S:
            return KeySequence(self.digit + digit), "waits", ""
        if digit in PANE_DIGITS:
            return KeySequence(digit=digit, at=at), "alone", ""
        return (KeySequence(digit) if digit != "0" else KeySequence()), "waits", ""
