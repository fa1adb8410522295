"""Guardrails: checks on what goes into a run and what comes out of it, which may stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, overload

from agents_core.agents.agent_reference import AnyAgent
from agents_core.agents.run_context import RunContextWrapper, TContext
from agents_core.awaiting import MaybeAwaitable, settled
from agents_core.errors import UserError

if TYPE_CHECKING:
    from agents_core.response_types import TResponseInputItem


@dataclass
class GuardrailFunctionOutput:
    """What a guardrail function found."""

    output_info: Any
    """Whatever it wants to say about it."""
    tripwire_triggered: bool
    """Whether the run must stop."""


@dataclass
class InputGuardrailResult:
    """What an input guardrail found."""

    guardrail: InputGuardrail[Any]
    output: GuardrailFunctionOutput


@dataclass
class OutputGuardrailResult:
    """What an output guardrail found."""

    guardrail: OutputGuardrail[Any]
    agent_output: Any
    agent: AnyAgent
    output: GuardrailFunctionOutput


# The arguments are open so that a function may name the types of its own context and agent.
InputGuardrailFunction: TypeAlias = Callable[
    [Any, Any, Any], MaybeAwaitable[GuardrailFunctionOutput]
]
"""Takes the context, the agent and the run's input."""

OutputGuardrailFunction: TypeAlias = Callable[
    [Any, Any, Any], MaybeAwaitable[GuardrailFunctionOutput]
]
"""Takes the context, the agent and the final output."""


@dataclass
class InputGuardrail(Generic[TContext]):
    """A check on the input of a run."""

    guardrail_function: InputGuardrailFunction
    name: str | None = None
    """The function's name when None."""
    run_in_parallel: bool = True
    """Whether the first model call may start before the check has answered."""

    def get_name(self) -> str:
        """Return the name to show."""
        return self.name or function_name(self.guardrail_function)

    async def run(
        self,
        agent: AnyAgent,
        input: str | list[TResponseInputItem],
        context: RunContextWrapper[TContext],
    ) -> InputGuardrailResult:
        """Check `input`.

        Raises:
            UserError: the guardrail function cannot be called, or gives no verdict.
        """
        check = checked_callable(self.guardrail_function)
        found = await settled(check(context, agent, input))
        return InputGuardrailResult(self, checked_verdict(self.get_name(), found))


@dataclass
class OutputGuardrail(Generic[TContext]):
    """A check on the final output of a run."""

    guardrail_function: OutputGuardrailFunction
    name: str | None = None
    """The function's name when None."""

    def get_name(self) -> str:
        """Return the name to show."""
        return self.name or function_name(self.guardrail_function)

    async def run(
        self, context: RunContextWrapper[TContext], agent: AnyAgent, agent_output: Any
    ) -> OutputGuardrailResult:
        """Check `agent_output`.

        Raises:
            UserError: the guardrail function cannot be called, or gives no verdict.
        """
        check = checked_callable(self.guardrail_function)
        found = await settled(check(context, agent, agent_output))
        verdict = checked_verdict(self.get_name(), found)
        return OutputGuardrailResult(self, agent_output, agent, verdict)


def function_name(function: object) -> str:
    """Return what a guardrail function is called."""
    return getattr(function, "__name__", None) or type(function).__name__


def checked_verdict(name: str, found: Any) -> GuardrailFunctionOutput:
    """Return what the guardrail called `name` found.

    Raises:
        UserError: it gave something else than a `GuardrailFunctionOutput`.
    """
    if not isinstance(found, GuardrailFunctionOutput):
        kind = type(found).__name__
        raise UserError(f"Guardrail {name} must return GuardrailFunctionOutput, got {kind}")
    return found


def checked_callable(function: Any) -> Callable[..., Any]:
    """Return `function`.

    Raises:
        UserError: it cannot be called.
    """
    if not callable(function):
        raise UserError(f"Guardrail function must be callable, got {function!r}")
    return function  # type: ignore[no-any-return]  # callable() leaves its type open


@overload
def input_guardrail(func: InputGuardrailFunction) -> InputGuardrail[Any]: ...
@overload
def input_guardrail(
    *, name: str | None = None, run_in_parallel: bool = True
) -> Callable[[InputGuardrailFunction], InputGuardrail[Any]]: ...
def input_guardrail(
    func: InputGuardrailFunction | None = None,
    *,
    name: str | None = None,
    run_in_parallel: bool = True,
) -> InputGuardrail[Any] | Callable[[InputGuardrailFunction], InputGuardrail[Any]]:
    """Make a function `(context, agent, input)` an input guardrail; with or without keywords."""

    def decorate(func: InputGuardrailFunction) -> InputGuardrail[Any]:
        return InputGuardrail(func, name, run_in_parallel)

    return decorate if func is None else decorate(func)


@overload
def output_guardrail(func: OutputGuardrailFunction) -> OutputGuardrail[Any]: ...
@overload
def output_guardrail(
    *, name: str | None = None
) -> Callable[[OutputGuardrailFunction], OutputGuardrail[Any]]: ...
def output_guardrail(
    func: OutputGuardrailFunction | None = None, *, name: str | None = None
) -> OutputGuardrail[Any] | Callable[[OutputGuardrailFunction], OutputGuardrail[Any]]:
    """Make a function `(context, agent, output)` an output guardrail; with or without keywords."""

    def decorate(func: OutputGuardrailFunction) -> OutputGuardrail[Any]:
        return OutputGuardrail(func, name)

    return decorate if func is None else decorate(func)
