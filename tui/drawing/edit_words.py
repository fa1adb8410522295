"""What somebody changed before the run went on with it: before and after, in few words or in full.

Law: pure; of two JSON objects the fields that differ are told, of anything else both texts.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from agents_core.history.views import EditView
from agents_core.json_text import decode_json, encode_json
from tui.format import one_line

ABSENT = "·"
"""Stands for a field that is not there."""

WORD = 60
"""Characters of a value told in one line."""


def edit_lines(edit: EditView) -> Iterator[str]:
    """Yield one safe line of plain text for each thing that was changed."""
    head = f"{edit.what} edited" + (f" by {edit.by}" if edit.by else "")
    for name, before, after in changes(edit):
        what = f"{name}  " if name else ""
        yield one_line(f"{head}: {what}{before} → {after}", 3 * WORD)


def changes(edit: EditView) -> Iterator[tuple[str, str, str]]:
    """Yield field, before and after for each difference; the field is "" for whole texts."""
    before, after = _object(edit.before), _object(edit.after)
    if before is None or after is None:
        yield "", one_line(edit.before, WORD), one_line(edit.after, WORD)
        return
    for name in {**before, **after}:
        if (was := _told(before, name)) != (now := _told(after, name)):
            yield name, was, now


def _object(text: str) -> Mapping[str, Any] | None:
    try:
        value = decode_json(text.encode(errors="replace"))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _told(fields: Mapping[str, Any], name: str) -> str:
    if name not in fields:
        return ABSENT
    return one_line(encode_json(fields[name]).decode(errors="replace"), WORD)
