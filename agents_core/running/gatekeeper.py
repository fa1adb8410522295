"""Gatekeeper: asks a run's gate before its steps, and writes down each stop and how it ended."""

from dataclasses import dataclass, replace
from typing import Any

from agents_core.agents.gates import SKIPPED, Gate, GateAnswer, GateStep
from agents_core.json_text import encode_json
from agents_core.raw_items import call_id_of
from agents_core.running.run_log import RunLog
from agents_core.running.turn import FunctionCall, HandoffCall
from agents_core.tools.function_tool import FunctionTool
from agents_core.work_limit import waiting_for_a_person

GO_ON = GateAnswer()
"""The answer where nobody holds the run."""


@dataclass(frozen=True, slots=True)
class Gatekeeper:
    """Stands before the steps of one run."""

    gate: Gate | None
    log: RunLog

    async def before_model(self, name: str | None) -> None:
        """Hold the run before its model is asked; the request is written down already."""
        if self.gate is not None:
            await self._pass(GateStep("model_request", name or "model", None, "", False))

    async def before_call(self, call: FunctionCall) -> GateAnswer:
        """Hold the run before a call that may be made; say with what arguments, if at all."""
        if self.gate is None:
            return GO_ON
        is_function = isinstance(call.tool, FunctionTool)
        step = GateStep("tool_call", call.name, call.call_id, call.arguments, is_function)
        return await self._pass(step)

    async def before_output(self, call: FunctionCall, output: Any) -> Any:
        """Hold the run before its model gets an output; return what it gets."""
        if self.gate is None:
            return output
        said = call.answer(output).get("output")
        text = said if isinstance(said, str) else encode_json(said).decode()
        is_ours = text is said and isinstance(call.tool, FunctionTool)
        answer = await self._pass(GateStep("tool_output", call.name, call.call_id, text, is_ours))
        return output if answer.value is None else answer.value

    async def before_handoff(self, call: HandoffCall) -> GateAnswer:
        """Hold the run before another agent takes over; say with what arguments, if at all."""
        if self.gate is None:
            return GO_ON
        name, call_id = call.handoff.agent_name, call_id_of(call.raw)
        return await self._pass(GateStep("handoff", name, call_id, call.arguments, True))

    async def _pass(self, step: GateStep) -> GateAnswer:
        assert self.gate is not None, "nobody is asked where there is no gate"
        scope = self.log.scope
        step = replace(step, agent=scope.agent, turn=scope.turn, parent=scope.parent)
        reason = self.gate.reason_to_stop(step)
        if reason is None:
            return GO_ON
        step = replace(step, seq=self.log.stopped(step, reason))
        with waiting_for_a_person():
            answer = await self.gate.hold(step)
        if answer.is_skipped and not answer.message:
            answer = replace(answer, message=SKIPPED)
        self.log.resumed(step, answer)
        return answer
