"""TextWalk: going round texts that may stand in a field, and back to what was typed."""

from dataclasses import dataclass, replace
from typing import Literal

WalkKind = Literal["completion", "history", "search"]
"""What the texts are: words that fit, earlier answers, or those that hold what was typed."""


@dataclass(frozen=True, slots=True)
class TextWalk:
    """One place on the round."""

    kind: WalkKind
    typed: str
    texts: tuple[str, ...]
    after: int = 0
    """Characters that stay behind the cursor."""
    place: int | None = None
    """Which text is shown; None for what was typed."""

    @property
    def text(self) -> str:
        """The text shown."""
        return self.typed if self.place is None else self.texts[self.place]

    def go(self, step: int) -> "TextWalk":
        """Return the walk some texts on, or back; what was typed comes after the last."""
        end = len(self.texts)
        place = ((end if self.place is None else self.place) + step) % (end + 1)
        return replace(self, place=None if place == end else place)
