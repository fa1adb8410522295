"""How an item is called on the screen: its letter, its mark, its time. The same in every pane."""

from agents_core.history.item_times import is_open, seconds_of
from agents_core.history.views import ItemKind, ItemStatus, ItemView
from tui.format import duration
from tui.sanitise import visible_line

LETTERS: dict[ItemKind, str] = {
    "input": "▸",
    "reasoning": "R",
    "message": "M",
    "tool": "T",
    "handoff": "H",
    "approval": "P",
    "break": "B",
    "retry": "~",
    "guardrail": "G",
    "error": "E",
    "other": "·",
}
"""A kind's letter is its mark without colour, and its key after `[` and `]`."""

KIND_STYLES: dict[ItemKind, str] = {
    "input": "dim",
    "reasoning": "reasoning",
    "message": "success",
    "tool": "tool",
    "handoff": "accent",
    "approval": "approval",
    "break": "approval",
    "retry": "warning",
    "guardrail": "warning",
    "error": "error",
    "other": "dim",
}
"""Style names of the letters."""

MARKS: dict[ItemStatus, tuple[str, str]] = {
    "streaming": ("…", "tool"),
    "waiting": ("○", "dim"),
    "running": ("●", "tool"),
    "done": ("✓", "success"),
    "failed": ("✗", "error"),
    "cut": ("╌", "warning"),
}
"""Glyph and style name of a status."""


def name_of(item: ItemView) -> str:
    """Return what the item is called, safe to show."""
    match item.kind:
        case "handoff":
            return f"{visible_line(item.agent or '')} → {visible_line(item.name)}"
        case "message" if item.is_refusal:
            return "refusal"
        case "reasoning" | "message":
            return item.kind
        case "retry" if item.name != "retry":
            return f"retry {visible_line(item.name)}"
        case _:
            return visible_line(item.name)


def elapsed(item: ItemView, now: float) -> str:
    """Return `seconds_of` in words; while it runs, in steps the eye can follow."""
    seconds = seconds_of(item, now)
    return f"{seconds:.1f} s" if is_open(item) and seconds < 1 else duration(seconds)
