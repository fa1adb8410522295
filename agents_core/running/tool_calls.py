"""Running the function tools of a turn, side by side, and what they mean for the run.

Law: every call the model made gets exactly one result, in call order, whichever ends first; a call
that ends the run stops the others.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from agents_core.agents.agent import Agent
from agents_core.agents.approvals import NOT_APPROVED, ApprovalAnswer
from agents_core.agents.gates import SKIPPED
from agents_core.agents.run_config import RunConfig, ToolErrorFormatterArgs
from agents_core.agents.run_context import RunContextWrapper
from agents_core.awaiting import settled
from agents_core.errors import UserError
from agents_core.items import ToolApprovalItem, ToolCallOutputItem
from agents_core.running.approval_desk import ApprovalDesk
from agents_core.running.gatekeeper import Gatekeeper
from agents_core.running.hook_pairs import HookPair
from agents_core.running.run_log import RunLog
from agents_core.running.side_by_side import side_by_side
from agents_core.running.steps import call_tool
from agents_core.running.tool_checks import ToolChecks
from agents_core.running.turn import FunctionCall, ToolVerdict
from agents_core.tools.function_tool import FunctionTool
from agents_core.tools.local_tool import FailureText, LocalTool
from agents_core.tools.results import FunctionToolResult, StoppedRun, ToolsToFinalOutputResult
from agents_core.tools.tool_context import ToolContext


@dataclass(slots=True)
class ToolRunner:
    """Runs an agent's calls within one run."""

    agent: Agent[Any]
    context: RunContextWrapper[Any]
    config: RunConfig
    hooks: HookPair
    log: RunLog
    desk: ApprovalDesk
    keeper: Gatekeeper
    checks: ToolChecks
    stopped_runs: Mapping[str, Any] = field(default_factory=dict)
    """States of nested runs that had stopped for approvals, by the call they are nested in."""

    async def run_all(self, calls: Sequence[FunctionCall]) -> list["CallResult"]:
        """Run all calls at once; the results are in call order."""
        places = self._places()
        return await side_by_side(self._run_in_turn(call, places) for call in calls)

    def _places(self) -> AbstractAsyncContextManager[Any]:
        """Return what lets only so many calls through at a time, first come first served."""
        limit = self.config.tool_execution
        if limit is None or limit.max_function_tool_concurrency is None:
            return nullcontext()
        return asyncio.Semaphore(limit.max_function_tool_concurrency)

    async def _run_in_turn(
        self, call: FunctionCall, places: AbstractAsyncContextManager[Any]
    ) -> "CallResult":
        """Ask whether the call may be made, then wait for a place and make it."""
        tool = call.tool
        if tool is None:
            text = f"Tool '{call.name}' not found."
            return self._result(call, await self._error_text(call, "tool_not_found", text))
        answer = await self.desk.decide_call(call, tool, self._context_of(call))
        if answer is None:
            return CallResult(call, questions=[ToolApprovalItem(self.agent, call.raw, tool.name)])
        if not answer.approved:
            return self._result(call, FailureText(await self._rejection(call, answer)))
        if answer.arguments is not None:
            call = call.edited(answer.arguments)
        going_on = await self.keeper.before_call(call)
        if going_on.is_skipped:
            return self._result(call, FailureText(going_on.message or SKIPPED))
        if going_on.value is not None:
            call = call.edited(going_on.value)
        async with places:
            return await self._made(call, tool)

    async def _made(self, call: FunctionCall, tool: FunctionTool | LocalTool) -> "CallResult":
        """Make a call and wrap what it gave."""
        output = await self._guarded_output(call, tool, self._context_of(call))
        if isinstance(output, StoppedRun):
            return CallResult(call, questions=output.interruptions, stopped_run=output.state)
        return self._result(call, output)

    async def _rejection(self, call: FunctionCall, answer: ApprovalAnswer) -> str:
        """Return what the model is told of a call that was turned down."""
        return answer.message or await self._error_text(call, "approval_rejected", NOT_APPROVED)

    def _context_of(self, call: FunctionCall) -> ToolContext[Any]:
        """Return what the tool is told of its call."""
        return ToolContext.from_agent_context(
            self.context,
            call.call_id,
            call.raw,
            self.agent,
            tool_name=call.name,
            tool_arguments=call.arguments,
            run_config=self.config,
            journal_scope=self.log.scope,
            stopped_run=self.stopped_runs.get(call.call_id),
        )

    async def _guarded_output(
        self, call: FunctionCall, tool: FunctionTool | LocalTool, context: ToolContext[Any]
    ) -> Any:
        """Run the tool between its guardrails and hooks."""
        replacement = await self.checks.replacement(tool, context)
        if replacement is not None:
            return replacement
        await self.hooks.tool_started(context, self.agent, tool)
        output = await call_tool(call, tool, context, self.log)
        if isinstance(output, StoppedRun):
            return output
        output = await self.keeper.before_output(call, output)
        output = await self.checks.checked_output(tool, context, output)
        await self.hooks.tool_ended(context, self.agent, tool, output)
        return output

    async def _error_text(self, call: FunctionCall, kind: Any, default: str) -> str:
        """Return what the model is told of a call that was not made."""
        if self.config.tool_error_formatter is None:
            return default
        args = ToolErrorFormatterArgs(
            kind, "function", call.name, call.call_id, default, self.context
        )
        return await settled(self.config.tool_error_formatter(args)) or default

    def _result(self, call: FunctionCall, output: Any) -> "CallResult":
        """Wrap an output as the item the run keeps."""
        return CallResult(call, ToolCallOutputItem(self.agent, call.answer(output), output))


@dataclass(frozen=True, slots=True)
class CallResult:
    """What one call gave: an output item, or questions to somebody."""

    call: FunctionCall
    item: ToolCallOutputItem | None = None
    questions: Sequence[ToolApprovalItem] = ()
    """What waits for a decision: the call, or calls of the run nested in it."""
    stopped_run: Any | None = None
    """The state of that nested run."""


async def judge_results(
    results: Sequence[CallResult], agent: Agent[Any], context: RunContextWrapper[Any]
) -> ToolVerdict:
    """Say what the outputs of a turn mean, after the agent's `tool_use_behavior`.

    Raises:
        UserError: a function for it returned something else than `ToolsToFinalOutputResult`.
    """
    undecided = [question for result in results for question in result.questions]
    outputs = [
        FunctionToolResult(result.call.tool, result.item.output, result.item)
        for result in results
        if result.item is not None and isinstance(result.call.tool, FunctionTool)
    ]
    if undecided or not outputs:
        return ToolVerdict(undecided=undecided)
    behavior = agent.tool_use_behavior
    if behavior == "run_llm_again":
        return ToolVerdict()
    if behavior == "stop_on_first_tool":
        return ToolVerdict(is_final=True, value=outputs[0].output)
    if isinstance(behavior, dict):
        return _stop_at(behavior["stop_at_tool_names"], outputs)
    assert callable(behavior)
    decided = await settled(behavior(context, outputs))
    if not isinstance(decided, ToolsToFinalOutputResult):
        raise UserError(
            f"tool_use_behavior must return ToolsToFinalOutputResult, got {type(decided).__name__}"
        )
    return ToolVerdict(is_final=decided.is_final_output, value=decided.final_output)


def _stop_at(names: Sequence[str], outputs: Sequence[FunctionToolResult]) -> ToolVerdict:
    """Take the output of the first call of one of the named tools."""
    for result in outputs:
        if result.tool.name in names:
            return ToolVerdict(is_final=True, value=result.output)
    return ToolVerdict()
