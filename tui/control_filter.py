"""The backstop of the app: whatever a widget forgot, no control character reaches the terminal.

Panes make text visible themselves (tui/sanitise.py); this is for the text nobody thought of. The
app installs it last: `self._filters.append(ControlFilter())` after `super().__init__()`.
"""

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_TERMINAL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class ControlFilter(LineFilter):
    """Takes characters a terminal would obey out of every line; they take no cells."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return `segments` without them, and the same list when there are none."""
        if not any(_TERMINAL.search(segment.text) for segment in segments):
            return segments
        return [
            Segment(_TERMINAL.sub("", text), style, control) for text, style, control in segments
        ]
