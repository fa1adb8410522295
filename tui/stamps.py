"""Stamps: how the times of items are written: since the run began, by the clock, or not at all."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from tui.format import clock_tenths
from tui.settings import Timestamps


@dataclass(frozen=True, slots=True)
class Stamps:
    """What the user wants, and when the run began."""

    wanted: Timestamps = "relative"
    created_at: str = ""
    """ISO 8601, as in the header of a run file; what is none counts from the beginning."""

    def at(self, seconds: float) -> str:
        """Return a point in time: `0:41.3`, `14:03:07`, or nothing."""
        match self.wanted, _began(self.created_at):
            case "off", _:
                return ""
            case "clock", datetime() as began:
                return f"{began + timedelta(seconds=seconds):%H:%M:%S}"
        return clock_tenths(seconds)


RELATIVE: Final = Stamps()
"""Times since the run began."""


@lru_cache(8)
def _began(created_at: str) -> datetime | None:
    """Return when a run began, in the user's own zone."""
    try:
        return datetime.fromisoformat(created_at).astimezone()
    except ValueError:
        return None
