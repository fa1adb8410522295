"""AsciiFilter: the last line filter of `--ascii`: every sign of ours as one ASCII character.

Law: a cell stays a cell. Widgets draw as always; only what goes to the terminal is put in other
characters. What models write is kept where the terminal can show it.
"""

from functools import lru_cache
from typing import Final

from rich.cells import get_character_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_PLAIN: Final = {
    **dict(zip("█▓▒░·", "#=~:.", strict=True)),
    **dict(zip("▁▂▃▄▅▆▇", "_..-=+*", strict=True)),
    **dict(zip("▸▾▴▼▲▶◀⟨⟩", ">v^v^><<>", strict=True)),
    **dict(zip("→←↑↓⇒⇐↵␍", "><^v><<<", strict=True)),
    **dict(zip("●○◆◇■□◌•", "*o+o#ooo", strict=True)),
    **dict(zip("✓✗✘×‖›‹…", "+xxx=>~~", strict=True)),
    **dict(zip("─━┄┈│┃┆┊╌╍", "-=..||::.=", strict=True)),
    **dict(zip("▌▐▀▔▁▎▏▕╸╺", "|||^_|||-=", strict=True)),
    **dict(zip("–—‐“”‘’≥≤≠≈", "---\"\"''><!~", strict=True)),
}
"""Frames, lanes, folds, arrows, marks and quotation marks."""

_CORNERS: Final = range(0x2500, 0x2580)
"""Box drawing: what is no line is a corner or a crossing."""

UNKNOWN: Final = "?"
"""What stands for a character the terminal cannot show."""


class AsciiFilter(LineFilter):
    """Puts our signs in ASCII, and where nothing else can be shown, everything."""

    def __init__(self, *, keeps_words: bool) -> None:
        """Keep what is no sign of ours when `keeps_words`, else show `?`."""
        super().__init__()
        self._keeps_words = keeps_words

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in as many cells."""
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(self._plain(segment.text), segment.style)
            for segment in segments
        ]

    def _plain(self, text: str) -> str:
        return "".join(plain(character, keep=self._keeps_words) for character in text)


@lru_cache(4096)
def plain(character: str, *, keep: bool) -> str:
    """Return as many characters as `character` has cells; itself to `keep` what is not ours."""
    if character.isascii():
        return character
    if (sign := _PLAIN.get(character)) is not None:
        return sign
    if ord(character) in _CORNERS:
        return "+"
    return character if keep else UNKNOWN * get_character_cell_size(character)
