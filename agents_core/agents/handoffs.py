"""Handoffs: an agent passes the conversation on to another, by calling a tool of that name."""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypeAlias

from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypeVar

from agents_core.agents.agent_reference import AnyAgent
from agents_core.agents.run_context import RunContextWrapper, TContext
from agents_core.awaiting import MaybeAwaitable, settled
from agents_core.errors import ModelBehaviorError, UserError
from agents_core.tools.strict_schema import ensure_strict_json_schema
from agents_core.tools.tool_names import callable_name

if TYPE_CHECKING:
    from agents_core.items import RunItem
    from agents_core.response_types import TResponseInputItem

TAgent = TypeVar("TAgent", default=Any)
"""The type of agent a handoff leads to."""


@dataclass(frozen=True)
class HandoffInputData:
    """What the next agent would see, for a filter to change."""

    input_history: str | tuple[TResponseInputItem, ...]
    """The input of the run."""
    pre_handoff_items: tuple[RunItem, ...]
    """What was produced before the turn of the handoff."""
    new_items: tuple[RunItem, ...]
    """What that turn produced, the handoff included."""
    run_context: RunContextWrapper[Any] | None = None
    input_items: tuple[RunItem, ...] | None = None
    """What the next agent gets in place of `new_items`, which the run still keeps."""

    def clone(self, **changes: Any) -> HandoffInputData:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


HandoffInputFilter: TypeAlias = Callable[[HandoffInputData], MaybeAwaitable[HandoffInputData]]
"""Changes what the next agent sees."""


@dataclass
class Handoff(Generic[TContext, TAgent]):
    """A way from one agent to another."""

    tool_name: str
    """What the model calls."""
    tool_description: str
    input_json_schema: dict[str, Any]
    """The arguments of the call; an empty object unless the handoff has an input type."""
    on_invoke_handoff: Callable[[RunContextWrapper[Any], str], Awaitable[TAgent]]
    """Takes the context and the arguments as JSON text; gives the next agent."""
    agent_name: str
    """The agent it leads to."""
    input_filter: HandoffInputFilter | None = None
    nest_handoff_history: bool | None = None
    """Whether the next agent is told the history in one message; None: as the run has it."""
    strict_json_schema: bool = True
    is_enabled: bool | Callable[[RunContextWrapper[Any], Any], MaybeAwaitable[bool]] = True
    """Whether the model is offered it; asked every turn with the context and the agent."""
    target: TAgent | None = None
    """The agent it leads to, where that is known before it is taken."""

    def get_transfer_message(self, agent: AnyAgent) -> str:
        """Return what the model gets as the output of the call."""
        return json.dumps({"assistant": agent.name})

    @classmethod
    def default_tool_name(cls, agent: AnyAgent) -> str:
        """Return the name the model calls unless another is given."""
        return callable_name(f"transfer_to_{agent.name}")

    @classmethod
    def default_tool_description(cls, agent: AnyAgent) -> str:
        """Return what the model is told about the handoff unless another text is given."""
        about = agent.handoff_description or ""
        return f"Handoff to the {agent.name} agent to handle the request. {about}"


def handoff(
    agent: AnyAgent,
    tool_name_override: str | None = None,
    tool_description_override: str | None = None,
    on_handoff: Callable[..., Any] | None = None,
    input_type: type[Any] | None = None,
    input_filter: HandoffInputFilter | None = None,
    nest_handoff_history: bool | None = None,
    is_enabled: bool | Callable[[RunContextWrapper[Any], Any], MaybeAwaitable[bool]] = True,
) -> Handoff[Any, Any]:
    """Make a handoff to `agent`.

    Args:
        agent: who takes over.
        tool_name_override: in place of `transfer_to_<agent>`.
        tool_description_override: what the model is told about it.
        on_handoff: called, plain or async, when it is taken: with the context, and with the parsed
            input when there is an input type.
        input_type: what the model must fill in.
        input_filter: changes what the next agent sees.
        nest_handoff_history: whether the next agent is told what was said before in one message;
            None leaves it to the run.
        is_enabled: whether the model is offered it.

    Raises:
        UserError: `on_handoff` is missing or takes another number of arguments.
    """
    callback = _HandoffCallback(on_handoff, input_type)

    async def invoke(context: RunContextWrapper[Any], input_json: str) -> Any:
        await callback.call(context, input_json)
        return agent

    return Handoff(
        tool_name=tool_name_override or Handoff.default_tool_name(agent),
        tool_description=tool_description_override or Handoff.default_tool_description(agent),
        input_json_schema=callback.json_schema,
        on_invoke_handoff=invoke,
        agent_name=agent.name,
        input_filter=input_filter,
        nest_handoff_history=nest_handoff_history,
        is_enabled=is_enabled,
        target=agent,
    )


@dataclass
class _HandoffCallback:
    """The function to be called when a handoff is taken, and what it takes."""

    function: Callable[..., Any] | None
    input_type: type[Any] | None
    json_schema: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        """Check that function and input type fit each other."""
        if self.function is None and self.input_type is not None:
            raise UserError("You must provide on_handoff when input_type is provided")
        if self.function is not None:
            _check_arguments(self.function, takes_input=self.input_type is not None)
        schema = {} if self.input_type is None else self._adapter().json_schema()
        self.json_schema = ensure_strict_json_schema(schema)

    async def call(self, context: RunContextWrapper[Any], input_json: str) -> None:
        """Call the function, if there is one.

        Raises:
            ModelBehaviorError: the model's input is not what the input type asks for.
        """
        if self.function is None:
            return
        if self.input_type is None:
            await settled(self.function(context))
        else:
            await settled(self.function(context, self._parsed(input_json)))

    def _adapter(self) -> TypeAdapter[Any]:
        """Return the reader of the input type."""
        input_type: Any = self.input_type
        return TypeAdapter(input_type)

    def _parsed(self, input_json: str) -> Any:
        """Return the model's input, read."""
        try:
            return self._adapter().validate_json(input_json)
        except ValidationError as error:
            raise ModelBehaviorError(f"Invalid JSON input for handoff: {error}") from error


def _check_arguments(function: Any, *, takes_input: bool) -> None:
    """Refuse an `on_handoff` that cannot be called as it will be.

    Raises:
        UserError: it is not callable, or takes another number of arguments.
    """
    if not callable(function):
        raise UserError(f"on_handoff must be callable, got {type(function).__name__}")
    wanted = "two arguments: context and input" if takes_input else "one argument: context"
    try:
        inspect.signature(function).bind(*([None, None] if takes_input else [None]))
    except TypeError as error:
        raise UserError(f"on_handoff must take {wanted}") from error
