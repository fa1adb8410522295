"""Every sign of ours as one ASCII character, for terminals that have no others.

Law: a cell stays a cell.
"""

from functools import lru_cache
from io import TextIOWrapper
from typing import Final

from rich.cells import get_character_cell_size

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


class AsciiOutput(TextIOWrapper):
    """Where lines of text go on a terminal whose locale lacks most characters.

    It calls itself UTF-8: on a stream that says it is ASCII, click would write UTF-8 in truth.
    """

    def write(self, text: str) -> int:
        """Write `text` in ASCII."""
        super().write(in_ascii(text, keep=False))
        return len(text)


def ascii_output(stream: TextIOWrapper) -> AsciiOutput:
    """Return a stream in place of `stream`, which cannot be written to any more."""
    return AsciiOutput(stream.detach(), "utf-8", line_buffering=True)


def in_ascii(text: str, *, keep: bool) -> str:
    """Return `text` in as many cells; to `keep` what is not ours, else `?` stands for it."""
    return text if text.isascii() else "".join(plain(each, keep=keep) for each in text)


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
