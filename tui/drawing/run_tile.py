"""A run as a tile: a frame of six lines that says how it goes, for a grid of many."""

from dataclasses import dataclass
from typing import Final

from agents_core.history.views import ItemView, RunView
from tui.batch.batch import BatchState
from tui.format import clock, count, duration, fit, money, one_line, pad
from tui.rendering.styled_line import StyledLine, width_of
from tui.rendering.wrapping import row_ends
from tui.sanitise import visible_line

ROWS: Final = 6
"""Lines of a tile."""

MARKS: Final[dict[BatchState, tuple[str, str]]] = {
    "waiting": ("○", "dim"),
    "running": ("●", "tool"),
    "finished": ("✓", "success"),
    "failed": ("✗", "error"),
    "cancelled": ("■", "warning"),
    "needs_approval": ("?", "approval"),
    "skipped": ("·", "dim"),
}
"""Glyph and style name of each state."""

_FRAMES: Final = ("╭─╮│╰╯", "┏━┓┃┗┛")
"""Of a tile, and of the one under the cursor: seen without colour as well."""

_LOOKED_AT: Final = 400
"""Characters of a text that are looked at: more than three rows hold."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One run at one moment."""

    title: str
    state: BatchState
    view: RunView
    now: float
    """Seconds since the run began."""
    latest: ItemView | None
    """The item that began last."""


def tile_lines(tile: Tile, width: int, *, is_selected: bool) -> list[StyledLine]:
    """Return the lines of a tile, each of `width` cells."""
    left, line, right, side, low_left, low_right = _FRAMES[is_selected]
    mark, style = MARKS[tile.state]
    frame = "error" if tile.state == "failed" else "mark" if is_selected else "frame"
    end = f" {clock(tile.now)} {line}{right}"
    title = fit(one_line(tile.title, width), max(0, width - width_of(end) - 5))
    rule = line * max(0, width - width_of(f"{left} {mark} {title} {end}"))
    inner = max(1, width - 4)
    head: StyledLine = (
        (f"{left} ", frame),
        (f"{mark} ", style),
        (title, "strong"),
        (f" {rule}{end}", frame),
    )
    rows = [_who(tile, inner), *_what(tile, inner)]
    foot: StyledLine = ((f"{low_left}{line * (width - 2)}{low_right}", frame),)
    body = [((f"{side} ", frame), *row, (f" {side}", frame)) for row in rows]
    return [head, *body, foot]


def _who(tile: Tile, width: int) -> StyledLine:
    """Say who works, and what it has cost."""
    spent = f"{count(tile.view.tokens.total)} tok  {money(tile.view.cost)}"
    figures = f" {spent}" if tile.view.tokens.total else ""
    agents = visible_line(" › ".join(tile.view.breadcrumb))
    return ((pad(agents, max(0, width - width_of(figures))), ""), (figures, "dim"))


def _what(tile: Tile, width: int) -> list[StyledLine]:
    """Say in three lines what goes on, or what came of it."""
    view = tile.view
    if view.error is not None:
        return _first_rows(f"{view.error.type}: {view.error.message}", width, "error")
    if view.final_output is not None or tile.state in ("waiting", "skipped"):
        return _first_rows(view.final_output or "", width, "")
    return [_wait(tile, width), *_last_rows(_words(tile.latest), width, "dim")]


def _wait(tile: Tile, width: int) -> StyledLine:
    """Say what is waited for, and for how long."""
    wait = tile.view.waiting_for
    if wait is None:
        return ((" " * width, ""),)
    since = duration(max(0.0, tile.now - wait.since))
    style = "approval" if tile.view.approvals else "tool"
    return ((pad(f"{visible_line(wait.what)}  {since}", width), style),)


def _words(item: ItemView | None) -> str:
    """Return the latest words."""
    if item is None:
        return ""
    return item.text if item.kind in ("message", "reasoning") else f"{item.name} {item.text}"


def _first_rows(text: str, width: int, style: str) -> list[StyledLine]:
    """Return three rows: how a text begins."""
    return _rows(_wrapped(text[:_LOOKED_AT], width)[:3], 3, width, style)


def _last_rows(text: str, width: int, style: str) -> list[StyledLine]:
    """Return two rows: how a text ends."""
    begin = max(0, len(text) // _LOOKED_AT - 1) * _LOOKED_AT  # so that rows break where they did
    return _rows(_wrapped(text[begin:], width)[-2:], 2, width, style)


def _wrapped(text: str, width: int) -> list[str]:
    words = visible_line(" ".join(text.split()))
    return [words[start:end] for start, end in row_ends(words, width)]


def _rows(rows: list[str], count: int, width: int, style: str) -> list[StyledLine]:
    """Fill `rows` up to `count`."""
    return [((pad(row, width), style),) for row in [*rows, *[""] * count][:count]]
