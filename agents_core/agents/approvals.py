"""Approvals: what is asked about a call that needs one, and what may be answered.

Law: a request says all there is to know before deciding, in plain data; who answers, a program, a
policy or a person, is their business. Without an answer the run stops and can be resumed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from agents_core.awaiting import MaybeAwaitable

if TYPE_CHECKING:
    from agents_core.items import ToolApprovalItem

ApprovalSource: TypeAlias = Literal["program", "policy", "person"]
"""Who answered: code (`RunState.approve`, an approver), a rule for all calls, somebody asked."""

NOT_APPROVED: Final = "Tool execution was not approved."
"""What the model is told of a rejected call unless somebody says more."""


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """A call that waits for a decision."""

    item: ToolApprovalItem
    """The call as the model made it, and the agent whose model did."""
    call_id: str
    name: str
    """The tool."""
    arguments: str
    """All of them: JSON text, maybe empty."""
    reason: str
    """Why it asks: the rule that applies, in its owner's words."""
    tool_type: str = "function"
    """ "function" for our own, "hosted_mcp" for a tool of a server the provider talks to."""
    description: str | None = None
    """What the model is told about the tool."""
    parameters: dict[str, Any] | None = None
    """The JSON Schema of the arguments, where it is known."""
    server: str | None = None
    """The MCP server the tool belongs to."""
    seq: int | None = None
    """Of the event that asks, in the run's journal; it tells questions apart."""

    def as_data(self) -> dict[str, Any]:
        """Return it as an event holds it; who asks is the agent of the event."""
        return {
            "call_id": self.call_id,
            "name": self.name,
            "arguments": self.arguments,
            "reason": self.reason,
            "tool_type": self.tool_type,
            "description": self.description,
            "parameters": self.parameters,
            "server": self.server,
        }


@dataclass(frozen=True, slots=True)
class ApprovalAnswer:
    """A decision about a call."""

    approved: bool
    message: str | None = None
    """What the model is told of a rejected call."""
    always: bool = False
    """It holds for every further call of that tool in the run."""
    by: ApprovalSource = "program"
    arguments: str | None = None
    """JSON text to call the tool with in place of the model's; None leaves them."""

    def as_data(self) -> dict[str, Any]:
        """Return it as an event holds it, beside the call it is about."""
        return {
            "approved": self.approved,
            "always": self.always,
            "message": self.message,
            "by": self.by,
            "arguments": self.arguments,
        }


Approver: TypeAlias = Callable[[ApprovalRequest], MaybeAwaitable[ApprovalAnswer | None]]
"""Decides about calls while the run goes on; with None a call stays undecided and the run stops."""
