"""RunState: a run that stopped, to be decided about and gone on from.

    state = result.to_state()
    state.approve(result.interruptions[0])
    result = Runner.run_streamed(agent, state)

Law: a state is a copy; what happens to the result afterwards does not touch it. Decisions are the
run's own: they hold per call, or with `always_…` for a tool. How it is kept as JSON stands in
`run_state_json`.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic

from agents_core.agents.run_context import RunContextWrapper, TContext
from agents_core.items import ModelResponse, RunItem, ToolApprovalItem
from agents_core.running.server_state import ServerState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agents_core.agents.agent import Agent
    from agents_core.agents.guardrails import InputGuardrailResult, OutputGuardrailResult
    from agents_core.agents.tool_guardrails import (
        ToolInputGuardrailResult,
        ToolOutputGuardrailResult,
    )
    from agents_core.forks.fork_point import CarriedItem
    from agents_core.response_types import TResponseInputItem
    from agents_core.running.model_history import HistoryParts


@dataclass(kw_only=True)
class RunState(Generic[TContext]):
    """Everything a stopped run needs to go on."""

    current_agent: Agent[TContext]
    """Who goes on."""
    original_input: str | list[TResponseInputItem]
    """What the run began with."""
    context: RunContextWrapper[TContext]
    """The run's context, its tokens so far, and the decisions."""
    max_turns: int | None
    current_turn: int
    """Model calls made so far."""
    history: HistoryParts
    """What the model is sent next."""
    new_items: list[RunItem] = field(default_factory=list)
    raw_responses: list[ModelResponse] = field(default_factory=list)
    interruptions: list[ToolApprovalItem] = field(default_factory=list)
    """Calls that waited for a decision when the run stopped."""
    stopped_runs: dict[str, RunState[Any]] = field(default_factory=dict)
    """Runs nested in calls of agent tools that stopped as well, by call id."""
    tool_users: set[str] = field(default_factory=set)
    """Agents that have used a tool."""
    saved_items: int = 0
    """How many of the new items a session has."""
    untold: Sequence[CarriedItem] = ()
    """What happened before in another run, and no event of this one has told."""
    server: ServerState = field(default_factory=ServerState)
    """What the provider keeps of the conversation."""
    input_guardrail_results: list[InputGuardrailResult] = field(default_factory=list)
    output_guardrail_results: list[OutputGuardrailResult] = field(default_factory=list)
    tool_input_guardrail_results: list[ToolInputGuardrailResult] = field(default_factory=list)
    tool_output_guardrail_results: list[ToolOutputGuardrailResult] = field(default_factory=list)

    @property
    def is_turn_open(self) -> bool:
        """Whether the last response still has calls to be made, or turned down."""
        return bool(self.interruptions)

    def get_interruptions(self) -> list[ToolApprovalItem]:
        """Return the calls that wait for a decision, those of nested runs among them."""
        return list(self.interruptions)

    def approve(self, approval_item: ToolApprovalItem, always_approve: bool = False) -> None:
        """Let the call run; with `always_approve`, every call of that tool."""
        self.context.approve_tool(approval_item, always_approve)

    def reject(
        self,
        approval_item: ToolApprovalItem,
        always_reject: bool = False,
        *,
        rejection_message: str | None = None,
    ) -> None:
        """Refuse the call; the model is told `rejection_message`."""
        self.context.reject_tool(approval_item, always_reject, rejection_message=rejection_message)

    def copy(self) -> RunState[TContext]:
        """Return the same state; decisions about one do not count for the other."""
        context = RunContextWrapper(
            self.context.context,
            usage=deepcopy(self.context.usage),
            tool_input=self.context.tool_input,
            approvals=deepcopy(self.context.approvals),
        )
        return replace(
            self,
            context=context,
            new_items=list(self.new_items),
            raw_responses=list(self.raw_responses),
            interruptions=list(self.interruptions),
            stopped_runs=dict(self.stopped_runs),
            tool_users=set(self.tool_users),
            server=replace(self.server),
            input_guardrail_results=list(self.input_guardrail_results),
            output_guardrail_results=list(self.output_guardrail_results),
            tool_input_guardrail_results=list(self.tool_input_guardrail_results),
            tool_output_guardrail_results=list(self.tool_output_guardrail_results),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the state as plain JSON data, without its guardrail results.

        Agents are named, not written down; a context is kept when it is JSON data itself.
        """
        from agents_core.running.run_state_json import state_data  # it needs this module

        return state_data(self)

    def to_string(self) -> str:
        """Return the state as JSON text."""
        from agents_core.json_text import encode_json

        return encode_json(self.to_json()).decode()

    @staticmethod
    async def from_json(
        initial_agent: Agent[Any], state_json: dict[str, Any], *, context_override: Any = None
    ) -> RunState[Any]:
        """Return the state that `to_json` has written, in this process or an earlier one.

        Only read what you have kept yourself: it holds decisions about calls.

        Args:
            initial_agent: from which all agents of the run can be reached.
            state_json: what `to_json` gave.
            context_override: the run's context, in place of a kept one.

        Raises:
            UserError: it is no such state, or an agent in it cannot be reached.
        """
        from agents_core.running.run_state_json import read_state  # it needs this module

        return read_state(initial_agent, state_json, context_override)

    @staticmethod
    async def from_string(
        initial_agent: Agent[Any], state_string: str, *, context_override: Any = None
    ) -> RunState[Any]:
        """Return the state that `to_string` has written; as `from_json`.

        Raises:
            UserError: it is no JSON, or no such state.
        """
        from agents_core.running.run_state_json import read_state_text  # it needs this module

        return read_state_text(initial_agent, state_string, context_override)
