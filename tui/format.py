"""How numbers and previews are written everywhere: short, aligned, unknown never shown as zero."""

from datetime import datetime
from decimal import Decimal

from rich.cells import cell_len

from agents_core.costs import Cost
from tui.sanitise import visible_line

UNKNOWN = "?"
"""What stands for a number nobody reported."""

_PREVIEW_FACTOR = 8
"""Characters looked at for each cell of a preview: a preview never reads all of a large text."""


_LEAST_SHOWN = Decimal("0.001")
"""Dollars; what is less is not written out."""


def clock(seconds: float) -> str:
    """Return a point in time: `0:41`, `12:05`, `1:02:03`."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"


def clock_tenths(seconds: float) -> str:
    """Return a point in time to a tenth of a second: `0:41.3`."""
    tenths = max(0, int(seconds * 10 + 1e-6))
    return f"{clock(tenths // 10)}.{tenths % 10}"


def local_time(created_at: str) -> str:
    """Return a time of a run file in the user's own zone: `2026-11-23 14:03`."""
    try:
        return f"{datetime.fromisoformat(created_at).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return "?"


def duration(seconds: float | None) -> str:
    """Return how long something took: `84 ms`, `3.2 s`, `1m 05s`, `2h 03m`."""
    if seconds is None:
        return UNKNOWN
    seconds = max(0.0, seconds)
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, secs = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes}m {secs:02}s"
    return f"{minutes // 60}h {minutes % 60:02}m"


def count(number: int | None) -> str:
    """Return a number of tokens or events in four or five cells: `940`, `18.2k`, `1.25M`."""
    if number is None:
        return UNKNOWN
    for limit, unit, digits in ((1_000, "", 0), (99_950, "k", 1), (999_500, "k", 0)):
        if number < limit:
            return f"{number / (1_000 if unit else 1):.{digits}f}{unit}"
    return f"{number / 1_000_000:.2f}M"


def grouped(number: int) -> str:
    """Return an exact number with thin groups: `1 284`."""
    return f"{number:,}".replace(",", " ")


def plural(number: int, thing: str) -> str:
    """Count things in words: `1 turn`, `1 284 turns`."""
    return f"{grouped(number)} {thing}" if number == 1 else f"{grouped(number)} {thing}s"


def size(number: int | None) -> str:
    """Return a size: `412 B`, `1.1 kB`, `96.0 kB`, `3.4 MB`."""
    if number is None:
        return UNKNOWN
    if number < 1_000:
        return f"{number} B"
    amount = float(number)
    for unit in ("kB", "MB", "GB"):
        amount /= 1_000
        if amount < 999.95 or unit == "GB":
            break
    return f"{amount:.1f} {unit}"


def money(cost: Cost | None) -> str:
    """Return a cost: `$0.031`, `$12.40`; `≥$0.031` when parts of it are unknown, `$?` when all are.

    Less than a tenth of a cent is said to be so.
    """
    if cost is None or (cost.unpriced and cost.dollars < _LEAST_SHOWN):
        return f"${UNKNOWN}"
    if 0 < cost.dollars < _LEAST_SHOWN:
        return f"<${_LEAST_SHOWN}"
    digits = 3 if cost.dollars < 10 else 2 if cost.dollars < 1_000 else 0
    return f"{'≥' if cost.unpriced else ''}${cost.dollars:.{digits}f}"


def rate(per_second: float | None) -> str:
    """Return a speed of tokens: `84 tok/s`."""
    return UNKNOWN if per_second is None else f"{per_second:.0f} tok/s"


def one_line(text: str, cells: int) -> str:
    """Return the beginning of hostile `text` on one line of at most `cells` cells."""
    limit = cells * _PREVIEW_FACTOR
    shown = visible_line(text[:limit].rstrip("\n"))
    return fit(shown + "…" if len(text) > limit else shown, cells)


def fit(text: str, cells: int) -> str:
    """Return safe `text` cropped to `cells` cells, a cut marked by `…`."""
    if (len(text) if text.isascii() else cell_len(text)) <= cells:
        return text
    return _head(text, cells - 1) + "…" if cells > 0 else ""


def pad(text: str, cells: int) -> str:
    """Return safe `text` cropped or filled to exactly `cells` cells."""
    fitted = fit(text, cells)
    return fitted + " " * (cells - cell_len(fitted))


def _head(text: str, cells: int) -> str:
    """Return as many first characters of `text` as fit in `cells` cells."""
    if text.isascii():
        return text[:cells]
    taken = 0
    for at, character in enumerate(text):
        taken += cell_len(character)
        if taken > cells:
            return text[:at]
    return text
