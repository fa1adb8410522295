"""RunConfig: how a run is to be made, whatever its agents say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from agents_core.agents.agent_reference import AnyAgent
from agents_core.agents.run_context import RunContextWrapper
from agents_core.awaiting import MaybeAwaitable
from agents_core.journal import Journal, JournalScope

if TYPE_CHECKING:
    from agents_core.agents.approvals import Approver
    from agents_core.agents.gates import Gate
    from agents_core.agents.guardrails import InputGuardrail, OutputGuardrail
    from agents_core.agents.handoff_filters import HandoffHistoryMapper
    from agents_core.agents.handoffs import HandoffInputFilter
    from agents_core.agents.model_settings import ModelSettings
    from agents_core.agents.running_calls import RunningCalls
    from agents_core.agents.sessions import SessionSettings
    from agents_core.models.interface import Model, ModelProvider
    from agents_core.outputs.output_files import OutputFolder
    from agents_core.response_types import TResponseInputItem


@dataclass
class ModelInputData:
    """What a model call is about to be given."""

    input: list[TResponseInputItem]
    instructions: str | None


@dataclass
class CallModelData:
    """What a `call_model_input_filter` gets."""

    model_data: ModelInputData
    agent: AnyAgent
    context: Any
    """The caller's own object."""


CallModelInputFilter: TypeAlias = Callable[[CallModelData], MaybeAwaitable[ModelInputData]]
"""Changes what a model call is given."""


@dataclass
class ToolExecutionConfig:
    """How the tools of a turn are run."""

    max_function_tool_concurrency: int | None = None
    """How many run at the same time; None for all."""


@dataclass
class ToolErrorFormatterArgs:
    """What a `tool_error_formatter` gets."""

    kind: Literal["approval_rejected", "tool_not_found"]
    tool_type: str
    """"function" for our own."""
    tool_name: str
    call_id: str
    default_message: str
    """The text the model gets when the formatter returns None."""
    run_context: RunContextWrapper[Any]


ToolErrorFormatter: TypeAlias = Callable[[ToolErrorFormatterArgs], MaybeAwaitable[str | None]]
"""Gives the text for the model when a call was not made."""


@dataclass
class RunConfig:
    """Settings of a whole run; they win over those of the agents."""

    model: str | Model | None = None
    """In place of every agent's model."""
    model_provider: ModelProvider | None = None
    """Finds models by name; None for the `openai` client's default."""
    model_settings: ModelSettings | None = None
    """Over every agent's settings."""
    handoff_input_filter: HandoffInputFilter | None = None
    """For handoffs that have no filter of their own."""
    nest_handoff_history: bool = False
    """Tell the next agent what was said before in one message, where no filter says otherwise."""
    handoff_history_mapper: HandoffHistoryMapper | None = None
    """Makes what the next agent sees of what was said before, when that is nested."""
    input_guardrails: list[InputGuardrail[Any]] | None = None
    """Beside those of the starting agent."""
    output_guardrails: list[OutputGuardrail[Any]] | None = None
    """Beside those of the last agent."""
    tracing_disabled: bool = False
    """Accepted for compatibility, as all that concerns tracing: nothing is traced."""
    trace_include_sensitive_data: bool = True
    workflow_name: str = "Agent workflow"
    trace_id: str | None = None
    group_id: str | None = None
    trace_metadata: dict[str, Any] | None = None
    session_settings: SessionSettings | None = None
    """How much of a session is read."""
    session_input_callback: Callable[..., Any] | None = None
    """Joins a session's history and the new input."""
    call_model_input_filter: CallModelInputFilter | None = None
    tool_error_formatter: ToolErrorFormatter | None = None
    tool_execution: ToolExecutionConfig | None = None
    tool_not_found_behavior: Literal["raise_error", "return_error_to_model"] = "raise_error"
    reasoning_item_id_policy: Literal["preserve", "omit"] | None = None
    """With "omit", reasoning is sent back to the model without its ids."""
    timeout: float | None = None
    """Seconds the run may work; waiting for the approver or the gate is not counted."""
    approver: Approver | None = field(default=None, repr=False)
    """Asked about each call that needs approval, while the run goes on; without one it stops."""
    gate: Gate | None = field(default=None, repr=False)
    """Asked before each step whether to hold the run there; nested runs have the same."""
    running_calls: RunningCalls | None = field(default=None, repr=False)
    """Knows the calls that go on, nested ones too, so that one can be stopped alone."""
    max_tool_output: int | None = None
    """Characters of a tool's text the model is given; None for all of it."""
    outputs: OutputFolder | None = None
    """Keeps the whole of tool outputs that are cut."""
    journal: Journal | JournalScope | None = field(default=None, repr=False)
    """Where the run writes its events: a journal, a place in one for a nested run, or its own."""

    def open_scope(self) -> JournalScope:
        """Return the place where the run writes its events."""
        if isinstance(self.journal, JournalScope):
            return self.journal
        return JournalScope(self.journal or Journal())
