"""Transcript: the items of a run as blocks of lines, in reading order.

Law: a block is a function of its item, its fold and the time; the same code draws it while it
streams and when it is done. Only blocks somebody looked at are kept, and only those that changed
are drawn again.
"""

from agents_core.history.views import ItemView
from tui.drawing.item_block import ItemBlock
from tui.drawing.item_words import is_open
from tui.rendering.styled_line import EMPTY, StyledLine
from tui.scene import Scene

KEPT = 300
"""Blocks kept at most; more than any screen shows."""

CELLS = 80
"""Width for which heights are guessed."""


class Transcript:
    """A `BlockSource` over the items at the cursor."""

    def __init__(self) -> None:
        """Begin empty."""
        self._scene: Scene | None = None
        self._blocks: dict[int, ItemBlock] = {}
        self._folds: dict[int, bool] = {}

    def update(self, scene: Scene) -> list[int]:
        """Take a new scene; return the blocks that look different now."""
        before, self._scene = self._scene, scene
        if before is not None and before.history is not scene.history:
            self._blocks.clear()
        went_back = before is not None and scene.view.position < before.view.position
        if len(self._blocks) > KEPT:
            self._blocks.clear()
        changed: list[int] = []
        for index, block in list(self._blocks.items()):
            if index >= scene.view.items:
                del self._blocks[index]
            elif (went_back or is_open(block.item)) and block.update(self._item(index), scene.now):
                changed.append(index)
        return changed

    def toggle(self, index: int) -> None:
        """Fold a block, or unfold it."""
        block = self._block(index)
        self._folds[index] = not block.is_folded
        block.fold(self._folds[index])

    def may_hold(self, index: int, query: str) -> bool:
        """Tell cheaply whether a block can hold what is searched."""
        item = self._item(index)
        words = (item.text, item.output or "", item.name, item.agent or "", item.kind)
        return any(query.lower() in word.lower() for word in words) or item.error is not None

    def item_lines(self, index: int, width: int) -> list[StyledLine]:
        """Return all lines of a block: what a search looks at."""
        return [self.line(index, number, width) for number in range(self.height(index, width))]

    def __len__(self) -> int:
        """Return how many items have begun."""
        return 0 if self._scene is None else self._scene.view.items

    def estimate(self, block: int) -> int:
        """Guess a height from the length of the text."""
        if self._scene is None:
            return 0
        length = self._scene.history.text_length(block, self._scene.view.position)
        return 2 + length // CELLS

    def height(self, block: int, width: int) -> int:
        """Return how many lines an item takes."""
        return 0 if self._scene is None else self._block(block).height(width)

    def line(self, block: int, line: int, width: int) -> StyledLine:
        """Return one line of an item."""
        return EMPTY if self._scene is None else self._block(block).line(line, width)

    def _block(self, index: int) -> ItemBlock:
        assert self._scene is not None
        block = self._blocks.get(index)
        if block is None:
            before = self._item(index - 1) if index else None
            block = ItemBlock(self._item(index), before, self._scene.now, self._caller(index))
            if index in self._folds:
                block.fold(self._folds[index])
            self._blocks[index] = block
        return block

    def _item(self, index: int) -> ItemView:
        assert self._scene is not None
        return self._scene.history.item(index, self._scene.view.position)

    def _caller(self, index: int) -> ItemView | None:
        parent = self._item(index).parent
        return None if parent is None else self._item(parent)
