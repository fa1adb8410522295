"""Painted: an app without a terminal that does all the work of painting one but the writing."""

from pathlib import Path

from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.screen import Screen

import tui
from tui.app import AgentTui

SIZES = ((120, 40), (200, 60))
"""Columns and rows of the screens that are measured."""

SIZE = SIZES[0]
"""That of most."""

ALL_SIZES = ((80, 24), *SIZES)
"""Those of what is measured at each."""


class Painted(App[None]):
    """Makes the bytes of each frame, as for a terminal, and counts them."""

    frames = 0
    """Frames painted so far."""

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if isinstance(renderable, CompositorUpdate):
            renderable.render_segments(self.console)
            self.frames += 1
            self.note_frame()
        super()._display(screen, renderable)

    def note_frame(self) -> None:
        """Take note that a frame is done."""


class PaintedTui(Painted, AgentTui):
    """The product, painted for nobody."""

    CSS_PATH = str(Path(tui.__file__).parent / AgentTui.CSS_PATH)
