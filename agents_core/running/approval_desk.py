"""ApprovalDesk: where a run gets its decisions about calls that need one.

Law: a decision that was made holds; else the tool's owner is asked, then the run's approver. Each
question and each answer is in the journal, whoever gave it. Nobody's answer is no answer.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agents_core.agents.approvals import ApprovalAnswer, ApprovalRequest
from agents_core.agents.run_config import RunConfig
from agents_core.agents.run_context import RunContextWrapper
from agents_core.awaiting import settled
from agents_core.items import (
    MCPApprovalResponseItem,
    RunItem,
    ToolApprovalItem,
)
from agents_core.json_text import decode_json
from agents_core.raw_items import call_id_of, raw_field
from agents_core.running.run_log import RunLog
from agents_core.running.turn import FunctionCall, TurnReading
from agents_core.tools.function_tool import FunctionTool
from agents_core.tools.hosted_tools import HostedMCPTool, MCPToolApprovalRequest
from agents_core.tools.local_tool import LocalTool, OnApproval
from agents_core.tools.tool_context import ToolContext
from agents_core.work_limit import waiting_for_a_person

APPROVED = ApprovalAnswer(True)
"""The answer to a call that needs none."""


@dataclass(frozen=True, slots=True)
class ApprovalDesk:
    """Decides about the calls of one run."""

    context: RunContextWrapper[Any]
    config: RunConfig
    log: RunLog

    async def decide_call(
        self, call: FunctionCall, tool: FunctionTool | LocalTool, context: ToolContext[Any]
    ) -> ApprovalAnswer | None:
        """Say whether a call may run; None while nobody has decided."""
        if context.stopped_run is not None or not await _needs_approval(call, tool, context):
            return APPROVED
        item = ToolApprovalItem(context.agent, call.raw, tool.name)
        request = _call_request(item, call, tool)
        owner = tool.on_approval if isinstance(tool, LocalTool) else None
        return await self._decide(request, owner)

    async def decide_hosted(
        self, item: ToolApprovalItem, tools: Sequence[Any]
    ) -> ApprovalAnswer | None:
        """Say whether a hosted server's call may run; None while nobody has decided."""
        return await self._decide(_hosted_request(item), _server_owner(item, tools))

    async def _decide(
        self, request: ApprovalRequest, owner: OnApproval | None
    ) -> ApprovalAnswer | None:
        """Find the decision about a request, and keep it."""
        if (known := self._known(request)) is not None:
            self.log.approval_answered(request, known)
            return known
        request = replace(request, seq=self.log.approval_requested(request))
        answer = None if owner is None else await self._ask_owner(request, owner)
        if answer is None and self.config.approver is not None:
            with waiting_for_a_person():
                answer = await settled(self.config.approver(request))
        if answer is not None:
            self._keep(request, answer)
            self.log.approval_answered(request, answer)
        return answer

    def _known(self, request: ApprovalRequest) -> ApprovalAnswer | None:
        """Return what was decided before about this call, or about all calls of the tool."""
        approved = self.context.is_tool_approved(request.name, request.call_id)
        if approved is None:
            return None
        message = self.context.rejection_message(request.name, request.call_id)
        decisions = self.context.approvals[request.name]
        is_rule = request.call_id not in decisions.by_call
        return ApprovalAnswer(approved, None if approved else message, always=is_rule)

    async def _ask_owner(self, request: ApprovalRequest, owner: OnApproval) -> ApprovalAnswer:
        """Ask the function a tool has for it."""
        said = await settled(owner(self.context, request.item))
        return ApprovalAnswer(said["approve"], said.get("reason"))

    def _keep(self, request: ApprovalRequest, answer: ApprovalAnswer) -> None:
        """Let an answer hold, for the call or for all calls of the tool."""
        if answer.approved:
            self.context.approve_tool(request.item, answer.always)
            return
        self.context.reject_tool(request.item, answer.always, rejection_message=answer.message)


async def answer_hosted_requests(
    desk: ApprovalDesk, reading: TurnReading, answered: Container[str], tools: Sequence[Any]
) -> tuple[TurnReading, list[RunItem]]:
    """Decide about the calls of hosted servers.

    Args:
        desk: decides.
        reading: the response that asks.
        answered: ids of requests that were answered before.
        tools: what the agent was offered.

    Returns:
        The reading with the requests that are still open, and the answers to the others.
    """
    waiting, answers = [], list[RunItem]()
    for item in reading.approval_requests:
        if item.call_id in answered:
            continue
        answer = await desk.decide_hosted(item, tools)
        if answer is None:
            waiting.append(item)
        else:
            answers.append(_response_item(item, answer))
    if not reading.approval_requests:
        return reading, answers
    return replace(reading, approval_requests=waiting, has_hosted_calls=True), answers


async def _needs_approval(
    call: FunctionCall, tool: FunctionTool | LocalTool, context: ToolContext[Any]
) -> bool:
    """Ask the tool whether somebody must agree to this call."""
    needs = tool.needs_approval
    if not callable(needs):
        return bool(needs)
    wanted = tool.wanted(call.raw) if isinstance(tool, LocalTool) else _arguments(call)
    if wanted is None:
        return True  # what cannot be read cannot be judged by a rule
    return bool(await settled(needs(context, wanted, call.call_id)))


def _call_request(
    item: ToolApprovalItem, call: FunctionCall, tool: FunctionTool | LocalTool
) -> ApprovalRequest:
    """Return what is asked about a call of a tool of ours."""
    rule = tool.needs_approval
    name = getattr(rule, "__name__", type(rule).__name__) if callable(rule) else "true"
    if isinstance(tool, FunctionTool):
        kind, schema = "function", tool.params_json_schema
    else:
        kind, schema = tool.call_type.removesuffix("_call"), None
    return ApprovalRequest(
        item=item,
        call_id=call.call_id,
        name=call.name,
        arguments=call.arguments,
        reason=f"needs_approval = {name}",
        tool_type=kind,
        description=tool.description,
        parameters=schema,
    )


def _hosted_request(item: ToolApprovalItem) -> ApprovalRequest:
    """Return what is asked about a call of a hosted server."""
    return ApprovalRequest(
        item=item,
        call_id=item.call_id or "",
        name=item.name or "",
        arguments=item.arguments or "",
        reason="require_approval",
        tool_type="hosted_mcp",
        server=raw_field(item.raw_item, "server_label"),
    )


def _server_owner(item: ToolApprovalItem, tools: Sequence[Any]) -> OnApproval | None:
    """Return the function that the tool of the hosted server has for deciding."""
    label = raw_field(item.raw_item, "server_label")
    for tool in tools:
        if isinstance(tool, HostedMCPTool) and tool.server_label == label:
            ask = tool.on_approval_request
            if ask is not None:
                return lambda context, _: ask(MCPToolApprovalRequest(context, item.raw_item))
    return None


def _response_item(item: ToolApprovalItem, answer: ApprovalAnswer) -> MCPApprovalResponseItem:
    """Return the item that tells a hosted server what was decided."""
    raw = {
        "type": "mcp_approval_response",
        "approval_request_id": call_id_of(item.raw_item),
        "approve": answer.approved,
    }
    if not answer.approved and answer.message is not None:
        raw["reason"] = answer.message
    return MCPApprovalResponseItem(item.agent, raw)


def _arguments(call: FunctionCall) -> dict[str, Any] | None:
    """Return a call's arguments for a rule that looks at them; None when they are no object."""
    try:
        values = decode_json(call.arguments.encode()) if call.arguments.strip() else {}
    except ValueError:
        return None
    return values if isinstance(values, dict) else None
