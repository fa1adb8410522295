"""Hooks: what a program may do at each step of a run, or of one agent's part in it."""

from typing import Any, Generic

from agents_core.agents.agent_reference import AnyAgent
from agents_core.agents.run_context import AgentHookContext, RunContextWrapper, TContext


class RunHooks(Generic[TContext]):
    """Told of everything in a run. Override what you need; all methods do nothing here."""

    async def on_llm_start(
        self,
        context: RunContextWrapper[TContext],
        agent: AnyAgent,
        system_prompt: str | None,
        input_items: list[Any],
    ) -> None:
        """Called before a model call."""

    async def on_llm_end(
        self, context: RunContextWrapper[TContext], agent: AnyAgent, response: Any
    ) -> None:
        """Called after a model call, with its `ModelResponse`."""

    async def on_agent_start(self, context: AgentHookContext[TContext], agent: AnyAgent) -> None:
        """Called each time another agent becomes the current one."""

    async def on_agent_end(
        self, context: AgentHookContext[TContext], agent: AnyAgent, output: Any
    ) -> None:
        """Called when an agent gives the final output."""

    async def on_handoff(
        self, context: RunContextWrapper[TContext], from_agent: AnyAgent, to_agent: AnyAgent
    ) -> None:
        """Called when a handoff is taken."""

    async def on_tool_start(
        self, context: RunContextWrapper[TContext], agent: AnyAgent, tool: Any
    ) -> None:
        """Called before a tool of ours runs; for function tools with a `ToolContext`."""

    async def on_tool_end(
        self, context: RunContextWrapper[TContext], agent: AnyAgent, tool: Any, result: Any
    ) -> None:
        """Called after a tool of ours ran, with what it returned."""


class AgentHooks(Generic[TContext]):
    """Told of one agent's part in runs. Override what you need; all methods do nothing here."""

    async def on_start(self, context: AgentHookContext[TContext], agent: AnyAgent) -> None:
        """Called each time the agent becomes the current one."""

    async def on_end(
        self, context: AgentHookContext[TContext], agent: AnyAgent, output: Any
    ) -> None:
        """Called when the agent gives the final output."""

    async def on_handoff(
        self, context: RunContextWrapper[TContext], agent: AnyAgent, source: AnyAgent
    ) -> None:
        """Called when this agent, the `source`, hands off to `agent`."""

    async def on_tool_start(
        self, context: RunContextWrapper[TContext], agent: AnyAgent, tool: Any
    ) -> None:
        """Called before a tool of the agent runs; for function tools with a `ToolContext`."""

    async def on_tool_end(
        self, context: RunContextWrapper[TContext], agent: AnyAgent, tool: Any, result: Any
    ) -> None:
        """Called after a tool of the agent ran, with what it returned."""

    async def on_llm_start(
        self,
        context: RunContextWrapper[TContext],
        agent: AnyAgent,
        system_prompt: str | None,
        input_items: list[Any],
    ) -> None:
        """Called before a call of the agent's model."""

    async def on_llm_end(
        self, context: RunContextWrapper[TContext], agent: AnyAgent, response: Any
    ) -> None:
        """Called after a call of the agent's model, with its `ModelResponse`."""
