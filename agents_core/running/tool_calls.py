"""Running the function tools of a turn, side by side, and what they mean for the run.

Law: every call the model made gets exactly one result, in call order, whichever ends first; a call
that ends the run stops the others.
"""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from agents_core.agents.agent import Agent
from agents_core.agents.run_config import RunConfig, ToolErrorFormatterArgs
from agents_core.agents.run_context import RunContextWrapper
from agents_core.agents.tool_guardrails import (
    ToolGuardrailFunctionOutput,
    ToolInputGuardrailData,
    ToolInputGuardrailResult,
    ToolOutputGuardrailData,
    ToolOutputGuardrailResult,
)
from agents_core.awaiting import settled
from agents_core.errors import (
    ToolInputGuardrailTripwireTriggered,
    ToolOutputGuardrailTripwireTriggered,
    UserError,
)
from agents_core.items import ToolApprovalItem, ToolCallOutputItem
from agents_core.json_text import decode_json
from agents_core.running.hook_pairs import HookPair
from agents_core.running.run_log import RunLog
from agents_core.running.side_by_side import side_by_side
from agents_core.running.steps import call_tool
from agents_core.running.turn import FunctionCall, ToolVerdict
from agents_core.tools.function_tool import FunctionTool
from agents_core.tools.local_tool import FailureText, LocalTool, OnApproval
from agents_core.tools.results import FunctionToolResult, ToolsToFinalOutputResult
from agents_core.tools.tool_context import ToolContext


@dataclass(slots=True)
class ToolRunner:
    """Runs an agent's calls within one run."""

    agent: Agent[Any]
    context: RunContextWrapper[Any]
    config: RunConfig
    hooks: HookPair
    log: RunLog
    input_guardrail_results: list[ToolInputGuardrailResult] = field(default_factory=list)
    """The run's own list; results are added as they come."""
    output_guardrail_results: list[ToolOutputGuardrailResult] = field(default_factory=list)

    async def run_all(self, calls: Sequence[FunctionCall]) -> list["CallResult"]:
        """Run all calls at once; the results are in call order."""
        gate = self._gate()
        return await side_by_side(self._run_in_turn(call, gate) for call in calls)

    def _gate(self) -> AbstractAsyncContextManager[Any]:
        """Return what lets only so many calls through at a time, first come first served."""
        limit = self.config.tool_execution
        if limit is None or limit.max_function_tool_concurrency is None:
            return nullcontext()
        return asyncio.Semaphore(limit.max_function_tool_concurrency)

    async def _run_in_turn(
        self, call: FunctionCall, gate: AbstractAsyncContextManager[Any]
    ) -> "CallResult":
        """Wait for a place, then run the call."""
        async with gate:
            return await self._run(call)

    async def _run(self, call: FunctionCall) -> "CallResult":
        """Run one call: ask whether it may be, then do it and wrap what it gave."""
        tool = call.tool
        if tool is None:
            text = f"Tool '{call.name}' not found."
            return self._result(call, await self._error_text(call, "tool_not_found", text))
        context = self._context_of(call)
        match await self._decision(call, tool, context):
            case None:
                return CallResult(call, None, ToolApprovalItem(self.agent, call.raw, tool.name))
            case False:
                said = context.rejection_message(tool.name, call.call_id)
                default = "Tool execution was not approved."
                text = said or await self._error_text(call, "approval_rejected", default)
                return self._result(call, FailureText(text))
            case True:
                return self._result(call, await self._guarded_output(call, tool, context))

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
        )

    async def _decision(
        self, call: FunctionCall, tool: FunctionTool | LocalTool, context: ToolContext[Any]
    ) -> bool | None:
        """Say whether the call may run; None while nobody has decided."""
        needs = tool.needs_approval
        if callable(needs):
            wanted = tool.wanted(call.raw) if isinstance(tool, LocalTool) else _arguments(call)
            needs = await settled(needs(context, wanted, call.call_id))
        if not needs:
            return True
        decided = context.is_tool_approved(tool.name, call.call_id)
        if decided is None and isinstance(tool, LocalTool) and tool.on_approval is not None:
            return await self._ask_owner(call, tool.on_approval, context)
        return decided

    async def _ask_owner(
        self, call: FunctionCall, on_approval: OnApproval, context: ToolContext[Any]
    ) -> bool:
        """Let the function that a tool has for it decide about a call."""
        item = ToolApprovalItem(self.agent, call.raw, call.name)
        answer = await settled(on_approval(context, item))
        if answer["approve"]:
            context.approve_tool(item)
        else:
            context.reject_tool(item, rejection_message=answer.get("reason"))
        return answer["approve"]

    async def _guarded_output(
        self, call: FunctionCall, tool: FunctionTool | LocalTool, context: ToolContext[Any]
    ) -> Any:
        """Run the tool between its guardrails and hooks."""
        rejection = await self._check_input(tool, context)
        if rejection is not None:
            return rejection
        await self.hooks.tool_started(context, self.agent, tool)
        output = await call_tool(call, tool, context, self.log)
        output = await self._checked_output(tool, context, output)
        await self.hooks.tool_ended(context, self.agent, tool, output)
        return output

    async def _check_input(
        self, tool: FunctionTool | LocalTool, context: ToolContext[Any]
    ) -> str | None:
        """Return what a guardrail puts in place of the call, or None to let it run.

        Raises:
            ToolInputGuardrailTripwireTriggered: one of them stops the run.
        """
        for guardrail in tool.tool_input_guardrails or ():
            found = await guardrail.run(ToolInputGuardrailData(context, self.agent))
            self.input_guardrail_results.append(ToolInputGuardrailResult(guardrail, found))
            self._log_guardrail(guardrail.get_name(), "tool_input", found)
            if found.behavior["type"] == "raise_exception":
                raise ToolInputGuardrailTripwireTriggered(guardrail, found)
            if found.behavior["type"] == "reject_content":
                return found.behavior["message"]
        return None

    async def _checked_output(
        self, tool: FunctionTool | LocalTool, context: ToolContext[Any], output: Any
    ) -> Any:
        """Return the output as the guardrails leave it.

        Raises:
            ToolOutputGuardrailTripwireTriggered: one of them stops the run.
        """
        for guardrail in tool.tool_output_guardrails or ():
            found = await guardrail.run(ToolOutputGuardrailData(context, self.agent, output))
            self.output_guardrail_results.append(ToolOutputGuardrailResult(guardrail, found))
            self._log_guardrail(guardrail.get_name(), "tool_output", found)
            if found.behavior["type"] == "raise_exception":
                raise ToolOutputGuardrailTripwireTriggered(guardrail, found)
            if found.behavior["type"] == "reject_content":
                return found.behavior["message"]
        return output

    def _log_guardrail(self, name: str, stage: Any, found: ToolGuardrailFunctionOutput) -> None:
        """Write down what a tool guardrail found."""
        tripped = found.behavior["type"] != "allow"
        self.log.guardrail_answered(name, stage, tripped=tripped, info=found.output_info)

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
        return CallResult(call, ToolCallOutputItem(self.agent, call.answer(output), output), None)


@dataclass(frozen=True, slots=True)
class CallResult:
    """What one call gave: an output item, or a question to somebody."""

    call: FunctionCall
    item: ToolCallOutputItem | None
    question: ToolApprovalItem | None


async def judge_results(
    results: Sequence[CallResult], agent: Agent[Any], context: RunContextWrapper[Any]
) -> ToolVerdict:
    """Say what the outputs of a turn mean, after the agent's `tool_use_behavior`.

    Raises:
        UserError: a function for it returned something else than `ToolsToFinalOutputResult`.
    """
    undecided = [result.question for result in results if result.question is not None]
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


def _arguments(call: FunctionCall) -> dict[str, Any]:
    """Return a call's arguments for whoever decides about it; {} when they are no object."""
    try:
        values = decode_json(call.arguments.encode())
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
