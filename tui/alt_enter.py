"""Alt+enter, as terminals without a keyboard protocol of their own send it: escape, then enter.

Textual takes that for enter alone. Its table of sequences can be taught better.
"""

from enum import StrEnum
from typing import Any, cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS


class _Key(StrEnum):
    """The key in the form of that table."""

    ALT_ENTER = "alt+enter"


def tell_alt_enter_from_enter() -> None:
    """Let the sequence be a key of its own from now on."""
    cast(dict[str, Any], ANSI_SEQUENCES_KEYS).setdefault("\x1b\r", (_Key.ALT_ENTER,))
