"""FirstHint: a row for whoever sees the screen the first time: five keys, one of them for the rest.

Law: it has a row of its own, so it covers nothing; after a few keys it is gone for good.
"""

from collections.abc import Mapping
from typing import Final

from textual.content import Content
from textual.reactive import var
from textual.widgets import Static

from tui.keymap.key_names import label_of, split_keys

TAUGHT: Final = (
    ("run.pause", "space", "pauses the view, never the run"),
    ("pane.next", "tab", "next pane"),
    ("pane.open", "enter", "opens"),
    ("search.ask", "slash", "searches"),
    ("app.help", "question_mark", "all keys"),
)
"""Ids of actions, their keys unless the user has others, and what they do."""

PRESSES: Final = 5
"""Keys after which it has been seen."""


class FirstHint(Static):
    """One row, hidden unless it is wanted."""

    is_wanted: var[bool] = var(False, toggle_class="-wanted")

    def teach(self, keymap: Mapping[str, str]) -> None:
        """Show the keys as the user has them."""
        words = [
            Content.assemble((_label(keymap.get(id, key)), "bold $text-accent"), f" {does}")
            for id, key, does in TAUGHT
        ]
        self.update(Content.assemble(" ", Content("   ").join(words)))
        self.is_wanted = True


def _label(keys: str) -> str:
    return label_of(split_keys(keys)[0])
