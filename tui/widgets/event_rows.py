"""EventRows: the outline at the cursor as a list of rows, with what is folded in it.

Law: an item folds two ways: its raw events stand under it or not, and so does the run nested in it.
"""

from collections.abc import Mapping, Sequence

from agents_core.history.run_history import RunHistory
from agents_core.history.views import ItemKind
from tui.drawing.annotation_signs import event_sign, item_signs
from tui.drawing.event_rows import event_row, item_row, marked_row
from tui.rendering.matches import with_matches
from tui.rendering.styled_line import StyledLine
from tui.scene import Scene, Selection
from tui.shown_items import ItemSieve, ShownItems
from tui.widgets.outline import Outline, Place

LOOKED_AT = 1_000
"""Events between two scenes whose items are looked at; after more, all are counted again."""


class EventRows:
    """The rows of the Events pane."""

    def __init__(self) -> None:
        """Begin empty."""
        self.scene: Scene | None = None
        self.query = ""
        self.outline = Outline(self._events_of, self._kind_of)
        self._signs: Mapping[int, str] = {}
        self._folded: set[int] = set()
        """Calls whose nested runs have no rows."""
        self._sieve: ItemSieve | None = None

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.outline)

    def row(self, index: int, width: int) -> StyledLine:
        """Return one row."""
        if self.scene is None:
            return ()
        place = self.outline.place(index)
        scene = self.scene
        if place.seq is not None:
            sign = event_sign(place.seq, scene.annotations)
            return with_matches(event_row(scene.history.event(place.seq), sign), self.query)
        item = scene.history.item(place.item, scene.view.position)
        fold = ("▸" if place.item in self._folded else "▾") if self.has_nested(place.item) else ""
        sign = self._signs.get(place.item, "")
        row = item_row(item, scene.now, width, sign, fold, scene.stamps)
        return with_matches(marked_row(row) if place.item in scene.found else row, self.query)

    def show(self, scene: Scene) -> bool:
        """Take a new scene; tell whether items stand on other rows now."""
        before, self.scene = self.scene, scene
        self._signs = item_signs(scene.history, scene.annotations)
        edition = self.outline.shown.edition
        self.outline.show(self._unfolded(scene), first_changed(before, scene))
        return edition != self.outline.shown.edition

    def place(self, row: int) -> Place:
        """Return what `row` shows."""
        return self.outline.place(row)

    def row_of(self, selection: Selection) -> int:
        """Return the row of what is selected; of an item that is folded away, of its call."""
        item, seq = selection.item or 0, selection.seq
        while item not in self.outline.shown and (parent := self.parent_of(item)) is not None:
            item, seq = parent, None
        return self.outline.row_of(Place(item, seq))

    def has_nested(self, item: int) -> bool:
        """Tell whether runs have begun under an item."""
        scene = self.scene
        return scene is not None and scene.history.has_nested(item, scene.view.position)

    def is_folded(self, item: int) -> bool:
        """Tell whether the runs nested in an item have no rows."""
        return item in self._folded

    def parent_of(self, item: int) -> int | None:
        """Return the call whose nested run an item belongs to."""
        return None if self.scene is None else self.scene.history.parent_of(item)

    def toggle_nested(self, item: int) -> None:
        """Fold the runs nested in a call, or unfold them."""
        self._folded ^= {item}
        self._sieve = nested_sieve(frozenset(self._folded)) if self._folded else None
        if self.scene is not None:
            self.outline.show(self._unfolded(self.scene))

    def _unfolded(self, scene: Scene) -> ShownItems:
        if self._sieve is None:
            return scene.shown
        return self._sieve.restrict(scene.shown, scene.history, scene.view.position)

    def _events_of(self, item: int) -> Sequence[int]:
        assert self.scene is not None
        return self.scene.history.item_events(item, self.scene.view.position)

    def _kind_of(self, item: int) -> ItemKind:
        assert self.scene is not None
        return self.scene.history.kind_of(item)


def nested_sieve(folded: frozenset[int]) -> ItemSieve:
    """Return what hides the items of the runs nested in `folded` calls."""

    def is_outside(history: RunHistory, item: int) -> bool:
        parent = history.parent_of(item)
        while parent is not None and parent not in folded:
            parent = history.parent_of(parent)
        return parent is None

    return ItemSieve(is_outside, ())


def first_changed(before: Scene | None, scene: Scene) -> int:
    """Return the first item that may have other raw events in `scene` than `before`."""
    if before is None or before.history is not scene.history:
        return 0
    start, end = before.view.position, scene.view.position
    if not start <= end <= start + LOOKED_AT:
        return 0
    items = (scene.history.item_at(seq) for seq in range(start, end))
    return min((item for item in items if item is not None), default=scene.view.items)
