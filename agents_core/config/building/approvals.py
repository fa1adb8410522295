"""Who answers calls that need approval, by `approval_policy`."""

from typing import Final

from agents_core.agents.approvals import (
    NOT_APPROVED,
    ApprovalAnswer,
    ApprovalRequest,
    Approver,
)
from agents_core.config.overrides import ApprovalPolicy

REFUSED: Final = f"{NOT_APPROVED} Calls of this tool are refused in this run."
"""What the model is told under the policy `reject`."""


def policy_approver(policy: ApprovalPolicy) -> Approver | None:
    """Return who answers at once; None when somebody must be asked, so that the run stops."""
    if policy == "ask":
        return None
    is_approved = policy == "approve"

    def answer(request: ApprovalRequest) -> ApprovalAnswer:
        return ApprovalAnswer(is_approved, None if is_approved else REFUSED, by="policy")

    return answer
