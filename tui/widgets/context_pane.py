"""ContextPane: what a model call received, held against another call."""

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import var

from agents_core.history.views import CallView
from agents_core.received.lens import Comparison, Lens, comparisons, look_at
from agents_core.received.request_reader import RequestReader
from tui.drawing.context_lines import call_title
from tui.drawing.context_sheet import ContextSheet
from tui.scene import Scene, Selection
from tui.widgets.block_pane import BlockPane
from tui.widgets.document_pane import DocumentPane, Place
from tui.widgets.line_pane import LinePane
from tui.widgets.pane import Pane

_FIRST = 1
"""The block of the first entry."""


class ContextPane(Pane):
    """Pane 6. It goes with the selection until something in it is looked at, and again from `g`."""

    TITLE: ClassVar[str] = "Context"
    NUMBER: ClassVar[int] = 6
    HELP = (
        "What the model call of the selected item received: = kept, + added, - not sent, ~ changed."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "o", "fold", "Unfold", id="item.fold", tooltip="All of an entry, or its row alone."
        ),
        Binding(
            "d",
            "compare",
            "Compare",
            id="context.compare",
            tooltip="Context against: the call before, the agent that handed off, nothing.",
        ),
    ]

    comparison: var[Comparison] = var[Comparison]("before")
    """What a call is held against, where there is such a call."""

    def __init__(self) -> None:
        """Begin with no call."""
        self.sheet = ContextSheet()
        self.document = BlockPane(self.sheet)
        self.document.set_reactive(DocumentPane.has_cursor, True)
        self.document.set_reactive(DocumentPane.following, False)
        self.document.set_reactive(LinePane.cursor, _FIRST)
        self._reader: RequestReader | None = None
        self._shown: tuple[int, Comparison] | None = None
        self._found = -1
        self._is_seen = False
        """It is on the screen; elsewhere nothing is looked at: a long input takes its time."""
        super().__init__(self.document, id="context")

    def on_show(self) -> None:
        """Show what had been received meanwhile."""
        self._is_seen = True
        self._look()

    def on_hide(self) -> None:
        """Rest."""
        self._is_seen = False

    def watch_scene(self) -> None:
        """Show what had been received at the cursor."""
        self._look()

    def watch_selection(self) -> None:
        """Show another call, from its top."""
        self._look()

    def watch_searched(self, searched: str) -> None:
        """Mark what was searched."""
        self.sheet.query, self._found = searched, -1
        self.document.settle()

    def reveal(self, selection: Selection) -> None:
        """Go with what was selected elsewhere, whatever was looked at here."""
        self._let_go()
        self._look()

    def find(self, step: int) -> bool:
        """Go to the next entry that holds the query, and unfold it; False when none does."""
        here = self.sheet.first_entry(self.document.cursor)
        start = self._found if self._found >= 0 else max(here, 0) - step
        entry = self.sheet.find(start, step)
        if entry is None:
            return False
        self._found = entry
        block = self.sheet.unfold_to(entry)
        self.document.update_all()
        self.document.move_cursor_to(block)
        self.document.show_block(block, above=3)
        return True

    def own_text(self) -> str | None:
        """Return all of the entry under the cursor."""
        return self.sheet.text(self.document.cursor) or None

    @on(LinePane.Opened)
    def open_entry(self, event: LinePane.Opened) -> None:
        """Unfold what was opened."""
        event.stop()
        self.action_fold()

    @on(LinePane.CursorMoved)
    def look_again(self, event: LinePane.CursorMoved) -> None:
        """Go with the selection again once the cursor is back at the top."""
        event.stop()
        self._look()

    def action_fold(self) -> None:
        """Show all of the entry under the cursor, or its row alone."""
        self.sheet.toggle(self.document.cursor)
        self.document.update_all()

    def action_compare(self) -> None:
        """Hold the call against something else."""
        if self._shown is None or self.sheet.lens is None:
            return
        choices = comparisons(self.sheet.lens.call)
        self.comparison = choices[(choices.index(self._shown[1]) + 1) % len(choices)]
        self._look()

    def _look(self) -> None:
        """Show the call this is about; its answer alone changes nothing but numbers."""
        scene = self.scene
        if scene is None or not self._is_seen:
            return
        wanted = self._wanted(scene)
        number = self._shown[0] if self._shown is not None and self._is_held(scene) else wanted
        if number is None:
            self._shown = None
            self._show(None)
            return
        self._look_at(scene, scene.history.call(number, scene.view.position))
        self._note(number != wanted)

    def _look_at(self, scene: Scene, call: CallView) -> None:
        choices, lens = comparisons(call), self.sheet.lens
        comparison = self.comparison if self.comparison in choices else choices[0]
        is_same = self._shown == (call.number, comparison)
        if is_same and lens is not None:
            if lens.call is not call:
                self._show(replace(lens, call=call))
            return
        self._shown = (call.number, comparison)
        self._let_go()
        self._show(look_at(scene.history, self._reading(scene), call, comparison))

    def _show(self, lens: Lens | None) -> None:
        if self._reader is not None and (lens is not None or self.sheet.lens is not None):
            self.sheet.show(lens, self._reader, self._shown[1] if self._shown else "all")
        self.document.update_all()

    def _wanted(self, scene: Scene) -> int | None:
        """Return the call the selected item is of; with the newest item, the newest call."""
        history, view, item = scene.history, scene.view, self.selection.item
        if not view.calls:
            return None
        if item is None or item >= view.items - 1:
            return view.calls - 1
        if (call := history.call_of(item, view.position)) is not None:
            return call.number
        number = history.call_at(history.item(item, view.position).seq) or 0
        return min(number, view.calls - 1)

    def _is_held(self, scene: Scene) -> bool:
        """Tell whether something in the call that is shown is looked at."""
        is_there = self._shown is not None and self._shown[0] < scene.view.calls
        is_at_top = self.document.cursor <= _FIRST and self.document.place == Place(0, 0)
        return is_there and (self.sheet.is_unfolded or not is_at_top)

    def _let_go(self) -> None:
        """Go back to the top, with nothing unfolded."""
        self.sheet.fold_all()
        self._found = -1
        self.document.following = False
        self.document.place = Place(0, 0)
        self.document.set_reactive(LinePane.cursor, _FIRST)

    def _reading(self, scene: Scene) -> RequestReader:
        if self._reader is None or not self._reader.reads(scene.history):
            self._reader = RequestReader(scene.history)
        return self._reader

    def _note(self, is_other: bool) -> None:
        lens = self.sheet.lens
        title = "" if lens is None else call_title(lens.call)
        self.note(Content(f"{title} · g: go with the selection" if is_other else title))
