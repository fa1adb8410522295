"""Two texts held against each other, line by line and, within lines that changed, word by word.

Law: pure; texts are made visible before they are compared. The work is bounded: of huge texts, a
window around the first difference is compared, and it says so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from operator import attrgetter
from typing import Final

from agents_core.history.alignment import common
from tui.drawing.shown_json import LIMIT, json_text
from tui.format import size
from tui.rendering.styled_line import EMPTY, Run, StyledLine, styled
from tui.sanitise import visible

BEFORE: Final = 2_000
"""Characters shown before the first difference of huge texts."""

AROUND: Final = 3
"""Equal lines shown around a difference; more are counted."""

PLAIN, REMOVED, ADDED = "  ", "- ", "+ "
"""Signs before lines that stand below each other."""

_WORDS: Final = re.compile(r"\w+|\s+|.")


@dataclass(frozen=True, slots=True)
class DiffRow:
    """A line of one text, and the line of the other that takes its place."""

    left: StyledLine | None
    right: StyledLine | None
    is_same: bool


def text_diff(left: str | None, right: str | None) -> list[DiffRow]:
    """Return two texts line by line; None is a text that is not there."""
    ours, theirs = _comparable(left or "", right or "")
    return list(_folded(_rows(_lines(ours), _lines(theirs))))


def stacked(rows: Iterable[DiffRow]) -> Iterator[StyledLine]:
    """Yield rows as lines below each other, with a sign before each: what was, then what is."""
    for is_same, group in groupby(rows, key=attrgetter("is_same")):
        found = list(group)
        if is_same:
            yield from (((PLAIN, ""), *(row.left or EMPTY)) for row in found)
            continue
        yield from (((REMOVED, "removed"), *row.left) for row in found if row.left is not None)
        yield from (((ADDED, "added"), *row.right) for row in found if row.right is not None)


def _comparable(left: str, right: str) -> tuple[str, str]:
    """Return the texts safe to show, JSON indented; of huge ones what is around a difference."""
    if max(len(left), len(right)) <= LIMIT:
        return json_text(left), json_text(right)
    start = max(0, _first_difference(left, right) - BEFORE)
    return _window(left, start), _window(right, start)


def _first_difference(left: str, right: str) -> int:
    """Return where two texts begin to differ, halving the search."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _window(text: str, start: int) -> str:
    before = f"… {size(start)} the same before this\n" if start else ""
    rest = len(text) - start - LIMIT
    after = f"\n… {size(rest)} more are not compared" if rest > 0 else ""
    return before + visible(text[start : start + LIMIT]) + after


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _rows(left: Sequence[str], right: Sequence[str]) -> Iterator[DiffRow]:
    a = b = 0
    for next_a, next_b in [*common(left, right), (len(left), len(right))]:
        yield from _changed(left[a:next_a], right[b:next_b])
        if next_a < len(left):
            yield DiffRow(styled(left[next_a]), styled(right[next_b]), is_same=True)
        a, b = next_a + 1, next_b + 1


def _changed(left: Sequence[str], right: Sequence[str]) -> Iterator[DiffRow]:
    for ours, theirs in zip_longest(left, right):
        if ours is None:
            yield DiffRow(None, styled(theirs, "added"), is_same=False)
        elif theirs is None:
            yield DiffRow(styled(ours, "removed"), None, is_same=False)
        else:
            yield DiffRow(*_words(ours, theirs), is_same=False)


def _words(left: str, right: str) -> tuple[StyledLine, StyledLine]:
    """Return two lines whose differing words stand out."""
    ours, theirs = _WORDS.findall(left), _WORDS.findall(right)
    matches = common(ours, theirs)
    kept = {a for a, _ in matches}, {b for _, b in matches}
    return _marked(ours, kept[0], "removed"), _marked(theirs, kept[1], "added")


def _marked(words: Sequence[str], kept: set[int], style: str) -> StyledLine:
    runs: list[Run] = []
    for index, word in enumerate(words):
        name = "" if index in kept else style
        if runs and runs[-1][1] == name:
            runs[-1] = (runs[-1][0] + word, name)
        else:
            runs.append((word, name))
    return tuple(runs)


def _folded(rows: Iterator[DiffRow]) -> Iterator[DiffRow]:
    """Count equal rows that are far from any difference instead of showing them."""
    same: list[DiffRow] = []
    after = 0  # equal rows to show below the latest difference
    for row in rows:
        if row.is_same:
            same.append(row)
        else:
            yield from _shortened(same, after, AROUND)
            yield row
            same, after = [], AROUND
    yield from _shortened(same, after, 0) if after else same


def _shortened(same: list[DiffRow], head: int, tail: int) -> Iterator[DiffRow]:
    left_out = len(same) - head - tail
    if left_out <= 1:
        yield from same
        return
    words = styled(f"… {left_out} lines the same", "dim")
    yield from same[:head]
    yield DiffRow(words, words, is_same=True)
    yield from same[len(same) - tail :]
