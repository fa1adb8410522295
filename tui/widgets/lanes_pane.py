"""LanesPane: who did what when, a lane an agent."""

from typing import ClassVar

from tui.drawing.agent_lines import MARKS, tree
from tui.format import clock, pad
from tui.rendering.styled_line import EMPTY, StyledLine
from tui.sanitise import visible_line
from tui.scene import Scene
from tui.widgets.list_pane import ListPane
from tui.widgets.pane import Pane


class Lanes:
    """The lanes of a run as rows."""

    def __init__(self) -> None:
        """Begin empty."""
        self.scene: Scene | None = None

    def __len__(self) -> int:
        """Return how many lanes there are."""
        return 0 if self.scene is None else len(self.scene.view.agents)

    def row(self, index: int, width: int) -> StyledLine:
        """Return one lane."""
        if self.scene is None:
            return EMPTY
        agent, branch = list(tree(self.scene.view.agents))[index]
        mark, word, style = MARKS[agent.status]
        name = pad(branch + visible_line(agent.name), 16)
        return ((f"{mark} ", style), (name, ""), (f"{word:<8}{clock(agent.active_s)}", "dim"))


class LanesPane(Pane):
    """Pane 5."""

    TITLE: ClassVar[str] = "Lanes"
    NUMBER: ClassVar[int] = 5
    HELP = "One lane an agent: what it did when."

    def __init__(self) -> None:
        """Begin empty, at the top."""
        self.lanes = Lanes()
        super().__init__(ListPane(self.lanes), id="lanes")
        self.view.set_reactive(ListPane.following, False)

    def watch_scene(self, scene: Scene | None) -> None:
        """Show the lanes at the cursor."""
        self.lanes.scene = scene
        self.view.settle()
