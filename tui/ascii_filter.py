"""AsciiFilter: the last line filter of `--ascii`: every sign of ours as one ASCII character.

Law: a cell stays a cell. Widgets draw as always; only what goes to the terminal is put in other
characters. What models write is kept where the terminal can show it.
"""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tui.ascii_signs import in_ascii


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
            else Segment(in_ascii(segment.text, keep=self._keeps_words), segment.style)
            for segment in segments
        ]
