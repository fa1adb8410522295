"""What is typed after `:` to go somewhere in a run: `50%`, `1m30s`, `e1243`, `t5`.

Law: pure text to value; an expression that means nothing is refused with what would.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from tui.playhead import Playhead

_EXAMPLES: Final = "50%, 1m30s, 1:30, e1243 or t5"

_SHARE: Final = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*%").fullmatch
_EVENT_OR_TURN: Final = re.compile(r"([et])\s*(\d{1,9})").fullmatch
_CLOCK: Final = re.compile(r"(?:(\d{1,9}):)?(\d{1,9}):(\d{1,9}(?:\.\d{1,9})?)").fullmatch
_SPAN: Final = re.compile(
    r"(?=\d)(?:(\d{1,9})\s*h)?\s*(?:(\d{1,9})\s*m(?!s))?\s*(?:(\d{1,9}(?:\.\d{1,9})?)\s*s)?\s*(?:(\d{1,9})\s*ms)?"
).fullmatch
_SECONDS: Final = re.compile(r"\d{1,9}(?:\.\d{1,9})?").fullmatch


@dataclass(frozen=True, slots=True)
class SeekTarget:
    """A place in a run."""

    unit: Literal["share", "time", "event", "turn"]
    value: float
    """0 to 1; seconds; a seq; a turn from 1."""


def parse_seek(expression: str) -> SeekTarget:
    """Return the place an expression names.

    Raises:
        ValueError: it names none; the message says what would.
    """
    text = expression.strip().removeprefix(":").strip().lower()
    if match := _SHARE(text):
        return _share(float(match[1]))
    if match := _EVENT_OR_TURN(text):
        return SeekTarget("event" if match[1] == "e" else "turn", int(match[2]))
    if (seconds := _seconds(text)) is not None:
        return SeekTarget("time", seconds)
    raise ValueError(f"cannot seek to {expression.strip()!r}: try {_EXAMPLES}")


def seek_to(playhead: Playhead, target: SeekTarget) -> None:
    """Move a playhead to a place."""
    match target.unit:
        case "share":
            playhead.seek_share(target.value)
        case "time":
            playhead.seek_time(target.value)
        case "event":
            playhead.seek(int(target.value) + 1)
        case "turn":
            playhead.seek_turn(int(target.value))


def _share(percent: float) -> SeekTarget:
    if percent > 100:
        raise ValueError(f"cannot seek to {percent:g}%: a share is 0% to 100%")
    return SeekTarget("share", percent / 100)


def _seconds(text: str) -> float | None:
    if match := _CLOCK(text):
        hours, minutes, seconds = match.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
    if match := _SPAN(text):
        hours, minutes, seconds, millis = match.groups()
        if any(match.groups()):
            return (
                int(hours or 0) * 3600
                + int(minutes or 0) * 60
                + float(seconds or 0)
                + int(millis or 0) / 1000
            )
    return float(text) if _SECONDS(text) else None
