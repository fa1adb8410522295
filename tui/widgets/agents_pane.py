"""AgentsPane: the tree of agents. Who works, who is idle, for how long, at what cost."""

from typing import ClassVar

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

    def __len__(self) -> int:
        """Return how many rows there are."""
        return 0 if self.scene is None else len(agent_lines(self.scene.view, 40))

    def row(self, index: int, width: int) -> StyledLine:
        """Return one row."""
        if self.scene is None:
            return ()
        return with_matches(agent_lines(self.scene.view, width)[index], self.query)


class AgentsPane(Pane):
    """Pane 1."""

    TITLE: ClassVar[str] = "Agents"
    NUMBER: ClassVar[int] = 1

    HELP = "One row an agent: what it is doing, how long it has worked, tokens used."

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
