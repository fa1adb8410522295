"""AgentsPane: the tree of agents. Who works, who is idle, for how long, at what cost."""

from typing import ClassVar

from agents_core.history.views import RunView
from tui.drawing.agent_lines import agent_lines
from tui.rendering.matches import with_matches
from tui.rendering.styled_line import StyledLine
from tui.scene import Scene
from tui.widgets.list_pane import ListPane
from tui.widgets.pane import Pane


class AgentRows:
    """The lines of the tree as a list of rows."""

    def __init__(self) -> None:
        """Begin empty."""
        self.scene: Scene | None = None
        self.query = ""
        self.width = 1
        """Cells there are; how many rows there are depends on it."""
        self._drawn: tuple[RunView, int] | None = None
        self._lines: list[StyledLine] = []

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._lines_in(self.width))

    def row(self, index: int, width: int) -> StyledLine:
        """Return one row."""
        return with_matches(self._lines_in(width)[index], self.query)

    def _lines_in(self, width: int) -> list[StyledLine]:
        """Return all lines, drawn once a frame and width."""
        if self.scene is None:
            return []
        view = self.scene.view
        if self._drawn is None or self._drawn[0] is not view or self._drawn[1] != width:
            self._drawn, self._lines = (view, width), agent_lines(view, width)
        return self._lines


class AgentsPane(Pane):
    """Pane 1."""

    TITLE: ClassVar[str] = "Agents"
    NUMBER: ClassVar[int] = 1

    HELP = "An agent a row: how long it has worked, tokens, cost, how full its context is."

    def __init__(self) -> None:
        """Begin empty, at the top."""
        self.rows = AgentRows()
        super().__init__(AgentList(self.rows), id="agents")
        self.view.set_reactive(ListPane.following, False)

    def watch_scene(self, scene: Scene | None) -> None:
        """Show the agents at the cursor."""
        self.rows.scene = scene
        self.view.settle()

    def watch_searched(self, searched: str) -> None:
        """Mark what was searched."""
        self.rows.query = searched
        self.view.settle()


class AgentList(ListPane):
    """A list that begins at its top and does not follow its end."""

    def __init__(self, rows: AgentRows) -> None:
        """Show `rows`."""
        super().__init__(rows)
        self._agents = rows

    def settle(self) -> None:
        """Count the rows there are at this width, and show them."""
        self._agents.width = self.line_width
        super().settle()
