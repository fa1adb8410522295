"""Error handlers: what a run answers instead of failing, in the three cases where it may.

For example: `Runner.run(…, error_handlers={"max_turns": lambda failed: "No turns left."})`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypedDict

from agents_core.agents.agent_reference import AnyAgent
from agents_core.agents.run_context import RunContextWrapper, TContext
from agents_core.awaiting import MaybeAwaitable
from agents_core.errors import MaxTurnsExceeded, ModelBehaviorError, ModelRefusalError

if TYPE_CHECKING:
    from agents_core.items import ModelResponse, RunItem
    from agents_core.response_types import TResponseInputItem

RunErrorKind: TypeAlias = Literal["max_turns", "model_refusal", "invalid_final_output"]
"""The failures a handler may answer for."""


@dataclass
class RunErrorData:
    """How far the run has come."""

    input: str | list[TResponseInputItem]
    new_items: list[RunItem]
    history: list[TResponseInputItem]
    """Input and new items, as the model would be sent them."""
    output: list[TResponseInputItem]
    """The new items alone."""
    raw_responses: list[ModelResponse]
    last_agent: AnyAgent


@dataclass
class RunErrorHandlerInput(Generic[TContext]):
    """What a handler gets."""

    error: MaxTurnsExceeded | ModelRefusalError | ModelBehaviorError
    context: RunContextWrapper[TContext]
    run_data: RunErrorData


@dataclass
class RunErrorHandlerResult:
    """What a handler may give, if the answer alone does not say it all."""

    final_output: Any
    include_in_history: bool = True
    """Whether the answer becomes a message of the run."""


RunErrorHandler: TypeAlias = Callable[[RunErrorHandlerInput[Any]], MaybeAwaitable[Any]]
"""Gives the answer, bare, as a dict or as a result; None lets the run fail."""


class RunErrorHandlers(TypedDict, total=False):
    """Handlers by the failures they answer for."""

    max_turns: RunErrorHandler
    model_refusal: RunErrorHandler
    invalid_final_output: RunErrorHandler
