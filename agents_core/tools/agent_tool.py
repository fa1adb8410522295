"""An agent as a tool: another run, nested in the call, whose answer is the tool's output."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypedDict

from pydantic import BaseModel, TypeAdapter, ValidationError

from agents_core.agents.agent_reference import AnyAgent
from agents_core.agents.run_config import RunConfig
from agents_core.agents.run_context import RunContextWrapper
from agents_core.awaiting import MaybeAwaitable, settled
from agents_core.errors import ModelBehaviorError, UserError
from agents_core.items import ItemHelpers, MessageOutputItem
from agents_core.json_text import encode_json
from agents_core.tools.arguments import decode_arguments
from agents_core.tools.failing import failing_as_text
from agents_core.tools.function_tool import (
    FunctionTool,
    ToolErrorFunction,
    ToolIsEnabled,
    ToolNeedsApproval,
)
from agents_core.tools.results import StoppedRun
from agents_core.tools.tool_context import ToolContext
from agents_core.tools.tool_names import callable_name

if TYPE_CHECKING:
    from openai.types.responses import ResponseFunctionToolCall

_log = logging.getLogger(__name__)

DEFAULT_MAX_TURNS: Final = 10
"""Model calls a nested run may make, unless said otherwise."""

INPUT_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {"input": {"type": "string", "title": "Input"}},
    "required": ["input"],
    "additionalProperties": False,
}
"""The arguments of an agent tool without parameters of its own."""


class AgentToolStreamEvent(TypedDict):
    """What `on_stream` of an agent tool gets."""

    event: Any
    """A stream event of the nested run."""
    agent: AnyAgent
    """The agent that works in the nested run."""
    tool_call: ResponseFunctionToolCall | None
    """The call the run is nested in."""


OnStream = Callable[[AgentToolStreamEvent], MaybeAwaitable[None]]
"""Told of every event of a nested run."""


def agent_tool(
    agent: AnyAgent,
    tool_name: str | None,
    tool_description: str | None,
    *,
    extract_output: Callable[[Any], Awaitable[str]] | None,
    on_stream: OnStream | None,
    run_config: RunConfig | dict[str, Any] | None,
    max_turns: int | None,
    parameters: type[Any] | dict[str, Any] | None,
    failure_error_function: ToolErrorFunction | None,
    is_enabled: ToolIsEnabled,
    needs_approval: ToolNeedsApproval,
    run_options: Mapping[str, Any],
    max_pending_events: int | None = None,
) -> FunctionTool:
    """Make a tool of an agent; the arguments are told in `Agent.as_tool`."""
    name = tool_name or callable_name(agent.name)
    nested = _NestedRun(
        agent,
        name,
        parameters,
        extract_output,
        on_stream,
        run_config,
        max_turns,
        run_options,
        max_pending_events,
    )
    return FunctionTool(
        name=name,
        description=tool_description or "",
        params_json_schema=nested.json_schema,
        on_invoke_tool=failing_as_text(nested.run, failure_error_function),
        strict_json_schema=not isinstance(parameters, dict),
        is_enabled=is_enabled,
        needs_approval=needs_approval,
        nested_agent=agent,
    )


@dataclass
class _NestedRun:
    """How an agent is asked, call by call."""

    agent: AnyAgent
    name: str
    parameters: type[Any] | dict[str, Any] | None
    extract_output: Callable[[Any], Awaitable[str]] | None
    on_stream: OnStream | None
    run_config: RunConfig | dict[str, Any] | None
    max_turns: int | None
    options: Mapping[str, Any]
    max_pending_events: int | None = None
    """How many events `on_stream` may be behind; None for any number."""
    json_schema: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        """Work out the schema of the arguments."""
        if self.parameters is None:
            self.json_schema = INPUT_SCHEMA
        elif isinstance(self.parameters, dict):
            self.json_schema = self.parameters
        else:
            self.json_schema = TypeAdapter(self.parameters).json_schema()

    async def run(self, context: ToolContext[Any], arguments: str) -> Any:
        """Run the agent under the call, or let its run go on; return its answer."""
        from agents_core.running.runner import Runner  # the runner runs tools, and this one runs it

        tool_input = self._read(arguments)
        nested = RunContextWrapper(
            context.context, tool_input=tool_input, approvals=context.approvals
        )
        result = Runner.run_streamed(
            self.agent,
            context.stopped_run or _as_text(tool_input),
            context=nested,
            max_turns=self.max_turns or DEFAULT_MAX_TURNS,
            run_config=self._config(context),
            **self.options,
        )
        try:
            await self._follow(result, context)
        finally:
            context.usage.add(nested.usage)
        if result.interruptions:
            return StoppedRun(result.to_state())
        return await self._output(result)

    async def _follow(self, result: Any, context: ToolContext[Any]) -> None:
        """See the nested run to its end; tell the owner of each event."""
        agent = self.agent
        async for event in result.stream_events():
            agent = getattr(event, "new_agent", agent)
            if self.on_stream is not None:
                told = AgentToolStreamEvent(event=event, agent=agent, tool_call=context.tool_call)
                await _tell(self.on_stream, told)
                self._check_backlog(result)

    def _check_backlog(self, result: Any) -> None:
        """Give up a nested run whose owner cannot keep up with its events.

        Raises:
            UserError: too many events wait.
        """
        waiting, limit = len(result.queue.events), self.max_pending_events
        if limit is not None and waiting > limit:
            result.cancel()
            raise UserError(
                f"Agent tool on_stream backlog exceeded {limit} pending events: {waiting} wait"
            )

    def _config(self, context: ToolContext[Any]) -> RunConfig:
        """Return the nested run's settings: its own or the outer run's, in the same journal.

        Approvals and stops are the outer run's matter, unless the nested one has settings for them.
        """
        outer = context.run_config or RunConfig()
        config = self.run_config or outer
        if isinstance(config, dict):
            config = RunConfig(**config)
        return replace(
            config,
            journal=context.nested_scope() or config.journal,
            approver=config.approver or outer.approver,
            gate=config.gate or outer.gate,
            running_calls=config.running_calls or outer.running_calls,
        )

    def _read(self, arguments: str) -> Any:
        """Return the call's arguments.

        Raises:
            ModelBehaviorError: they are not what the parameters ask for.
        """
        values = decode_arguments(self.name, arguments)
        if isinstance(self.parameters, dict):
            return values
        if self.parameters is not None:
            return _validated(self.name, self.parameters, values)
        if not isinstance(values.get("input"), str):
            raise ModelBehaviorError(f"Invalid JSON input for tool {self.name}: no text `input`")
        return values["input"]

    async def _output(self, result: Any) -> Any:
        """Return the answer: the final output, or the last text when that is empty."""
        if self.extract_output is not None:
            return await settled(self.extract_output(result))
        if result.final_output not in (None, ""):
            return result.final_output
        texts = [
            ItemHelpers.text_message_output(item)
            for item in result.new_items
            if isinstance(item, MessageOutputItem)
        ]
        return next((text for text in reversed(texts) if text), "")


async def _tell(on_stream: OnStream, told: AgentToolStreamEvent) -> None:
    """Tell the owner of an event; a fault of theirs is logged and stops nothing."""
    try:
        await settled(on_stream(told))
    except Exception:  # noqa: BLE001 - the owner's callback may raise anything
        _log.exception("on_stream of the agent tool for %s failed", told["agent"].name)


def _validated(name: str, parameters: type[Any], values: dict[str, Any]) -> Any:
    """Return arguments as a value of their type.

    Raises:
        ModelBehaviorError: they are not of it.
    """
    try:
        return TypeAdapter(parameters).validate_python(values)
    except ValidationError as error:
        raise ModelBehaviorError(f"Invalid JSON input for tool {name}: {error}") from error


def _as_text(tool_input: Any) -> str:
    """Return what the nested agent reads."""
    if isinstance(tool_input, str):
        return tool_input
    if isinstance(tool_input, BaseModel):
        return tool_input.model_dump_json()
    return encode_json(tool_input).decode()
