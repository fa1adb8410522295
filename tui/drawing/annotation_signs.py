"""How marks and comments are shown: a sign in the outline, words in Inspect.

Law: pure; what people wrote may be pasted from anywhere, so it is made visible like all text.
"""

from collections.abc import Iterator, Mapping

from agents_core.history.run_history import RunHistory
from agents_core.history.views import ItemView
from agents_core.recording.annotations import Annotations
from tui.format import clock_tenths
from tui.rendering.styled_line import Run

MARK = "▲"
"""A marked place, on the time line and in the outline."""

COMMENT = ";"
"""Something with a comment: the key that writes one."""


def item_signs(history: RunHistory, kept: Annotations) -> Mapping[int, str]:
    """Return the sign of each item that is marked or commented on, by its index."""
    signs: dict[int, str] = {}
    for note in kept.notes:
        if (item := history.item_before(note.seq + 1)) is not None:
            signs[item] = COMMENT
    for mark in kept.marks:
        if (item := history.item_before(mark.position)) is not None:
            signs[item] = MARK
    return signs


def event_sign(seq: int, kept: Annotations) -> str:
    """Return the sign of a raw event, or nothing."""
    if kept.mark_at(seq + 1) is not None:
        return MARK
    return COMMENT if kept.note_on(seq) else ""


def annotation_words(
    history: RunHistory, kept: Annotations, item: ItemView, seq: int | None
) -> Iterator[tuple[str, str]]:
    """Yield what is kept about an item, or about one raw event of it, as (label, text)."""
    if comment := kept.note_on(item.seq if seq is None else seq):
        yield "comment", comment
    for mark in kept.marks:
        near = history.item_before(mark.position)
        if near == item.index if seq is None else mark.position == seq + 1:
            at = clock_tenths(history.time_at(mark.position))
            yield "mark", f"{MARK} {at} {mark.label}".rstrip()


def sign_run(sign: str) -> Run:
    """Return a sign, or none, as a run of one cell."""
    return (sign or " ", "accent strong" if sign == MARK else "warning strong")
