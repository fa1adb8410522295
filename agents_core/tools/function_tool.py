"""FunctionTool: a tool that runs here, in this process, under our rules.

Law: a tool's failure is a text for the model unless its owner asked for an exception; the exception
itself stays with the call (`ToolContext.error`), so that whoever watches can see it.
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

from agents_core.agents.agent_reference import AnyAgent
from agents_core.agents.run_context import RunContextWrapper
from agents_core.agents.tool_guardrails import ToolInputGuardrail, ToolOutputGuardrail
from agents_core.awaiting import MaybeAwaitable, settled
from agents_core.errors import AgentsException, ToolTimeoutError, UserError
from agents_core.tools.strict_schema import ensure_strict_json_schema
from agents_core.tools.tool_context import ToolContext
from agents_core.work_limit import WorkLimit

# The arguments are open so that a function may name the type of its own context.
ToolErrorFunction: TypeAlias = Callable[[Any, Exception], MaybeAwaitable[str]]
"""Takes the context and what went wrong; gives the text for the model."""

ToolIsEnabled: TypeAlias = bool | Callable[[RunContextWrapper[Any], Any], MaybeAwaitable[bool]]
"""Whether the model is offered a tool; asked every turn with the context and the agent."""

ToolNeedsApproval: TypeAlias = (
    bool | Callable[[RunContextWrapper[Any], dict[str, Any], str], Awaitable[bool]]
)
"""Whether somebody must agree to a call; asked with the context, the arguments and the call id."""

ToolTimeoutBehavior: TypeAlias = Literal["error_as_result", "raise_exception"]
"""Whether the model is told that a tool took too long, or the run fails."""


def default_tool_error_function(ctx: RunContextWrapper[Any], error: Exception) -> str:
    """Return what the model is told of a failed tool; details stay with us."""
    return "An error occurred while running the tool. Please try again."


@dataclass
class FunctionTool:
    """A tool that runs here. Mostly made by `function_tool`."""

    name: str
    """What the model calls."""
    description: str
    """What the model is told about it."""
    params_json_schema: dict[str, Any]
    """The arguments, as JSON Schema."""
    on_invoke_tool: Callable[[ToolContext[Any], str], Awaitable[Any]]
    """Runs it: takes the context and the arguments as JSON text."""
    strict_json_schema: bool = True
    """Whether the schema is in the strict dialect; it is made so."""
    is_enabled: ToolIsEnabled = True
    tool_input_guardrails: list[ToolInputGuardrail[Any]] | None = None
    tool_output_guardrails: list[ToolOutputGuardrail[Any]] | None = None
    needs_approval: ToolNeedsApproval = False
    timeout_seconds: float | None = None
    """How long a call may take."""
    timeout_behavior: ToolTimeoutBehavior = "error_as_result"
    timeout_error_function: ToolErrorFunction | None = None
    """The text for the model when a call took too long."""
    nested_agent: AnyAgent | None = field(default=None, repr=False)
    """The agent it asks, when it is an agent's tool."""

    def __post_init__(self) -> None:
        """Check the timeout and make the schema strict.

        Raises:
            TypeError: the timeout is not a number.
            ValueError: the timeout is no time, or its behaviour unknown.
            UserError: the schema has no strict form.
        """
        _check_timeout(self.timeout_seconds, self.timeout_behavior)
        if self.strict_json_schema:
            self.params_json_schema = ensure_strict_json_schema(self.params_json_schema)


async def invoke_function_tool(
    tool: FunctionTool, context: ToolContext[Any], arguments: str
) -> Any:
    """Run a tool within its timeout; return what it returned, or the text for the model.

    What the tool raised is in `context.error`, also when the model only gets a text.

    Raises:
        UserError: the tool failed and its owner wants that to end the run.
        AgentsException: the tool, or a run nested in it, raised this itself.
        ToolTimeoutError: it took too long and its owner wants that to end the run.
    """
    limit = WorkLimit(tool.timeout_seconds)
    try:
        async with limit:
            return await tool.on_invoke_tool(context, arguments)
    except AgentsException as error:
        context.error = error
        raise
    except Exception as error:
        context.error = error
        if limit.expired():
            return await _timed_out(tool, context)
        raise UserError(f"Error running tool {tool.name}: {error}") from error


async def _timed_out(tool: FunctionTool, context: ToolContext[Any]) -> str:
    """Answer for a tool that took too long."""
    error = ToolTimeoutError(tool.name, tool.timeout_seconds or 0.0)
    context.error = error
    if tool.timeout_behavior == "raise_exception":
        raise error
    if tool.timeout_error_function is not None:
        return await settled(tool.timeout_error_function(context, error))
    return str(error)


def _check_timeout(seconds: Any, behavior: Any) -> None:
    """Refuse what is no timeout."""
    if behavior not in get_args(ToolTimeoutBehavior):
        choices = ", ".join(get_args(ToolTimeoutBehavior))
        raise ValueError(f"FunctionTool timeout_behavior must be one of: {choices}")
    if seconds is None:
        return
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise TypeError("FunctionTool timeout_seconds must be a positive number of seconds or None")
    if not math.isfinite(seconds):
        raise ValueError("FunctionTool timeout_seconds must be a finite number")
    if seconds <= 0:
        raise ValueError("FunctionTool timeout_seconds must be greater than 0")
