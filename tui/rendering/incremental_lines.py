"""IncrementalLines: a text that grows and shrinks, as rows of a width, at the cost of the change.

Law: the rows are a function of the text, of the width, and of whether more may come. A grammar
cuts the text into settled segments (what comes later cannot change their rows) and an unsettled
end; only the end is made again. Where a segment ends depends on the text, never on the pieces it
came in.
"""

from bisect import bisect_right
from typing import Generic, NamedTuple, Protocol, TypeVar

from tui.rendering.styled_line import StyledLine
from tui.sanitise import shown_text

State = TypeVar("State")
"""What a grammar must know to go on at the start of a segment."""

LOOK_AHEAD = 4_096
"""Characters after the end of a segment that a grammar may look at before it settles it."""

_SLAB = 8_192
"""Raw characters taken at a time: bounds the work of making hostile text visible."""


class Segment(NamedTuple, Generic[State]):
    """A settled piece of text."""

    length: int
    """Characters of the shown text."""
    rows: list[StyledLine]
    next: State


class Grammar(Protocol[State]):
    """How one kind of text becomes rows."""

    @property
    def start(self) -> State:
        """The state at the beginning of the text."""

    def settle(self, state: State, text: str, at: int, width: int) -> Segment[State] | None:
        """Return the next settled segment of `text` from `at`, or None when there is none yet."""

    def rest(
        self, state: State, text: str, at: int, width: int, *, is_open: bool
    ) -> list[StyledLine]:
        """Return the rows of the unsettled end of `text` from `at`; if `is_open` it may go on."""


class _Checkpoint(NamedTuple, Generic[State]):
    """A place to begin again."""

    offset: int
    rows: int
    state: State


class IncrementalLines(Generic[State]):
    """Rows of a growing text."""

    def __init__(self, grammar: Grammar[State], width: int) -> None:
        """Begin with no text, in rows of `width` cells."""
        self._grammar = grammar
        self._width = width
        self._source = ""
        self._is_open = True
        self._rows: list[StyledLine] = []
        self._checkpoints = [_Checkpoint(0, 0, grammar.start)]
        self._offsets = [0]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    def __getitem__(self, row: int) -> StyledLine:
        """Return one row."""
        return self._rows[row]

    @property
    def text(self) -> str:
        """The raw text."""
        return self._source

    @property
    def width(self) -> int:
        """Cells of a row."""
        return self._width

    def show(self, text: str, *, is_open: bool = True) -> int:
        """Make `text` the text; return the first row that may have changed.

        Args:
            text: all of it, from its beginning.
            is_open: more may come, so marks without their other half are taken to get it.
        """
        if is_open != self._is_open:
            self._is_open = is_open
            self._render()
        if text.startswith(self._source):
            return self._grow_to(text)
        if self._source.startswith(text):
            return self.truncate(len(text))
        self.truncate(0)
        self.extend(text)
        return 0

    def extend(self, text: str) -> int:
        """Add `text` at the end; return the first row that may have changed."""
        return self._grow_to(self._source + text)

    def truncate(self, length: int) -> int:
        """Keep the first `length` characters; return the first row that may have changed."""
        if length >= len(self._source):
            return len(self._rows)
        self._source = self._source[:length]
        safe = max(0, length - 2 * LOOK_AHEAD)
        keep = max(1, bisect_right(self._offsets, safe))
        del self._checkpoints[keep:], self._offsets[keep:]
        self._render()
        return self._checkpoints[-1].rows

    def rewrap(self, width: int) -> None:
        """Make all rows again for `width` cells."""
        if width == self._width:
            return
        self._width = width
        del self._checkpoints[1:], self._offsets[1:]
        self._render()

    def _grow_to(self, text: str) -> int:
        """Take `text`, which begins with the text so far; return the first row that may change."""
        first = self._checkpoints[-1].rows
        if len(text) > len(self._source):
            self._source = text
            self._render()
        return first

    def _render(self) -> None:
        """Settle what can be settled after the last checkpoint, and make the rows of the rest."""
        del self._rows[self._checkpoints[-1].rows :]
        if not self._source:
            return
        end = self._offsets[-1]
        while True:
            begin = self._offsets[-1]
            end = max(end, min(len(self._source), begin + _SLAB))
            shown = shown_text(self._source[begin:end])
            at, state = 0, self._checkpoints[-1].state
            while segment := self._grammar.settle(state, shown.text, at, self._width):
                at, state = at + segment.length, segment.next
                self._rows += segment.rows
                self._mark(begin + shown.raw_offset(at), state)
            if end == len(self._source):
                self._rows += self._grammar.rest(
                    state, shown.text, at, self._width, is_open=self._is_open
                )
                return
            end = min(len(self._source), end + _SLAB)

    def _mark(self, offset: int, state: State) -> None:
        self._offsets.append(offset)
        self._checkpoints.append(_Checkpoint(offset, len(self._rows), state))
