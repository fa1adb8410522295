"""LaunchPane: the agents of agents.toml, to start a run with."""

from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content

from tui.format import pad
from tui.rendering.styled_line import StyledLine, styled
from tui.sanitise import visible_line
from tui.sources.launcher import Startable
from tui.widgets.list_pane import ListPane
from tui.widgets.pane import Pane

NAME = 20
"""Cells of an agent's name."""


class StartableRows:
    """Agents as rows; or, in their place, why there are none."""

    def __init__(self) -> None:
        """Begin empty."""
        self.agents: Sequence[Startable] = ()
        self.problem: Sequence[str] = ()

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.agents) or len(self.problem)

    def row(self, index: int, width: int) -> StyledLine:
        """Return one row."""
        if not self.agents:
            return styled(visible_line(self.problem[index]), "dim")
        agent = self.agents[index]
        mark = ("▸ ", "accent") if agent.is_start else ("  ", "")
        return (mark, (pad(visible_line(agent.name), NAME), "strong"), *_about(agent))


def _about(agent: Startable) -> StyledLine:
    return (("  ", ""), (visible_line(agent.about), "dim"))


class LaunchPane(Pane):
    """Pane 1 of the Runs screen."""

    TITLE: ClassVar[str] = "Agents"
    NUMBER: ClassVar[int] = 1
    HELP = "Agents of agents.toml: enter asks what to do, and starts a run."

    def __init__(self) -> None:
        """Begin empty."""
        self.rows = StartableRows()
        self.list = ListPane(self.rows)
        super().__init__(self.list, id="launch")
        self.list.set_reactive(ListPane.following, False)

    @property
    def selected(self) -> Startable | None:
        """The agent under the cursor."""
        agents = self.rows.agents
        return agents[self.list.cursor] if self.list.cursor < len(agents) else None

    def show(self, agents: Sequence[Startable], file: str) -> None:
        """Offer agents."""
        self.rows.agents = agents
        self.note(Content(visible_line(file)))
        self.list.settle()

    def explain(self, problem: str) -> None:
        """Say why there is nothing to start."""
        self.rows.agents, self.rows.problem = (), problem.split("\n")
        self.list.settle()
