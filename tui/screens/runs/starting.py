"""Starting: runs of the agents in agents.toml."""

import asyncio

from textual import on, work

from agents_core.errors import ConfigError
from tui.format import one_line
from tui.screens.program import program_of
from tui.screens.runs.list_screen import ListScreen
from tui.sources.launcher import Startable
from tui.widgets.line_pane import LinePane
from tui.widgets.prompt import Question


class Starting(ListScreen):
    """Asks an agent for something, and watches it."""

    def on_mount(self) -> None:
        """Read which agents there are, now that the first frame is on its way."""
        self.call_after_refresh(self.find_agents)

    @work
    async def find_agents(self) -> None:
        """Show which agents there are to start."""
        try:
            agents = await asyncio.to_thread(self.launcher.agents)
        except ConfigError as error:
            self.launch.explain(str(error))
        else:
            self.launch.show(agents, str(self.launcher.config))

    @on(LinePane.Opened, "#launch ListPane")
    def ask_selected_agent(self) -> None:
        """Ask what the agent under the cursor is to do."""
        if (agent := self.launch.selected) is not None:
            self.ask_agent(agent)

    @work
    async def ask_agent(self, agent: Startable) -> None:
        """Ask what an agent is to do; nothing is what the file asks."""
        try:
            asks = await asyncio.to_thread(self.launcher.input)
        except ConfigError as error:
            self.complain(str(error))
            return
        hint = f"enter asks: {one_line(asks, 60)}" if asks else f"what to ask {agent.name}"

        def start(text: str) -> None:
            if not asks and not text.strip():
                raise ValueError("the file asks nothing: say what to do")
            self.start(agent.name, text.strip() or None)

        self.ask(Question("i", hint, start))

    @work
    async def start(self, agent: str, text: str | None) -> None:
        """Begin a run and watch it."""
        try:
            source = await asyncio.to_thread(self.launcher.run, agent, text)
        except ConfigError as error:
            self.complain(str(error))
        else:
            program_of(self).open_run(source)
