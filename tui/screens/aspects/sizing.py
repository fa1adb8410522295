"""Sizing: how the room is parted between the panes, remembered for screens of about that width.

Law: only where the sheet shows all panes as columns and rows; where a pane is alone, or takes half
of the screen, the sheet decides.
"""

from typing import ClassVar, Final

from textual import on
from textual.binding import BindingType
from textual.events import Resize
from textual.widget import Widget

from tui import run_keys
from tui.screens.deck_screen import DeckScreen
from tui.screens.program import program_of
from tui.widgets.pane_deck import AGENTS, EVENTS, LANES, STREAM, PaneDeck

WIDTH_CLASSES: Final = ("-wide", "-huge")
"""Classes of widths at which there are columns."""

LEAST: Final = {"width": 24, "height": 4}
"""Cells that a part keeps, and that what is beside it keeps."""

SIDES: Final = (
    ("outline", "width"),
    ("lens", "width"),
    ("lens", "height"),
    ("agents", "height"),
    ("lanes", "height"),
)
"""What can be moved."""


class Sizing(DeckScreen):
    """Keys that move the lines between panes."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.SIZING

    def on_mount(self) -> None:
        """Have the sizes of last time, once it is known how wide the screen is."""
        self.call_after_refresh(self._apply_sizes)

    def on_resize(self, _: Resize) -> None:
        """Have the sizes for the new width, once the sheet knows it."""
        self.call_after_refresh(self._apply_sizes)

    @on(PaneDeck.ExtentChanged)
    def leave_sizes_to_the_sheet(self) -> None:
        """Leave the sizes to the sheet while a pane has more room."""
        self._apply_sizes()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        if action in ("widen", "heighten"):
            return self._width_class is not None and self.deck.extent == "normal"
        return super().check_action(action, parameters)

    def action_widen(self, cells: int) -> None:
        """Move the line beside the column of the pane in front."""
        front = self.deck.front
        if front in (AGENTS, EVENTS):
            self._resize("outline", "width", cells)
        elif self._width_class == "-huge" and front > STREAM and front != LANES:
            self._resize("lens", "width", cells)
        else:
            self._resize("outline", "width", -cells)

    def action_heighten(self, rows: int) -> None:
        """Move the line over or under the pane in front."""
        match self.deck.front:
            case index if index == LANES:
                self._resize("lanes", "height", rows)
            case index if index in (AGENTS, EVENTS):
                self._resize("agents", "height", rows if index == AGENTS else -rows)
            case index if self._width_class == "-wide":
                self._resize("lens", "height", -rows if index == STREAM else rows)
            case _:
                self._resize("lanes", "height", -rows)

    @property
    def _width_class(self) -> str | None:
        """Which widths sizes are remembered for; None where there are no columns or few rows."""
        if not self.has_class("-tall"):
            return None
        return next((name for name in WIDTH_CLASSES if self.has_class(name)), None)

    def _resize(self, part: str, side: str, cells: int) -> None:
        """Give a part more cells, or fewer, and remember how many it has."""
        width_class, widget = self._width_class, self.query_one(f"#{part}")
        around = widget.parent
        if width_class is None or not isinstance(around, Widget):
            return
        kept, most = program_of(self).kept, getattr(around.size, side) - LEAST[side]
        seen = getattr(widget.outer_size, side)  # behind the keys until the next layout
        now = kept.sizes(width_class).get(f"{part}.{side}", seen)
        kept.keep_size(width_class, f"{part}.{side}", max(LEAST[side], min(now + cells, most)))
        self._apply_sizes()

    def _apply_sizes(self) -> None:
        """Put the remembered sizes over those of the sheet, or take them off."""
        width_class = self._width_class if self.deck.extent == "normal" else None
        sizes = {} if width_class is None else program_of(self).kept.sizes(width_class)
        for part, side in SIDES:
            rules = self.query_one(f"#{part}").styles.inline
            cells = sizes.get(f"{part}.{side}")
            if cells is not None:
                setattr(rules, side, cells)
            elif rules.has_rule(side):
                rules.clear_rule(side)
