"""WrappingPane: a pane of long lines that are wrapped, or cut and moved sideways."""

from typing import ClassVar, Protocol

from textual.binding import Binding, BindingType

from tui.widgets.document_pane import BlockSource, DocumentPane
from tui.widgets.pane import Pane

SIDEWAYS = 4
"""A step sideways is the width of the pane divided by this."""


class WrappingSource(BlockSource, Protocol):
    """Blocks whose lines can be wrapped or not."""

    wraps: bool


class WrappingPane(Pane):
    """Binds `w` to wrapping, and `h` and `l` to moving sideways while nothing is wrapped."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "wrap", "Wrap", id="view.wrap", tooltip="Wrap long lines, or cut them."),
        Binding("h", "fold_in", "Fold in", id="item.fold_in", tooltip="Fold; unwrapped: to left."),
        Binding("l", "fold_out", "Fold out", id="item.fold_out", tooltip="Unfold; or to right."),
    ]

    def __init__(self, document: DocumentPane, source: WrappingSource, *, id: str) -> None:
        """Frame `document`, which shows `source`."""
        super().__init__(document, id=id)
        self.document = document
        self._source = source

    def action_wrap(self) -> None:
        """Wrap long lines, or show one row of each."""
        self._source.wraps = not self._source.wraps
        self.document.shift = None if self._source.wraps else 0
        self.document.update_all()
        self.wrapping_changed()

    def wrapping_changed(self) -> None:
        """Say whether lines are wrapped, where the pane says such things."""

    def action_fold_in(self) -> None:
        """Move to the left."""
        self._move_sideways(-1)

    def action_fold_out(self) -> None:
        """Move to the right."""
        self._move_sideways(1)

    def _move_sideways(self, steps: int) -> None:
        shift = self.document.shift
        if shift is not None:
            step = max(1, self.document.line_width // SIDEWAYS)
            self.document.shift = max(0, shift + steps * step)
            self.document.settle()
