"""ItemDeck: what can be done with the selected item: find text, copy it, send it out.

Law: what leaves is logical text, without frames and wraps. While another program has the terminal
the run goes on.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar

from textual.app import SuspendNotSupported
from textual.binding import BindingType

from tui import run_keys
from tui.drawing.copied import Part, copied
from tui.drawing.item_text import all_of
from tui.format import grouped
from tui.lent_terminal import lend_terminal
from tui.outside import (
    OSC52_LIMIT,
    open_in_editor,
    save_copy,
    show_in_pager,
)
from tui.sanitise import visible
from tui.scene import Selection
from tui.shown_items import ShownItems
from tui.widgets.pane_deck import PaneDeck

NOTHING: dict[Part, str] = {
    "item": "nothing to copy yet",
    "args": "no arguments to copy",
    "output": "no output to copy yet",
    "json": "nothing to copy yet",
    "request": "no model call made this item",
}
"""What is said instead of copying nothing."""


class ItemDeck(PaneDeck):
    """The panes, and the keys that act on the selected item."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.ITEMS

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        match action:
            case "search":
                return bool(self.front_pane.searched) or self._stops is not None
            case "copy" | "pager" | "editor":
                return self.selection.item is not None
        return super().check_action(action, parameters)

    def search(self, text: str) -> None:
        """Mark `text` in the front pane and go to its next place; of nothing, forget the last."""
        self.front_pane.searched = text
        self.action_search(1)
        self.refresh_bindings()

    def action_search(self, step: int) -> None:
        """Go to the next place that was found."""
        pane, stops = self.front_pane, self._stops
        if not pane.searched and stops is not None:
            self._stop_at(stops, step)
        elif pane.searched and not pane.find(step):
            self.notify(f"not found: {visible(pane.searched)}", timeout=3, markup=False)

    @property
    def _stops(self) -> ShownItems | None:
        """The items that were found, or else those shown while others are hidden."""
        if self.scene is None or (self.scene.found.edition is None and not self.scene.shown.hidden):
            return None
        return self.scene.shown if self.scene.found.edition is None else self.scene.found

    def _stop_at(self, stops: ShownItems, step: int) -> None:
        """Select the next of some items, or the one before; after the last comes the first."""
        if not len(stops):
            self.notify("nothing found", timeout=3)
            return
        item = -1 if self.selection.item is None else self.selection.item
        row = stops.row_of(item) + (step if step < 0 or item in stops else step - 1)
        self.choose(Selection(stops.item(row % len(stops))))

    def action_next_face(self) -> None:
        """Turn Inspect to its next side."""
        self.inspect.next_face()

    def action_copy(self, part: Part) -> None:
        """Copy a part of the selected item, also to a file for terminals without a clipboard."""
        if self.scene is None:
            return
        own = self.front_pane.own_text() if part == "item" else ""
        text = own or copied(self.scene, self.selection, part)
        if not text:
            self.notify(NOTHING[part], timeout=2)
            return
        with self._blaming("copy"):
            path = save_copy(text)
            raw = text.encode(errors="replace")
            is_short = len(raw) <= OSC52_LIMIT
            if is_short:
                self.app.copy_to_clipboard(raw.decode())
            where = "copied, also to" if is_short else "too long for the clipboard, so only in"
            said = f"{grouped(len(text))} characters {where} {path}"
            self.notify(visible(said), timeout=3 if is_short else 10, markup=False)

    async def open_all(self) -> None:
        """Show all of the selected item in the pager."""
        await self.action_pager()

    async def action_pager(self) -> None:
        """Show all of the selected item in the pager; the run goes on."""
        await self._outside("pager", show_in_pager)

    async def action_editor(self) -> None:
        """Show all of the selected item in the editor; the run goes on."""
        await self._outside("editor", open_in_editor)

    async def _outside(self, what: str, show: Callable[[str], None]) -> None:
        """Leave the terminal to another program."""
        if self.scene is None:
            return
        own = self.front_pane.own_text()
        text = all_of(self.scene, self.selection, self.inspect.face) if own is None else own
        with self._blaming(what):
            await lend_terminal(self.app, lambda: show(text))

    @contextmanager
    def _blaming(self, what: str) -> Iterator[None]:
        """Say it when the world outside does not do `what`."""
        try:
            yield
        except (OSError, SuspendNotSupported) as error:
            self.notify(visible(f"{what}: {error}"), severity="error", markup=False)
