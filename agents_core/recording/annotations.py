"""Annotations: what people keep about a run: marks, notes, tags, and whether it is pinned.

Law: values; a change returns new ones. Fields nobody knows yet are kept, at every level. Where they
are written is the business of `annotation_file`; the run file itself never changes.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Unknown = Mapping[str, Any]
"""Fields of a newer program, written back as they were read."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a run somebody wants to find again."""

    position: int
    """A number of events: the place just after the last of them, where the view stands."""
    label: str = ""
    unknown: Unknown = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A comment on an item, or on one of its raw events."""

    seq: int
    """The event; an item is named by the one it began with."""
    text: str
    unknown: Unknown = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Annotations:
    """All that is kept about one run."""

    marks: tuple[Mark, ...] = ()
    """By position, at most one a position."""
    notes: tuple[Note, ...] = ()
    """By event, at most one an event."""
    tags: tuple[str, ...] = ()
    note: str = ""
    """On the run as a whole."""
    is_pinned: bool = False
    unknown: Unknown = field(default_factory=dict, compare=False, repr=False)

    @property
    def positions(self) -> list[int]:
        """The positions of the marks, ascending."""
        return [mark.position for mark in self.marks]

    def mark_at(self, position: int) -> Mark | None:
        """Return the mark at a position, if there is one."""
        return next((mark for mark in self.marks if mark.position == position), None)

    def marks_between(self, first: int, last: int) -> tuple[Mark, ...]:
        """Return the marks from one position to another, both included."""
        places = self.positions
        return self.marks[bisect_left(places, first) : bisect_left(places, last + 1)]

    def note_on(self, seq: int) -> str:
        """Return the comment on an event, empty if there is none."""
        return next((note.text for note in self.notes if note.seq == seq), "")

    # Changes

    def with_mark(self, position: int, label: str = "") -> "Annotations":
        """Mark a position, or label its mark anew."""
        old = self.mark_at(position) or Mark(position)
        others = self.without_mark(position).marks
        marks = sorted((*others, replace(old, label=label)), key=lambda mark: mark.position)
        return replace(self, marks=tuple(marks))

    def without_mark(self, position: int) -> "Annotations":
        """Remove the mark of a position, if there is one."""
        return replace(self, marks=tuple(m for m in self.marks if m.position != position))

    def with_note_on(self, seq: int, text: str) -> "Annotations":
        """Comment on an event; an empty text removes the comment."""
        others = [note for note in self.notes if note.seq != seq]
        if text:
            old = next((note for note in self.notes if note.seq == seq), Note(seq, ""))
            others.append(replace(old, text=text))
        return replace(self, notes=tuple(sorted(others, key=lambda note: note.seq)))

    def with_tags(self, tags: Iterable[str]) -> "Annotations":
        """Have these tags, each once, in the order given."""
        words = (tag.strip() for tag in tags)
        return replace(self, tags=tuple(dict.fromkeys(word for word in words if word)))

    def with_note(self, text: str) -> "Annotations":
        """Have this note on the run."""
        return replace(self, note=text)

    def with_pin(self, is_pinned: bool) -> "Annotations":
        """Be pinned, or not."""
        return replace(self, is_pinned=is_pinned)
