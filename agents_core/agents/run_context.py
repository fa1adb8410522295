"""What a run carries along: the caller's own object, the tokens used, decisions on approvals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic

from typing_extensions import TypeVar

from agents_core.usage import Usage

if TYPE_CHECKING:
    from agents_core.items import ToolApprovalItem
    from agents_core.response_types import TResponseInputItem

TContext = TypeVar("TContext", default=Any)
"""The type of the caller's own object."""


@dataclass
class ApprovalDecisions:
    """What was decided about calls of one tool."""

    always: bool | None = None
    """The answer to every call, when one was given for all."""
    by_call: dict[str, bool] = field(default_factory=dict)
    """The answer to a call, by call id."""
    messages: dict[str, str] = field(default_factory=dict)
    """What the model is told about a rejected call, by call id."""
    always_message: str | None = None
    """What it is told about every other rejected call."""


@dataclass(eq=False)
class RunContextWrapper(Generic[TContext]):
    """Wraps the object given to `Runner.run(context=...)`; tools, hooks and guardrails get it.

    The context itself is never sent to the model.
    """

    context: TContext
    """The caller's own object, or None."""
    usage: Usage = field(default_factory=Usage)
    """Tokens used by the run so far."""
    turn_input: list[TResponseInputItem] = field(default_factory=list)
    """The input of the agent's current turn."""
    tool_input: Any | None = None
    """The structured input of the agent tool this run is nested in."""
    approvals: dict[str, ApprovalDecisions] = field(default_factory=dict, repr=False)
    """Decisions on calls that need approval, by tool name."""

    def is_tool_approved(self, tool_name: str, call_id: str) -> bool | None:
        """Return the decision on a call: True, False, or None while there is none."""
        decisions = self.approvals.get(tool_name)
        if decisions is None:
            return None
        return decisions.by_call.get(call_id, decisions.always)

    def approve_tool(self, approval_item: ToolApprovalItem, always_approve: bool = False) -> None:
        """Let the call run; with `always_approve`, every call of that tool."""
        self._decide(approval_item, True, always_approve)

    def reject_tool(
        self,
        approval_item: ToolApprovalItem,
        always_reject: bool = False,
        *,
        rejection_message: str | None = None,
    ) -> None:
        """Refuse the call; the model is told `rejection_message`."""
        decisions = self._decide(approval_item, False, always_reject)
        if always_reject:
            decisions.always_message = rejection_message
        if rejection_message is not None and approval_item.call_id is not None:
            decisions.messages[approval_item.call_id] = rejection_message

    def rejection_message(self, tool_name: str, call_id: str) -> str | None:
        """Return what the model is to be told about a rejected call, if anything was said."""
        decisions = self.approvals.get(tool_name)
        if decisions is None:
            return None
        return decisions.messages.get(call_id, decisions.always_message)

    def _decide(self, item: ToolApprovalItem, approved: bool, always: bool) -> ApprovalDecisions:
        """Note a decision under the item's tool."""
        decisions = self.approvals.setdefault(item.name or "", ApprovalDecisions())
        if always:
            decisions.always = approved
        if item.call_id is not None:
            decisions.by_call[item.call_id] = approved
            decisions.messages.pop(item.call_id, None)
        return decisions


@dataclass(eq=False)
class AgentHookContext(RunContextWrapper[TContext]):
    """What `on_agent_start` and `on_agent_end` get: the context and the turn's input."""
