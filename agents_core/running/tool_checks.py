"""Running the guardrails of a tool: those on its arguments before a call, those on its output.

Law: they run one after the other; the first that objects decides, by text or by ending the run.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from agents_core.agents.agent_reference import AnyAgent
from agents_core.agents.tool_guardrails import (
    ToolGuardrailFunctionOutput,
    ToolInputGuardrail,
    ToolInputGuardrailData,
    ToolInputGuardrailResult,
    ToolOutputGuardrail,
    ToolOutputGuardrailData,
    ToolOutputGuardrailResult,
)
from agents_core.errors import (
    ToolInputGuardrailTripwireTriggered,
    ToolOutputGuardrailTripwireTriggered,
)
from agents_core.running.run_log import RunLog
from agents_core.running.steps import nesting
from agents_core.tools.function_tool import FunctionTool
from agents_core.tools.local_tool import LocalTool
from agents_core.tools.tool_context import ToolContext

ToolStage = Literal["tool_input", "tool_output"]
"""What of a call is looked at."""


@dataclass(slots=True)
class ToolChecks:
    """Checks the calls of one run."""

    agent: AnyAgent
    log: RunLog
    input_results: list[ToolInputGuardrailResult] = field(default_factory=list)
    """The run's own list; results are added as they come."""
    output_results: list[ToolOutputGuardrailResult] = field(default_factory=list)

    async def replacement(
        self, tool: FunctionTool | LocalTool, context: ToolContext[Any]
    ) -> str | None:
        """Return what a guardrail puts in place of the call, or None to let it run.

        Raises:
            ToolInputGuardrailTripwireTriggered: one of them stops the run.
        """
        for guardrail in tool.tool_input_guardrails or ():
            data = ToolInputGuardrailData(context, self.agent)
            found = await self._ask(guardrail, "tool_input", data)
            self.input_results.append(ToolInputGuardrailResult(guardrail, found))
            if found.behavior["type"] == "raise_exception":
                raise ToolInputGuardrailTripwireTriggered(guardrail, found)
            if found.behavior["type"] == "reject_content":
                return found.behavior["message"]
        return None

    async def checked_output(
        self, tool: FunctionTool | LocalTool, context: ToolContext[Any], output: Any
    ) -> Any:
        """Return the output as the guardrails leave it.

        Raises:
            ToolOutputGuardrailTripwireTriggered: one of them stops the run.
        """
        for guardrail in tool.tool_output_guardrails or ():
            data = ToolOutputGuardrailData(context, self.agent, output)
            found = await self._ask(guardrail, "tool_output", data)
            self.output_results.append(ToolOutputGuardrailResult(guardrail, found))
            if found.behavior["type"] == "raise_exception":
                raise ToolOutputGuardrailTripwireTriggered(guardrail, found)
            if found.behavior["type"] == "reject_content":
                return found.behavior["message"]
        return output

    async def _ask(
        self,
        guardrail: ToolInputGuardrail[Any] | ToolOutputGuardrail[Any],
        stage: ToolStage,
        data: Any,
    ) -> ToolGuardrailFunctionOutput:
        """Ask one, and write down question and answer."""
        name, call_id = guardrail.get_name(), data.context.tool_call_id
        with nesting(self.log.guardrail_started(name, stage, call_id)):
            found = await guardrail.run(data)
        behavior = found.behavior
        self.log.guardrail_answered(
            name,
            stage,
            found.output_info,
            behavior=behavior["type"],
            message=behavior["message"] if behavior["type"] == "reject_content" else None,
            call_id=call_id,
        )
        return found
