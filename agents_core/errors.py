"""What can go wrong, and whose fault it is.

    AgentsException
    ├── UserError                            the program that calls us, or its configuration
    │   ├── ConfigError                      agents.toml; carries the diagnostics
    │   └── FilterError                      a filter expression; says where in it
    ├── MaxTurnsExceeded                     the limit the user set
    ├── ModelBehaviorError                   the model said what it may not say
    ├── ModelRefusalError                    the model declined
    ├── ModelTimeoutError                    the model did not answer in time
    ├── RunTimeoutError                      the run took longer than the user lets it
    ├── ToolTimeoutError                     a tool did not answer in time
    ├── InputGuardrailTripwireTriggered      a guardrail stopped the run
    ├── OutputGuardrailTripwireTriggered
    ├── ToolInputGuardrailTripwireTriggered
    ├── ToolOutputGuardrailTripwireTriggered
    ├── MCPServerError                       an MCP server did not start, died, or refuses
    └── RecordingError                       the run file: missing, damaged, newer, not writable

Network and HTTP errors stay the `openai` client's own and pass through unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agents_core.agents.agent_reference import AnyAgent
    from agents_core.agents.run_context import RunContextWrapper
    from agents_core.items import ModelResponse, RunItem
    from agents_core.response_types import TResponseInputItem


@dataclass
class RunErrorDetails:
    """What a failed run had reached: nothing that happened is lost."""

    input: str | list[TResponseInputItem]
    new_items: list[RunItem]
    raw_responses: list[ModelResponse]
    last_agent: AnyAgent
    context_wrapper: RunContextWrapper[Any]
    # Guardrails raise these errors, so their results cannot be named in this file.
    input_guardrail_results: list[Any]
    output_guardrail_results: list[Any]
    tool_input_guardrail_results: list[Any] = field(default_factory=list)
    tool_output_guardrail_results: list[Any] = field(default_factory=list)

    def __str__(self) -> str:
        """Say in one line how far the run came."""
        return (
            f"{len(self.new_items)} items and {len(self.raw_responses)} model responses "
            f"until agent {self.last_agent.name!r} failed"
        )


class AgentsException(Exception):
    """Base of everything that goes wrong in a run and is not the network's doing."""

    run_data: RunErrorDetails | None = None
    """How far the run had come, when a run raised the error."""


class UserError(AgentsException):
    """The program that uses the library did so wrongly."""

    def __init__(self, message: str) -> None:
        """Say what is wrong, where, and what to do."""
        super().__init__(message)
        self.message = message


class ConfigError(UserError):
    """A configuration file cannot be used; every reason at once."""

    def __init__(self, diagnostics: Iterable[Any]) -> None:
        """Collect the diagnostics; each one's `str` is what the user reads."""
        self.diagnostics = tuple(diagnostics)
        """In the order of the file; their type belongs to `config`, a higher layer."""
        super().__init__("\n\n".join(map(str, self.diagnostics)))


class FilterError(UserError, ValueError):
    """A filter expression says nothing that can be asked, or takes too long to be asked."""

    def __init__(self, message: str, position: int = 0, suggestion: str | None = None) -> None:
        """Say what is wrong, at which character of the expression, and what was meant perhaps."""
        super().__init__(message)
        self.position = position
        self.suggestion = suggestion

    def __str__(self) -> str:
        """Return the message and the suggestion in one line."""
        hint = "" if self.suggestion is None else f'. Did you mean "{self.suggestion}"?'
        return f"{self.message}{hint}"


class MaxTurnsExceeded(AgentsException):
    """The run needed more model calls than it was allowed."""

    def __init__(self, message: str) -> None:
        """Name the limit."""
        super().__init__(message)
        self.message = message


class ModelBehaviorError(AgentsException):
    """The model did what no model may do: an unknown tool, malformed JSON, no answer."""

    def __init__(self, message: str) -> None:
        """Say what the model did."""
        super().__init__(message)
        self.message = message


class ModelRefusalError(AgentsException):
    """The model declined to answer."""

    def __init__(self, refusal: str) -> None:
        """Keep the model's own words."""
        super().__init__(f"Model refused to respond: {refusal}")
        self.refusal = refusal


class RunTimeoutError(AgentsException):
    """The run did not end within `RunConfig.timeout`."""

    def __init__(self, timeout_seconds: float) -> None:
        """Name the limit."""
        super().__init__(f"The run took longer than the {timeout_seconds:g} seconds it may take.")
        self.timeout_seconds = timeout_seconds


class ModelTimeoutError(AgentsException):
    """The model did not answer within `ModelSettings.timeout`."""

    def __init__(self, timeout_seconds: float) -> None:
        """Name the limit."""
        super().__init__(f"Model call timed out after {timeout_seconds:g} seconds.")
        self.timeout_seconds = timeout_seconds


class ToolTimeoutError(AgentsException):
    """A tool with `timeout_behavior="raise_exception"` did not answer in time."""

    def __init__(self, tool_name: str, timeout_seconds: float) -> None:
        """Name the tool and its limit."""
        super().__init__(f"Tool '{tool_name}' timed out after {timeout_seconds:g} seconds.")
        self.tool_name = tool_name
        self.timeout_seconds = timeout_seconds


class MCPServerError(AgentsException):
    """An MCP server did not start, died, or refuses what is asked of it."""

    def __init__(self, server: str, problem: str, *, is_dead: bool = False) -> None:
        """Name the server and what is wrong with it."""
        super().__init__(f"MCP server {server!r}: {problem}")
        self.server = server
        self.is_dead = is_dead
        """Whether no call of it can succeed any more."""


class InputGuardrailTripwireTriggered(AgentsException):
    """An input guardrail stopped the run."""

    def __init__(self, guardrail_result: Any) -> None:
        """Keep the `InputGuardrailResult` that tripped."""
        super().__init__(f"Guardrail {guardrail_result.guardrail.get_name()} triggered tripwire")
        self.guardrail_result = guardrail_result


class OutputGuardrailTripwireTriggered(AgentsException):
    """An output guardrail stopped the run."""

    def __init__(self, guardrail_result: Any) -> None:
        """Keep the `OutputGuardrailResult` that tripped."""
        super().__init__(f"Guardrail {guardrail_result.guardrail.get_name()} triggered tripwire")
        self.guardrail_result = guardrail_result


class ToolInputGuardrailTripwireTriggered(AgentsException):
    """A guardrail on a tool's arguments stopped the run."""

    def __init__(self, guardrail: Any, output: Any) -> None:
        """Keep the `ToolInputGuardrail` and its `ToolGuardrailFunctionOutput`."""
        super().__init__(f"Tool input guardrail {guardrail.get_name()} triggered tripwire")
        self.guardrail = guardrail
        self.output = output


class ToolOutputGuardrailTripwireTriggered(AgentsException):
    """A guardrail on a tool's output stopped the run."""

    def __init__(self, guardrail: Any, output: Any) -> None:
        """Keep the `ToolOutputGuardrail` and its `ToolGuardrailFunctionOutput`."""
        super().__init__(f"Tool output guardrail {guardrail.get_name()} triggered tripwire")
        self.guardrail = guardrail
        self.output = output


class RecordingError(AgentsException):
    """A run file is missing, damaged, of a newer version, or cannot be written."""
