"""MarksDialog: all marks and comments of a run, over the screen."""

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from agents_core.history.run_history import RunHistory
from agents_core.recording.annotations import Annotations
from tui.drawing.annotation_signs import COMMENT, MARK
from tui.drawing.event_rows import item_label
from tui.drawing.item_words import LETTERS
from tui.format import clock_tenths, one_line, pad

WORDS = 120
"""Cells of a comment shown in the list at most."""


class Place(NamedTuple):
    """A mark, or a comment."""

    position: int
    """Where the view has to stand to see it."""
    seq: int | None
    """The event a comment is on; None for a mark."""
    words: str = ""
    """The label, or the comment."""


class MarksDialog(ModalScreen[tuple[str, Place] | None]):
    """Returns what to do with which place: "go" there, or "rename" it; nothing after escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,q,apostrophe,ctrl+c", "leave", "Back", id="marks.leave", tooltip="Go nowhere."
        ),
        Binding("j", "move(1)", "Down", id="marks.down", tooltip="The next mark."),
        Binding("k", "move(-1)", "Up", id="marks.up", tooltip="The mark before."),
        Binding("r", "rename", "Rename", id="marks.rename", tooltip="Say in words what it is."),
        Binding("d,delete", "remove", "Remove", id="marks.remove", tooltip="Remove it."),
    ]

    def __init__(
        self, history: RunHistory, kept: Annotations, remove: Callable[[Place], None]
    ) -> None:
        """List what is kept; `remove` is called for each that is removed."""
        super().__init__()
        self._history = history
        self._places = places_of(kept)
        self._remove = remove

    def compose(self) -> ComposeResult:
        """Lay out the title, the list and what can be done."""
        with Vertical(id="dialog"):
            yield Static(Content("Marks and comments"), id="dialog-question")
            yield OptionList(*map(self._option, self._places))
            yield Static(
                Content.styled("enter go there  r rename  d remove  esc back", "$text-muted"),
                id="dialog-keys",
            )

    @on(OptionList.OptionSelected)
    def go(self, event: OptionList.OptionSelected) -> None:
        """Go there."""
        self.dismiss(("go", self._places[event.option_index]))

    def action_leave(self) -> None:
        """Go nowhere."""
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Move in the list."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def action_rename(self) -> None:
        """Say in words what it is."""
        if (index := self.query_one(OptionList).highlighted) is not None:
            self.dismiss(("rename", self._places[index]))

    def action_remove(self) -> None:
        """Remove it, and leave when nothing is left."""
        options = self.query_one(OptionList)
        if (index := options.highlighted) is None:
            return
        self._remove(self._places.pop(index))
        options.remove_option_at_index(index)
        if not self._places:
            self.dismiss(None)

    def _option(self, place: Place) -> Option:
        history, at = self._history, clock_tenths(self._history.time_at(place.position))
        index = history.item_before(place.position)
        what = ""
        if index is not None:
            item = history.item(index, place.position)
            what = f"{LETTERS[item.kind]} {item_label(item)}"
        sign = MARK if place.seq is None else COMMENT
        return Option(
            Content.assemble(
                (f"{sign} ", "$text-accent"),
                (f"{at:>7}  ", "$text-muted"),
                pad(what, 22),
                "  ",
                (one_line(place.words, WORDS), "bold"),
            )
        )


def places_of(kept: Annotations) -> list[Place]:
    """Return all marks and comments by their position."""
    places = [Place(mark.position, None, mark.label) for mark in kept.marks]
    places += [Place(note.seq + 1, note.seq, note.text) for note in kept.notes]
    return sorted(places, key=lambda place: place.position)
