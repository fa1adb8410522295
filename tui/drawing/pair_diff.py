"""A pair of items in words: its row in the list, and all that is said of it beside each other.

Law: pure; what differs is said by signs as well as by colour: ~ changed, < and > on one side alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from agents_core.history.run_diff import Difference, ItemPair, PairState
from agents_core.history.views import ItemView
from tui.drawing.event_rows import item_label
from tui.drawing.item_words import KIND_STYLES, LETTERS
from tui.drawing.text_diff import DiffRow, text_diff
from tui.format import clock_tenths, fit, grouped
from tui.rendering.styled_line import StyledLine, styled, width_of
from tui.sanitise import visible_line

SIGNS: Final[dict[PairState, tuple[str, str]]] = {
    "same": ("=", "dim"),
    "changed": ("~", "warning"),
    "left": ("<", "removed"),
    "right": (">", "added"),
}
"""Sign and style name of how two items relate."""

CALLS: Final = ("tool", "handoff", "approval")
"""Kinds of items whose text is arguments."""


@dataclass(frozen=True, slots=True)
class Section:
    """One thing that is said of an item, on both sides."""

    title: str
    rows: tuple[DiffRow, ...]


def words_for(difference: Difference, item: ItemView) -> str:
    """Return what differs, in a word."""
    return "arguments" if difference == "text" and item.kind in CALLS else difference


def pair_words(pair: ItemPair) -> str:
    """Return how two items relate, in words: what differs, or which run alone has it."""
    if pair.state in ("left", "right"):
        return "only A" if pair.state == "left" else "only B"
    return ", ".join(words_for(difference, pair.shown) for difference in pair.differences)


def pair_row(pair: ItemPair, width: int) -> StyledLine:
    """Return sign, letter, name and differences of a pair in one line."""
    item, (sign, style) = pair.shown, SIGNS[pair.state]
    words = pair_words(pair)
    indent = "  " * item.depth
    room = width - 4 - len(indent) - (len(words) + 1 if words else 0)
    name = fit(item_label(item), max(4, room))
    gap = " " * max(1, room - width_of(name) + 1) if words else ""
    return (
        (f"{sign} ", style),
        (indent, ""),
        (f"{LETTERS[item.kind]} ", f"{KIND_STYLES[item.kind]} strong"),
        (name, "dim" if pair.state == "same" else ""),
        (gap, ""),
        (words, style),
    )


def sections_of(pair: ItemPair) -> Iterator[Section]:
    """Yield where both items stand; then what they say, return and how they ended.

    What differs stands before what does not.
    """
    yield Section(_title(pair), (_places(pair.left, pair.right),))
    yield from sorted(_said(pair), key=lambda section: all(row.is_same for row in section.rows))


def _said(pair: ItemPair) -> Iterator[Section]:
    left, right = pair.left, pair.right
    yield _section("arguments" if pair.shown.kind in CALLS else "text", pair, lambda i: i.text)
    for title, text in (("output", _output), ("error", _error)):
        if any(item is not None and text(item) for item in (left, right)):
            yield _section(title, pair, text)
    if "status" in pair.differences:
        yield _section("status", pair, lambda item: item.status)


def _title(pair: ItemPair) -> str:
    item = pair.shown
    agent = f"{visible_line(item.agent)} · " if item.agent else ""
    return f"{LETTERS[item.kind]} {item_label(item)} · {agent}turn {item.turn}"


def _places(left: ItemView | None, right: ItemView | None) -> DiffRow:
    ours, theirs = _place(left), _place(right)
    return DiffRow(ours, theirs, is_same=ours == theirs)


def _place(item: ItemView | None) -> StyledLine:
    if item is None:
        return styled("not in this run", "dim")
    return styled(f"event {grouped(item.seq)} at {clock_tenths(item.began_at)}", "dim")


def _output(item: ItemView) -> str | None:
    return item.output


def _error(item: ItemView) -> str | None:
    return None if item.error is None else f"{item.error.type}: {item.error.message}"


def _section(title: str, pair: ItemPair, text: Callable[[ItemView], str | None]) -> Section:
    left = None if pair.left is None else text(pair.left)
    right = None if pair.right is None else text(pair.right)
    return Section(title, tuple(text_diff(left, right)))
