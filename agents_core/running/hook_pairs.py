"""Hook pairs: the run's hooks and the agent's, called together at each step."""

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agents_core.agents.lifecycle import AgentHooks, RunHooks
from agents_core.agents.run_context import AgentHookContext, RunContextWrapper
from agents_core.running.side_by_side import side_by_side

if TYPE_CHECKING:
    from agents_core.agents.agent import Agent
    from agents_core.items import ModelResponse

_Call = Coroutine[Any, Any, None]


def checked_run_hooks(hooks: Any) -> RunHooks[Any] | None:
    """Return hooks meant for a run.

    Raises:
        TypeError: they are hooks of an agent, or none at all.
    """
    if hooks is None or isinstance(hooks, RunHooks):
        return hooks
    hint = " Pass AgentHooks as Agent(hooks=...)." if isinstance(hooks, AgentHooks) else ""
    raise TypeError(f"Run hooks must be instances of RunHooks, got {type(hooks).__name__}.{hint}")


@dataclass(frozen=True, slots=True)
class HookPair:
    """Calls the hooks of the run and of the agent concerned, at once."""

    run: RunHooks[Any] | None

    async def agent_started(self, context: AgentHookContext[Any], agent: "Agent[Any]") -> None:
        """The agent has just become the current one."""
        run, hooks = self.run, agent.hooks
        await _both(
            None if run is None else run.on_agent_start(context, agent),
            None if hooks is None else hooks.on_start(context, agent),
        )

    async def agent_ended(
        self, context: AgentHookContext[Any], agent: "Agent[Any]", output: Any
    ) -> None:
        """The agent gave the final output."""
        run, hooks = self.run, agent.hooks
        await _both(
            None if run is None else run.on_agent_end(context, agent, output),
            None if hooks is None else hooks.on_end(context, agent, output),
        )

    async def llm_started(
        self,
        context: RunContextWrapper[Any],
        agent: "Agent[Any]",
        instructions: str | None,
        input: list[Any],
    ) -> None:
        """The model is about to be asked."""
        run, hooks = self.run, agent.hooks
        await _both(
            None if run is None else run.on_llm_start(context, agent, instructions, input),
            None if hooks is None else hooks.on_llm_start(context, agent, instructions, input),
        )

    async def llm_ended(
        self, context: RunContextWrapper[Any], agent: "Agent[Any]", response: "ModelResponse"
    ) -> None:
        """The model has answered."""
        run, hooks = self.run, agent.hooks
        await _both(
            None if hooks is None else hooks.on_llm_end(context, agent, response),
            None if run is None else run.on_llm_end(context, agent, response),
        )

    async def tool_started(
        self, context: RunContextWrapper[Any], agent: "Agent[Any]", tool: Any
    ) -> None:
        """A tool is about to run."""
        run, hooks = self.run, agent.hooks
        await _both(
            None if run is None else run.on_tool_start(context, agent, tool),
            None if hooks is None else hooks.on_tool_start(context, agent, tool),
        )

    async def tool_ended(
        self, context: RunContextWrapper[Any], agent: "Agent[Any]", tool: Any, output: Any
    ) -> None:
        """A tool has run."""
        run, hooks = self.run, agent.hooks
        await _both(
            None if run is None else run.on_tool_end(context, agent, tool, output),
            None if hooks is None else hooks.on_tool_end(context, agent, tool, output),
        )

    async def handed_off(
        self, context: RunContextWrapper[Any], source: "Agent[Any]", target: "Agent[Any]"
    ) -> None:
        """A handoff is taken; the hooks of the agent that hands off are told."""
        run, hooks = self.run, source.hooks
        await _both(
            None
            if run is None
            else run.on_handoff(context=context, from_agent=source, to_agent=target),
            None if hooks is None else hooks.on_handoff(context, agent=target, source=source),
        )


async def _both(*calls: _Call | None) -> None:
    """Await those calls there are, at once."""
    if wanted := [call for call in calls if call is not None]:
        await side_by_side(wanted)
