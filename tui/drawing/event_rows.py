"""Rows of the outline: an item in one line, and a raw event in one line."""

from typing import Any

from agents_core.history.views import ItemView
from agents_core.run_events import RunEvent
from tui.drawing.annotation_signs import sign_run
from tui.drawing.item_words import KIND_STYLES, LETTERS, MARKS, elapsed, name_of
from tui.format import count, fit, grouped, one_line
from tui.rendering.styled_line import StyledLine, highlighted, width_of
from tui.sanitise import visible_line
from tui.stamps import RELATIVE, Stamps

TEXT_FIELDS = ("delta", "text", "arguments", "output", "status", "name", "message")
"""Fields of a payload worth a look, the most telling first."""

WORDY = ("response.", "function_call_", "reasoning_summary_", "output_")
"""What is left out of the names of raw events: it says nothing in the outline."""


def item_row(
    item: ItemView,
    now: float,
    width: int,
    sign: str = "",
    fold: str = "",
    stamps: Stamps = RELATIVE,
) -> StyledLine:
    """Return time, letter, name, status and duration of an item.

    Args:
        item: what the row shows.
        now: seconds since the run began.
        width: cells there are.
        sign: of a mark on the item.
        fold: whether what is nested in it is seen.
        stamps: how times are written.
    """
    at = f"{at:>6}" if (at := stamps.at(item.began_at)) else ""
    indent = "  " * item.depth
    state = item_state(item, now)
    room = width - len(at) - 1 - len(indent) - 2 - sum(width_of(text) for text, _ in state)
    name = fit(f"{fold} {item_label(item)}" if fold else item_label(item), max(4, room - 1))
    gap = " " * max(1, room - width_of(name))
    style = "dim" if item.status == "cut" else ""
    return (
        (at, "dim"),
        sign_run(sign),
        (indent, ""),
        (f"{LETTERS[item.kind]} ", f"{KIND_STYLES[item.kind]} strong"),
        (name, style),
        (gap, ""),
        *state,
    )


def marked_row(row: StyledLine) -> StyledLine:
    """Return the row of an item that a search has found: its letter and name stand out."""
    at, sign, indent, letter, name = (len(text) for text, _ in row[:5])
    start = at + sign + indent
    return highlighted(row, start, start + letter + name)


def item_label(item: ItemView) -> str:
    """Return the name of an item, or its words where the name says little."""
    match item.kind:
        case "input" | "error":
            return one_line(item.text or name_of(item), 60)
        case "message" if item.agent:
            return visible_line(item.agent)
        case _:
            return name_of(item)


def item_state(item: ItemView, now: float) -> StyledLine:
    """Return what stands at the right end: mark, time, tokens."""
    mark, style = MARKS[item.status]
    if item.kind in ("input", "handoff", "retry", "error", "guardrail") and item.status == "done":
        return ()
    shown = () if item.kind in ("message", "reasoning") and item.status == "done" else (mark,)
    words = "args" if item.kind == "tool" and item.status == "streaming" else elapsed(item, now)
    if item.status == "running" and item.progress and item.progress.fraction is not None:
        words = f"{item.progress.fraction:.0%}"
    tokens = f"{count(item.deltas):>5}" if item.kind in ("message", "reasoning") else ""
    return (*((f"{one} ", style) for one in shown), (f"{words:>7}{tokens}", "dim"))


def event_row(event: RunEvent, sign: str = "") -> StyledLine:
    """Return number, sign of a mark, type and the telling part of a raw event."""
    data = event.data
    fields: dict[str, Any] = data if isinstance(data, dict) else {}
    kind = str(fields.get("type", "")) if event.type == "model.event" else event.type
    short = kind
    for long in WORDY:
        short = short.replace(long, "")
    told = next((fields[key] for key in TEXT_FIELDS if isinstance(fields.get(key), str)), "")
    return (
        (f"{grouped(event.seq):>8}", "frame"),
        sign_run(sign),
        (visible_line(short), "dim"),
        ("  ", ""),
        (one_line(str(told), 60), ""),
    )
