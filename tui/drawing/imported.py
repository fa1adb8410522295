"""Where an imported run is from and how far its times can be trusted, in words."""

from typing import Final

from agents_core.recording.header import ImportedRun, Timing
from tui.sanitise import visible_line

SHORT: Final[dict[Timing, str]] = {
    "items": "timing: items",
    "spans": "timing: spans only",
    "saving": "no timing",
}
"""What the bar says, where there is room for a few words."""

_LONG: Final[dict[Timing, str]] = {
    "items": "times are of whole items",
    "spans": "times are of whole spans",
    "saving": "times say when something was saved, not when it happened",
}


def imported_words(imported: ImportedRun) -> str:
    """Say where a run is from, and what its times are; safe to show."""
    return visible_line(f"{imported.source}, {imported.file}: {_LONG[imported.timing]}")
