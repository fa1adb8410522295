"""Action: something a key does, as help, palette and `agent-tui keys` tell of it."""

from dataclasses import dataclass
from typing import Literal

from tui.keymap.key_names import label_of

Place = Literal["run", "runs", "grid", "diff", "dialog"]
"""The screen of a run, the Runs screen, the grid of runs, two runs, or what lies over them."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a key does."""

    id: str
    keys: tuple[str, ...]
    """By Textual's names."""
    title: str
    does: str
    """In a sentence."""
    section: str
    places: frozenset[Place]
    """Where it can be done."""

    @property
    def labels(self) -> str:
        """The keys as people write them."""
        return " ".join(map(label_of, self.keys))
