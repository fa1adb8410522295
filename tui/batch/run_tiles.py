"""RunTiles: the runs of a batch as the tiles of a grid."""

from collections.abc import Sequence

from tui.batch.batch import Batch
from tui.drawing.run_tile import ROWS, Tile, tile_lines
from tui.rendering.styled_line import StyledLine
from tui.sources.run_source import RunSource


class RunTiles:
    """Draws a tile from what its run is now."""

    rows = ROWS

    def __init__(self, batch: Batch) -> None:
        """Show the runs of `batch`."""
        self._batch = batch
        self._reached: dict[RunSource, tuple[int, float]] = {}
        self.now = 0.0
        """The time of the program; set before each drawing."""

    def __len__(self) -> int:
        """Return how many runs there are."""
        return len(self._batch.runs)

    def tile(self, index: int, width: int, *, is_selected: bool) -> Sequence[StyledLine]:
        """Return the lines of one run."""
        source = self._batch.runs[index]
        view, history = self._batch.view(source), source.history
        tile = Tile(
            source.title,
            self._batch.state_of(source),
            view,
            self._time(source),
            history.item(view.items - 1, view.position) if view.items else None,
        )
        return tile_lines(tile, width, is_selected=is_selected)

    def _time(self, source: RunSource) -> float:
        """Return the time of a run: while it goes on, it passes between two events too."""
        position = len(source.history)
        if self._reached.get(source, (-1, 0.0))[0] != position:
            self._reached[source] = (position, self.now)
        at = source.history.time_at(position)
        return at + self.now - self._reached[source][1] if source.is_live and position else at
