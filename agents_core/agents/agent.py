"""Agent: a model with instructions, tools, and other agents it may hand off to."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias

from agents_core.agents.agent_checks import check_agent
from agents_core.agents.agent_output import AgentOutputSchema, AgentOutputSchemaBase
from agents_core.agents.handoffs import Handoff
from agents_core.agents.handoffs import handoff as make_handoff
from agents_core.agents.model_settings import ModelSettings
from agents_core.agents.run_context import RunContextWrapper, TContext
from agents_core.awaiting import MaybeAwaitable, settled
from agents_core.mcp.run_servers import server_tools
from agents_core.tools import Tool
from agents_core.tools.agent_tool import AgentToolStreamEvent, agent_tool
from agents_core.tools.function_tool import (
    FunctionTool,
    ToolErrorFunction,
    ToolIsEnabled,
    ToolNeedsApproval,
    default_tool_error_function,
)
from agents_core.tools.results import StopAtTools, ToolsToFinalOutputFunction

if TYPE_CHECKING:
    from agents_core.agents.guardrails import InputGuardrail, OutputGuardrail
    from agents_core.agents.lifecycle import AgentHooks, RunHooks
    from agents_core.agents.run_config import RunConfig
    from agents_core.mcp.servers import MCPServer
    from agents_core.models.interface import Model

Instructions: TypeAlias = Callable[[RunContextWrapper[Any], Any], MaybeAwaitable[str]]
"""Takes the context and the agent; gives the system prompt, afresh every turn."""

ToolUseBehavior: TypeAlias = (
    Literal["run_llm_again", "stop_on_first_tool"] | StopAtTools | ToolsToFinalOutputFunction
)
"""What happens after a turn with function tools."""


@dataclass(eq=False)  # two agents are the same only if they are one; they may form circles
class AgentBase(Generic[TContext]):
    """What every kind of agent has."""

    name: str
    handoff_description: str | None = None
    """What other agents are told about it when they may hand off to it."""
    tools: list[Tool] = field(default_factory=list)
    mcp_servers: list[MCPServer] = field(default_factory=list)
    """Servers whose tools it has as well; a run starts and ends those that are not connected."""
    mcp_config: dict[str, Any] = field(default_factory=dict)

    async def get_all_tools(self, run_context: RunContextWrapper[TContext]) -> list[Tool]:
        """Return the tools the model is offered now."""
        offered = await asyncio.gather(
            *(self._is_enabled(tool.is_enabled, run_context) for tool in self.tools)
        )
        own = [tool for tool, is_offered in zip(self.tools, offered, strict=True) if is_offered]
        return await server_tools(self.mcp_servers, own, self._other_names())

    def _other_names(self) -> dict[str, str]:
        """Return the names its model sees besides those of its tools, and what each is."""
        return {}

    async def _is_enabled(
        self, is_enabled: ToolIsEnabled, run_context: RunContextWrapper[TContext]
    ) -> bool:
        """Say whether a tool or handoff is offered to the model."""
        if callable(is_enabled):
            return bool(await settled(is_enabled(run_context, self)))
        return bool(is_enabled)


@dataclass(eq=False)
class Agent(AgentBase[TContext]):
    """A model with instructions, tools, guardrails, and other agents it may hand off to."""

    instructions: str | Instructions | None = None
    """The system prompt, or a function `(context, agent)` that gives it."""
    prompt: Any | None = None
    """A prompt the provider keeps; passed on."""
    handoffs: list[Agent[Any] | Handoff[Any, Any]] = field(default_factory=list)
    model: str | Model | None = None
    model_settings: ModelSettings = field(default_factory=ModelSettings)
    input_guardrails: list[InputGuardrail[TContext]] = field(default_factory=list)
    """Run when it is the first agent of a run."""
    output_guardrails: list[OutputGuardrail[TContext]] = field(default_factory=list)
    """Run when it gives the final output."""
    output_type: type[Any] | AgentOutputSchemaBase | None = None
    """What the final output must be; text when None."""
    hooks: AgentHooks[TContext] | None = None
    tool_use_behavior: ToolUseBehavior = "run_llm_again"
    reset_tool_choice: bool = True
    """Whether a forced tool choice is dropped once a tool was used."""

    def __post_init__(self) -> None:
        """Refuse what is no agent, at the place where it is written.

        Raises:
            TypeError: a field is not of its type.
        """
        if isinstance(self.model_settings, dict):
            self.model_settings = ModelSettings(**self.model_settings)
        check_agent(self)

    def clone(self, **changes: Any) -> Agent[TContext]:
        """Return a copy with some fields changed; lists are shared unless replaced."""
        return replace(self, **changes)

    async def get_system_prompt(self, run_context: RunContextWrapper[TContext]) -> str | None:
        """Return the instructions for the coming turn.

        Raises:
            TypeError: they are a function that does not take `(context, agent)`.
        """
        instructions = self.instructions
        if instructions is None or isinstance(instructions, str):
            return instructions
        if not callable(instructions):
            kind = type(instructions).__name__
            raise TypeError(f"Agent instructions must be a string, callable, or None, got {kind}")
        parameters = list(inspect.signature(instructions).parameters)
        if len(parameters) != 2:
            raise TypeError(
                "'instructions' callable must accept exactly 2 arguments (context, agent), "
                f"but got {len(parameters)}: {parameters}"
            )
        return await settled(instructions(run_context, self))

    def _other_names(self) -> dict[str, str]:
        """Return the names of its handoffs."""
        return {
            each.tool_name: f"the handoff to {each.agent_name!r}" for each in all_handoffs(self)
        }

    async def get_handoffs(
        self, run_context: RunContextWrapper[TContext]
    ) -> list[Handoff[Any, Any]]:
        """Return the handoffs the model is offered now."""
        handoffs = all_handoffs(self)
        offered = await asyncio.gather(
            *(self._is_enabled(each.is_enabled, run_context) for each in handoffs)
        )
        return [each for each, is_offered in zip(handoffs, offered, strict=True) if is_offered]

    def as_tool(
        self,
        tool_name: str | None = None,
        tool_description: str | None = None,
        custom_output_extractor: Callable[[Any], Awaitable[str]] | None = None,
        is_enabled: ToolIsEnabled = True,
        on_stream: Callable[[AgentToolStreamEvent], MaybeAwaitable[None]] | None = None,
        run_config: RunConfig | dict[str, Any] | None = None,
        max_turns: int | None = None,
        hooks: RunHooks[Any] | None = None,
        previous_response_id: str | None = None,
        conversation_id: str | None = None,
        session: Any | None = None,
        failure_error_function: ToolErrorFunction | None = default_tool_error_function,
        needs_approval: ToolNeedsApproval = False,
        parameters: type[Any] | dict[str, Any] | None = None,
        on_stream_max_pending_events: int | None = 1024,
    ) -> FunctionTool:
        """Return a tool that asks this agent and gives its answer; the asking agent goes on.

        What happens inside is written to the same journal, under the call.

        Args:
            tool_name: what the model calls; the agent's name unless given.
            tool_description: what the model is told about it.
            custom_output_extractor: makes the tool's output of the nested run's result.
            is_enabled: whether the model is offered the tool.
            on_stream: told of every event of the nested run, in order.
            run_config: of the nested run; the outer run's unless given.
            max_turns: of the nested run; 10 unless given.
            hooks: of the nested run.
            previous_response_id: a response the nested run goes on from.
            conversation_id: a conversation at the provider the nested run belongs to.
            session: a session the nested run belongs to.
            failure_error_function: the text for the model when the nested run fails.
            needs_approval: whether somebody must agree to a call.
            parameters: a type, or a JSON Schema, of the arguments; one string `input` unless given.
            on_stream_max_pending_events: how many events `on_stream` may be behind before the call
                is given up; None for any number.
        """
        return agent_tool(
            self,
            tool_name,
            tool_description,
            extract_output=custom_output_extractor,
            on_stream=on_stream,
            run_config=run_config,
            max_turns=max_turns,
            parameters=parameters,
            failure_error_function=failure_error_function,
            is_enabled=is_enabled,
            needs_approval=needs_approval,
            run_options={
                "hooks": hooks,
                "previous_response_id": previous_response_id,
                "conversation_id": conversation_id,
                "session": session,
            },
            max_pending_events=on_stream_max_pending_events,
        )


def all_handoffs(agent: Agent[Any]) -> list[Handoff[Any, Any]]:
    """Return an agent's handoffs, offered or not; plain agents become handoffs to them."""
    return [each if isinstance(each, Handoff) else make_handoff(each) for each in agent.handoffs]


def output_schema_of(agent: Agent[Any]) -> AgentOutputSchemaBase | None:
    """Return what an agent's final output must be, or None when it is text."""
    if agent.output_type is None or agent.output_type is str:
        return None
    if isinstance(agent.output_type, AgentOutputSchemaBase):
        return agent.output_type
    return AgentOutputSchema(agent.output_type)
