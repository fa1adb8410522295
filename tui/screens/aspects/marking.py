"""Marking: marks and comments, kept beside the run's file as soon as they are made.

Law: what is seen changes at once; the file follows in a thread, one change after the other. Where
there is no file, or it cannot be written, what was marked stays until the screen is left.
"""

import asyncio
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from agents_core.errors import RecordingError
from agents_core.recording.annotation_file import AnnotationFile, Edit
from tui import run_keys
from tui.drawing.annotation_signs import COMMENT, MARK
from tui.sanitise import visible
from tui.screens.deck_screen import DeckScreen
from tui.screens.marks_dialog import MarksDialog, Place
from tui.widgets.prompt import Question


class Marking(DeckScreen):
    """Keys for marks and comments."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.MARKING

    def on_mount(self) -> None:
        """Read what was kept before."""
        self._writing = asyncio.Lock()
        self._is_told = False
        if (path := self.source.recorded_at) is not None:
            try:
                self.annotations = AnnotationFile(path).read()
            except RecordingError as error:
                self._complain(str(error))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        if action == "comment":
            return self.deck.selection.item is not None
        return super().check_action(action, parameters)

    def annotate(self, edit: Edit) -> None:
        """Change what is kept about the run."""
        self.annotations = edit(self.annotations)
        self.moved()
        self._keep(edit)

    # Actions

    def action_toggle_mark(self) -> None:
        """Mark where the cursor is, or unmark it."""
        position = self._marked_position()
        if self.annotations.mark_at(position) is None:
            self.annotate(lambda kept: kept.with_mark(position))
        else:
            self.annotate(lambda kept: kept.without_mark(position))

    def action_marked(self, count: int) -> None:
        """Go to the next mark, or the one before."""
        self.jump_among(self._places(), count, "mark")

    def action_comment(self) -> None:
        """Ask for words on the selected item, or on the selected raw event."""
        selection = self.deck.selection
        if selection.item is None:
            return
        history = self.source.history
        item = history.item(selection.item, self.playhead.position)
        seq = item.seq if selection.seq is None else selection.seq
        self._ask_comment(seq)

    def action_list_marks(self) -> None:
        """Show all marks and comments."""
        if not (self.annotations.marks or self.annotations.notes):
            self.notify("nothing is marked: m marks this place, ; comments on an item", timeout=3)
            return
        dialog = MarksDialog(self.source.history, self.annotations, self._remove_place)
        self.app.push_screen(dialog, self._take_place)

    # What the dialog leads to

    def _take_place(self, choice: tuple[str, Place] | None) -> None:
        match choice:
            case ("go", place):
                self.playhead.seek(place.position)
                self.arrived()
            case ("rename", Place(_, None) as place):
                self._ask_label(place.position)
            case ("rename", place):
                self._ask_comment(place.seq or 0)

    def _remove_place(self, place: Place) -> None:
        if place.seq is None:
            self.annotate(lambda kept: kept.without_mark(place.position))
        else:
            self.annotate(lambda kept: kept.with_note_on(place.seq or 0, ""))

    def _ask_label(self, position: int) -> None:
        mark = self.annotations.mark_at(position)
        text = "" if mark is None else mark.label
        self.ask(
            Question(
                MARK,
                "what is to be seen here",
                lambda label: self.annotate(lambda kept: kept.with_mark(position, label.strip())),
                text,
            )
        )

    def _ask_comment(self, seq: int) -> None:
        self.ask(
            Question(
                COMMENT,
                "a comment; none removes it",
                lambda text: self.annotate(lambda kept: kept.with_note_on(seq, text.strip())),
                self.annotations.note_on(seq),
            )
        )

    def _places(self) -> list[int]:
        """Return the positions of marks and of stops at breakpoints, ascending."""
        return sorted({*self.annotations.positions, *self.source.history.marks("break")})

    def _marked_position(self) -> int:
        """Return the place of what was picked out, or that of the view."""
        picked = self.deck.pinned
        if picked is None or picked.item is None:
            return self.playhead.position
        item = self.source.history.item(picked.item, self.playhead.position)
        return (item.seq if picked.seq is None else picked.seq) + 1

    # Writing

    @work(group="marks")
    async def _keep(self, edit: Edit) -> None:
        """Write one change, after those before it."""
        path = self.source.recorded_at
        if path is None:
            self._tell_once("not recorded: marks and comments go when you leave")
            return
        file = AnnotationFile(path)
        async with self._writing:
            try:
                await asyncio.to_thread(file.change, edit)
            except RecordingError as error:
                self._complain(str(error))
        if file.moved_to is not None:
            self._complain(f"the marks and comments of before are damaged: see {file.moved_to}")

    def _tell_once(self, words: str) -> None:
        if not self._is_told:
            self._is_told = True
            self.notify(words, timeout=5)

    def _complain(self, words: str) -> None:
        self.notify(visible(words), severity="error", timeout=10, markup=False)
