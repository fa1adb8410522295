"""Numbers as people write them: `4k`, `1.2M`, `2s`, `150ms`, `1m30s`, `$0.05`."""

import re
from typing import Final

_NUMBER: Final = r"\d{1,15}(?:\.\d{1,9})?"
_COUNT: Final = re.compile(rf"(-?{_NUMBER})([kMG]?)").fullmatch
_SECONDS: Final = re.compile(_NUMBER).fullmatch
_SPAN: Final = re.compile(
    rf"(?=\d)(?:({_NUMBER})h)?(?:({_NUMBER})m(?!s))?(?:({_NUMBER})s)?(?:({_NUMBER})ms)?"
).fullmatch
_MONEY: Final = re.compile(rf"\$?({_NUMBER})").fullmatch

_SCALES: Final = {"": 1.0, "k": 1e3, "M": 1e6, "G": 1e9}
_UNITS_S: Final = (3600.0, 60.0, 1.0, 0.001)


def read_count(text: str) -> float | None:
    """Return the number in `text`, or None."""
    match = _COUNT(text)
    return None if match is None else float(match[1]) * _SCALES[match[2]]


def read_seconds(text: str) -> float | None:
    """Return the seconds in `text`, which without a unit are seconds; or None."""
    if _SECONDS(text):
        return float(text)
    if (match := _SPAN(text)) is None:
        return None
    parts = zip(match.groups(), _UNITS_S, strict=True)
    return sum(float(part) * unit for part, unit in parts if part is not None)


def read_money(text: str) -> float | None:
    """Return the dollars in `text`, or None."""
    match = _MONEY(text)
    return None if match is None else float(match[1])


def read_any(text: str) -> float | None:
    """Return the number in `text`, whatever its unit; for values whose kind nobody knows."""
    for read in (read_count, read_seconds, read_money):
        if (number := read(text)) is not None:
            return number
    return None
