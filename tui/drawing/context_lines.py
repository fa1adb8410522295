"""What the Context pane says of one model call: the sum, how its window is used, and each entry.

Law: pure. Numbers that are guesses begin with `~`; parts of the bar differ in shape, not only in
colour. Words of models, tools and files are made visible here.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from agents_core.history.views import CallView
from agents_core.history.wire_items import objects_in
from agents_core.received.difference import Difference, Mark
from agents_core.received.entries import Entry, Part, words_of
from agents_core.received.lens import Comparison, Lens
from tui.format import count, money, one_line, pad
from tui.rendering.styled_line import EMPTY, Run, StyledLine, width_of
from tui.sanitise import visible_line

MARKS: Final[dict[Mark, Run]] = {
    "kept": ("=", "dim"),
    "added": ("+", "success"),
    "removed": ("-", "error"),
    "changed": ("~", "warning"),
}
"""What became of an entry."""

PARTS: Final[dict[Part, Run]] = {
    "system": ("█", "accent"),
    "history": ("▓", "message"),
    "tool output": ("▒", "tool"),
    "schema": ("░", "reasoning"),
}
"""How the parts of a context are drawn."""

LABEL: Final = 10
"""Cells of the column that says what an entry is."""

NAME: Final = 28
"""Cells a name may take of the words' room."""

TOKENS: Final = 7
"""Cells of the column of tokens."""

NOTE: Final = 11
"""Cells of the column that says more of what became of an entry, where there is room."""

ROOM_FOR_NOTES: Final = 60
"""Cells from which there is."""

WORDS: Final = frozenset({"system", "developer", "user", "assistant", "reasoning", "output"})
"""Labels of entries that are shown by their words if these are all there is of them."""


def head_lines(lens: Lens, comparison: Comparison, width: int) -> list[StyledLine]:
    """Say whose call this is, what it is held against, how much it received, and as what."""
    lines = [title(lens, comparison, width), sum_line(lens)]
    if lens.total:
        bar = stacked_bar(lens, width)
        lines += [bar, legend(lens, width)]
    return [*lines, EMPTY]


def title(lens: Lens, comparison: Comparison, width: int) -> StyledLine:
    """Name the call, and the one it is held against."""
    call, base = lens.call, lens.base
    name = one_line(call.agent or "?", max(8, width // 3))
    if base is None:
        against = "all of it" if comparison == "all" else "first call"
    elif base.agent == call.agent:
        against = f"vs turn {base.turn}"
    else:
        against = f"vs {one_line(base.agent or '?', max(8, width // 3))}, turn {base.turn}"
    return (
        ("what ", "dim"),
        (name, "strong"),
        (" received", "dim"),
        (f" · turn {call.turn}", ""),
        (f"   ({against})", "handoff" if base and base.agent != call.agent else "dim"),
    )


def sum_line(lens: Lens) -> StyledLine:
    """Say how much the model received, the share of its window, and what the call cost."""
    call, guess = lens.call, "" if lens.is_exact else "~"
    entries = len(lens.received.input)
    parts = [
        "1 item" if entries == 1 else f"{entries} items",
        f"{guess}{count(lens.total)} tok",
    ]
    if call.window:
        parts.append(f"{lens.total / call.window:.0%} of {count(call.window)}")
    if call.tokens is not None and call.tokens.cached:
        parts.append(f"{count(call.tokens.cached)} cached")
    if call.cost is not None:
        parts.append(money(call.cost))
    if lens.received.is_continued:
        parts.append("and what the provider keeps")
    return ((" · ".join(parts), ""),)


def stacked_bar(lens: Lens, width: int) -> StyledLine:
    """Draw what takes up how much: of the window if it is known, else of what was received."""
    cells = max(8, min(width - 1, 64))
    by_part = {part: lens.tokens(size) for part, size in lens.sizes.items()}
    whole = max(lens.call.window or 0, sum(by_part.values()), 1)
    runs: list[Run] = []
    begun = 0
    for part, tokens in by_part.items():
        end = min(cells, begun + (max(1, round(tokens * cells / whole)) if tokens else 0))
        glyph, style = PARTS[part]
        runs.append((glyph * (end - begun), style))
        begun = end
    return tuple(run for run in (*runs, ("·" * (cells - begun), "frame")) if run[0])


def legend(lens: Lens, width: int) -> StyledLine:
    """Say what the parts of the bar are, in words where there is room."""
    runs: list[Run] = []
    for part, size in lens.sizes.items():
        if not size:
            continue
        share = f" {size / lens.size:.0%}" if width >= ROOM_FOR_NOTES else ""
        runs += [PARTS[part], (f" {part}{share}  ", "dim")]
    return tuple(runs)


def entry_line(found: Difference, lens: Lens, width: int) -> StyledLine:
    """Draw one entry: what became of it, what it is, how it begins, its tokens."""
    entry = found.entry
    mark, style = MARKS[found.mark] if lens.base is not None else ("", "")
    is_faded = lens.base is not None and found.mark in ("kept", "removed")
    room = room_for_words(width)
    name = one_line(entry.name, min(room, NAME))
    if name and entry.preview:
        name += "  "
    left = max(0, room - width_of(name))
    tokens = "" if entry.part == "settings" else f"~{count(lens.tokens(entry.size))}"
    return (
        (f"{mark:<2}", style),
        (pad(visible_line(entry.label), LABEL), style or "dim"),
        (name, "dim" if is_faded else "strong"),
        (pad(one_line(entry.preview, left), left), "dim" if is_faded else ""),
        (f"{tokens:>{TOKENS}}", "dim"),
        (f"  {note_of(found, lens)}" if width >= ROOM_FOR_NOTES else "", style),
    )


def note_of(found: Difference, lens: Lens) -> str:
    """Say more of what became of an entry."""
    if found.was is not None and found.entry.part != "settings":
        return f"was ~{count(lens.tokens(found.was.size))}"
    is_input = found.entry.part in ("history", "tool output")
    return "filtered" if found.mark == "removed" and is_input else ""


def group_line(group: Sequence[Difference], lens: Lens, width: int) -> StyledLine:
    """Draw entries that are as before as one line."""
    tokens = f"~{count(lens.tokens(sum(found.entry.size for found in group)))}"
    text = pad(f"▸ {len(group)} entries as before", LABEL + room_for_words(width))
    return (("= ", "dim"), (text, "dim"), (f"{tokens:>{TOKENS}}", "dim"))


def room_for_words(width: int) -> int:
    """Return the cells an entry has for its name and its words."""
    return max(4, width - 2 - LABEL - TOKENS - (NOTE if width >= ROOM_FOR_NOTES else 0))


def entry_text(entry: Entry, whole: Any) -> str:
    """Return all of an entry as text to read or to copy: its words, or JSON."""
    if isinstance(whole, str):
        return whole
    if entry.label in WORDS and isinstance(whole, dict) and _is_all_words(whole):
        return words_of(whole)
    return json.dumps(whole, indent=2, ensure_ascii=False)


def call_title(call: CallView) -> str:
    """Name a call in a few words, safe to show."""
    return f"call {call.number + 1} · {visible_line(call.model)}" if call.model else ""


def _is_all_words(item: dict[str, Any]) -> bool:
    """Tell whether the words of an item are all it says: no images, files or hidden thoughts."""
    for key in ("content", "summary", "output"):
        if value := item.get(key):
            if isinstance(value, str):
                return True
            parts = objects_in(value)
            return len(parts) == len(value) and all("text" in part for part in parts)
    return False
