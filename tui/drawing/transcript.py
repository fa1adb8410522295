"""Transcript: the items of a run as blocks of lines, in reading order.

Law: a block is a function of its item, its fold and the time; the same code draws it while it
streams and when it is done. Only blocks somebody looked at are kept, and only those that changed
are drawn again.
"""

from agents_core.history.item_times import is_open
from agents_core.history.views import ItemKind, ItemView
from tui.arguments.call_arguments import argument_node
from tui.drawing.item_block import ItemBlock
from tui.rendering.styled_line import EMPTY, StyledLine
from tui.rendering.wrapping import UNWRAPPED
from tui.scene import Scene
from tui.shown_items import ShownItems, all_items

KEPT = 300
"""Blocks kept at most; more than any screen shows."""

CELLS = 80
"""Width for which heights are guessed."""


class Transcript:
    """A `BlockSource` over the items shown at the cursor: block 0 is the first of them."""

    def __init__(self) -> None:
        """Begin empty."""
        self._scene: Scene | None = None
        self._blocks: dict[int, ItemBlock] = {}
        """By the index of their item."""
        self._folds: dict[int, bool] = {}
        self._kind_folds: dict[ItemKind, bool] = {}
        self.wraps = True
        """Texts are wrapped to the width; else only beyond any screen's."""

    @property
    def shown(self) -> ShownItems:
        """Which item each block is."""
        return all_items(0) if self._scene is None else self._scene.shown

    def update(self, scene: Scene) -> list[int]:
        """Take a new scene; return the blocks that look different now."""
        before, self._scene = self._scene, scene
        if before is not None and is_other_document(before, scene):
            self._blocks.clear()
        went_back = before is not None and scene.view.position < before.view.position
        if len(self._blocks) > KEPT:
            self._blocks.clear()
        changed: list[int] = []
        for index, block in list(self._blocks.items()):
            if index not in scene.shown:
                del self._blocks[index]
            elif (went_back or is_open(block.item)) and block.update(self._item(index), scene.now):
                changed.append(scene.shown.row_of(index))
        return changed

    def begin_unfolded(self, kind: ItemKind) -> None:
        """Show all of the items of a kind at first."""
        self._kind_folds[kind] = False

    def toggle(self, block: int) -> None:
        """Fold a block, or unfold it."""
        drawn = self._block(block)
        self._folds[drawn.item.index] = not drawn.is_folded
        drawn.fold(not drawn.is_folded)

    def is_folded(self, block: int) -> bool:
        """Tell whether a block shows its title alone."""
        return self._block(block).is_folded

    def toggle_kind(self, block: int) -> None:
        """Fold all blocks of the kind of `block`, or unfold them, and those to come."""
        drawn = self._block(block)
        kind, is_folded = drawn.item.kind, not drawn.is_folded
        self._kind_folds[kind] = is_folded
        for other in self._blocks.values():
            if other.item.kind == kind:
                other.fold(is_folded)
        assert self._scene is not None
        kind_of = self._scene.history.kind_of
        self._folds = {index: f for index, f in self._folds.items() if kind_of(index) != kind}

    def may_hold(self, block: int, query: str) -> bool:
        """Tell cheaply whether a block can hold what is searched."""
        item = self._item(self.shown.item(block))
        words = (item.text, item.output or "", item.name, item.agent or "", item.kind)
        return any(query.lower() in word.lower() for word in words) or item.error is not None

    def item_lines(self, block: int, width: int) -> list[StyledLine]:
        """Return all lines of a block: what a search looks at."""
        return [self.line(block, number, width) for number in range(self.height(block, width))]

    def __len__(self) -> int:
        """Return how many items are shown."""
        return len(self.shown)

    def estimate(self, block: int) -> int:
        """Guess a height from the length of the text."""
        if self._scene is None:
            return 0
        item = self.shown.item(block)
        return 2 + self._scene.history.text_length(item, self._scene.view.position) // CELLS

    def height(self, block: int, width: int) -> int:
        """Return how many lines an item takes."""
        return 0 if self._scene is None else self._block(block).height(width, self._room(width))

    def line(self, block: int, line: int, width: int) -> StyledLine:
        """Return one line of an item."""
        return (
            EMPTY
            if self._scene is None
            else self._block(block).line(line, width, self._room(width))
        )

    def _room(self, width: int) -> int:
        return width if self.wraps else UNWRAPPED

    def is_found(self, block: int) -> bool:
        """Tell whether a search has marked an item."""
        return self._scene is not None and self.shown.item(block) in self._scene.found

    def first_line(self, block: int, width: int) -> int:
        """Return the number of the first line that is the item's own."""
        return self._block(block).first_line(width)

    def _block(self, row: int) -> ItemBlock:
        assert self._scene is not None
        index = self.shown.item(row)
        block = self._blocks.get(index)
        if block is None:
            before = self._item(self.shown.item(row - 1)) if row else None
            item, caller = self._item(index), self._caller(index)
            arguments = argument_node(self._scene.history, item)
            now, stamps = self._scene.now, self._scene.stamps
            block = ItemBlock(item, before, now, caller, arguments, stamps)
            fold = self._folds.get(index, self._kind_folds.get(item.kind))
            if fold is not None:
                block.fold(fold)
            self._blocks[index] = block
        return block

    def _item(self, index: int) -> ItemView:
        assert self._scene is not None
        return self._scene.history.item(index, self._scene.view.position)

    def _caller(self, index: int) -> ItemView | None:
        parent = self._item(index).parent
        return None if parent is None else self._item(parent)


def is_other_document(before: Scene, scene: Scene) -> bool:
    """Tell whether blocks of two scenes have nothing to do with each other."""
    return before.history is not scene.history or before.shown.edition != scene.shown.edition
