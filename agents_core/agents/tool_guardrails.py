"""Tool guardrails: checks on a tool's arguments and output, which may stop the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeAlias, TypedDict, overload

from agents_core.agents.agent_reference import AnyAgent
from agents_core.agents.guardrails import checked_callable, function_name
from agents_core.agents.run_context import TContext
from agents_core.awaiting import MaybeAwaitable, settled
from agents_core.tools.tool_context import ToolContext


class AllowBehavior(TypedDict):
    """Go on."""

    type: Literal["allow"]


class RejectContentBehavior(TypedDict):
    """Give the model `message` in place of the output."""

    type: Literal["reject_content"]
    message: str


class RaiseExceptionBehavior(TypedDict):
    """Stop the run."""

    type: Literal["raise_exception"]


@dataclass
class ToolGuardrailFunctionOutput:
    """What a tool guardrail found, and what follows from it."""

    output_info: Any = None
    """Whatever it wants to say about it."""
    behavior: RejectContentBehavior | RaiseExceptionBehavior | AllowBehavior = field(
        default_factory=lambda: AllowBehavior(type="allow")
    )

    @classmethod
    def allow(cls, output_info: Any = None) -> ToolGuardrailFunctionOutput:
        """Let the tool, or its output, pass."""
        return cls(output_info, {"type": "allow"})

    @classmethod
    def reject_content(cls, message: str, output_info: Any = None) -> ToolGuardrailFunctionOutput:
        """Give the model `message` in place of the output; before a call, the tool is not run."""
        return cls(output_info, {"type": "reject_content", "message": message})

    @classmethod
    def raise_exception(cls, output_info: Any = None) -> ToolGuardrailFunctionOutput:
        """Stop the run with a tripwire error."""
        return cls(output_info, {"type": "raise_exception"})


@dataclass
class ToolInputGuardrailData:
    """What a tool input guardrail gets."""

    context: ToolContext[Any]
    agent: AnyAgent


@dataclass
class ToolOutputGuardrailData(ToolInputGuardrailData):
    """What a tool output guardrail gets."""

    output: Any
    """What the tool returned."""


ToolInputGuardrailFunction: TypeAlias = Callable[
    [ToolInputGuardrailData], MaybeAwaitable[ToolGuardrailFunctionOutput]
]
ToolOutputGuardrailFunction: TypeAlias = Callable[
    [ToolOutputGuardrailData], MaybeAwaitable[ToolGuardrailFunctionOutput]
]


@dataclass
class ToolInputGuardrail(Generic[TContext]):
    """A check before a tool runs."""

    guardrail_function: ToolInputGuardrailFunction
    name: str | None = None
    """The function's name when None."""

    def get_name(self) -> str:
        """Return the name to show."""
        return self.name or function_name(self.guardrail_function)

    async def run(self, data: ToolInputGuardrailData) -> ToolGuardrailFunctionOutput:
        """Check a call.

        Raises:
            UserError: the guardrail function cannot be called.
        """
        return await settled(checked_callable(self.guardrail_function)(data))


@dataclass
class ToolOutputGuardrail(Generic[TContext]):
    """A check after a tool ran."""

    guardrail_function: ToolOutputGuardrailFunction
    name: str | None = None
    """The function's name when None."""

    def get_name(self) -> str:
        """Return the name to show."""
        return self.name or function_name(self.guardrail_function)

    async def run(self, data: ToolOutputGuardrailData) -> ToolGuardrailFunctionOutput:
        """Check an output.

        Raises:
            UserError: the guardrail function cannot be called.
        """
        return await settled(checked_callable(self.guardrail_function)(data))


@dataclass
class ToolInputGuardrailResult:
    """What a tool input guardrail found."""

    guardrail: ToolInputGuardrail[Any]
    output: ToolGuardrailFunctionOutput


@dataclass
class ToolOutputGuardrailResult:
    """What a tool output guardrail found."""

    guardrail: ToolOutputGuardrail[Any]
    output: ToolGuardrailFunctionOutput


@overload
def tool_input_guardrail(func: ToolInputGuardrailFunction) -> ToolInputGuardrail[Any]: ...
@overload
def tool_input_guardrail(
    *, name: str | None = None
) -> Callable[[ToolInputGuardrailFunction], ToolInputGuardrail[Any]]: ...
def tool_input_guardrail(
    func: ToolInputGuardrailFunction | None = None, *, name: str | None = None
) -> ToolInputGuardrail[Any] | Callable[[ToolInputGuardrailFunction], ToolInputGuardrail[Any]]:
    """Make a function of the call's data a tool input guardrail; with or without keywords."""

    def decorate(func: ToolInputGuardrailFunction) -> ToolInputGuardrail[Any]:
        return ToolInputGuardrail(func, name)

    return decorate if func is None else decorate(func)


@overload
def tool_output_guardrail(func: ToolOutputGuardrailFunction) -> ToolOutputGuardrail[Any]: ...
@overload
def tool_output_guardrail(
    *, name: str | None = None
) -> Callable[[ToolOutputGuardrailFunction], ToolOutputGuardrail[Any]]: ...
def tool_output_guardrail(
    func: ToolOutputGuardrailFunction | None = None, *, name: str | None = None
) -> ToolOutputGuardrail[Any] | Callable[[ToolOutputGuardrailFunction], ToolOutputGuardrail[Any]]:
    """Make a function of the output's data a tool output guardrail; with or without keywords."""

    def decorate(func: ToolOutputGuardrailFunction) -> ToolOutputGuardrail[Any]:
        return ToolOutputGuardrail(func, name)

    return decorate if func is None else decorate(func)
