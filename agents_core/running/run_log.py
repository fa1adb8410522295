"""RunLog: what a run tells its journal, in the shapes `run_events` documents.

Law: nothing of a run is written to the journal but from here; an event holds data, never objects.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from agents_core.agents.agent_cards import agent_cards, output_schema_card, tool_card
from agents_core.costs import Cost, Prices
from agents_core.fault import Fault
from agents_core.items import RunItem, ToolCallOutputItem, input_form
from agents_core.journal import JournalScope
from agents_core.models.attempts import ModelAttempt
from agents_core.models.wire import WireEvent
from agents_core.raw_items import common_start
from agents_core.usage import Usage

if TYPE_CHECKING:
    from agents_core.agents.agent import Agent
    from agents_core.agents.approvals import ApprovalAnswer, ApprovalRequest
    from agents_core.agents.gates import GateAnswer, GateStep
    from agents_core.forks.fork_point import CarriedItem
    from agents_core.running.model_call import ModelCall
    from agents_core.running.turn import FunctionCall

GuardrailStage = Literal["input", "output", "tool_input", "tool_output"]
"""What a guardrail looks at."""

GuardrailBehavior = Literal["allow", "reject_content", "raise_exception"]
"""What follows from what a guardrail found."""

RunOutcome = Literal["finished", "failed", "cancelled", "needs_approval"]
"""How a run ended; with needs_approval, calls wait for somebody's decision."""


class RunLog:
    """Writes one run's events into its place in a journal."""

    def __init__(self, scope: JournalScope) -> None:
        """Write into `scope`."""
        self.scope = scope
        self._last_input: Sequence[Any] = ()
        self._prices = Prices()

    def run_started(
        self,
        agent: "Agent[Any]",
        input: object,
        max_turns: int | None,
        *,
        resumed_at: int | None = None,
    ) -> None:
        """The run begins, or goes on in turn `resumed_at`; a nested one has no id but its place."""
        self.scope.agent = agent.name
        self.scope.turn = resumed_at or 0
        if self.scope.journal.is_watched:
            run_id = self.scope.journal.run_id if self.scope.parent is None else None
            data = {
                "run_id": run_id,
                "agent": agent.name,
                "input": input,
                "max_turns": max_turns,
                "agents": agent_cards(agent),
            }
            resumed = {} if resumed_at is None else {"resumed": True}
            self.scope.append("run.start", data | resumed)

    def agent_updated(self, agent: "Agent[Any]", came_from: "Agent[Any] | None") -> None:
        """Another agent works from now on; the first one comes from nobody."""
        self.scope.agent = agent.name
        source = None if came_from is None else came_from.name
        self.scope.append("agent.update", {"agent": agent.name, "from": source})

    def turn_started(self, turn: int, max_turns: int | None) -> None:
        """The next model call is being prepared."""
        self.scope.turn = turn
        self.scope.append("turn.start", {"turn": turn, "max_turns": max_turns})

    def model_requested(self, call: "ModelCall") -> None:
        """The model is asked; of the input, only what it was not sent before is written."""
        kept = common_start(self._last_input, call.input)
        self._last_input = list(call.input)
        card = call.model.card
        self._prices = Prices() if card is None else card.prices
        if self.scope.journal.is_watched:
            self.scope.append(
                "model.request",
                {
                    "model": call.model_name,
                    "instructions": call.instructions,
                    "kept": kept,
                    "input": call.input[kept:],
                    "tools": [tool_card(tool) for tool in call.tools]
                    + [tool_card(handoff) for handoff in call.handoffs],
                    "settings": call.settings_data(),
                    **_unless_none("output_schema", output_schema_card(call.output_schema)),
                    **_unless_none("previous_response_id", call.previous_response_id),
                    **_unless_none("conversation_id", call.conversation_id),
                    **({} if card is None else card.as_data()),
                },
            )

    def model_retried(self, attempt: ModelAttempt) -> None:
        """The client sends a request again."""
        self.scope.append(
            "model.retry",
            {
                "attempt": attempt.attempt,
                "status": attempt.status,
                "message": attempt.message,
                "delay_s": attempt.delay_s,
            },
        )

    def model_differs(self, call: int, differences: Sequence[str]) -> None:
        """A recorded call is played again, and the request for it is not the recorded one."""
        self.scope.append("model.difference", {"call": call, "differences": list(differences)})

    def model_said(self, wire: WireEvent) -> None:
        """The model's stream brought an event; its bytes are kept as they are."""
        self.scope.append_json("model.event", wire.payload)

    def model_ended(
        self, response_id: str | None, status: str, usage: Usage | None, seconds: float
    ) -> None:
        """The model's answer is complete, or will never be."""
        self.scope.journal.cost += _cost(self._prices, usage)
        self.scope.append(
            "model.end",
            {
                "response_id": response_id,
                "status": status,
                "usage": None if usage is None else usage_data(usage),
                "seconds": round(seconds, 6),
            },
        )

    def item_created(self, name: str, item: RunItem) -> None:
        """The run has a new item."""
        if self.scope.journal.is_watched:
            output = item.output if isinstance(item, ToolCallOutputItem) else None
            raw = input_form(item.raw_item)
            self.scope.append("item.create", {"name": name, "item": raw, "output": output})

    def items_carried(self, items: "Sequence[CarriedItem]") -> None:
        """This run goes on from what another one had come to."""
        scope, agent, turn = self.scope, self.scope.agent, self.scope.turn
        for carried in items:
            scope.agent, scope.turn = carried.agent, carried.turn
            told = {"name": carried.name, "item": carried.item, "output": carried.output}
            scope.append("item.create", {**told, "carried": True})
        scope.agent, scope.turn = agent, turn

    def tool_started(self, call: "FunctionCall") -> int:
        """A tool begins to run; what it does hangs under the `seq` returned."""
        return self.scope.append(
            "tool.start", {"call_id": call.call_id, "name": call.name, "arguments": call.arguments}
        )

    def tool_ended(
        self,
        call: "FunctionCall",
        output: object,
        error: Fault | None,
        seconds: float,
        output_files: Sequence[str] = (),
    ) -> None:
        """A tool has run; `output` is what the model gets, `error` what really happened."""
        data = {
            "call_id": call.call_id,
            "name": call.name,
            "output": output,
            "is_error": error is not None,
            "error": None if error is None else error.as_data(),
            "seconds": round(seconds, 6),
        }
        self.scope.append(
            "tool.end", data | _unless_none("output_files", list(output_files) or None)
        )

    def approval_requested(self, request: "ApprovalRequest") -> int:
        """A call waits for a decision; return the `seq` the question is known by."""
        return self.scope.append("approval.request", request.as_data())

    def approval_answered(self, request: "ApprovalRequest", answer: "ApprovalAnswer") -> None:
        """Somebody decided about a call."""
        self.scope.append(
            "approval.answer",
            {"call_id": request.call_id, "name": request.name, **answer.as_data()},
        )

    def stopped(self, step: "GateStep", reason: str) -> int:
        """The run is held before a step; return the `seq` the stop is known by."""
        return self.scope.append(
            "break.stop",
            {
                "stage": step.stage,
                "call_id": step.call_id,
                "name": step.name,
                "value": step.value,
                "is_editable": step.is_editable,
                "reason": reason,
            },
        )

    def resumed(self, step: "GateStep", answer: "GateAnswer") -> None:
        """The run goes on from a stop."""
        self.scope.append(
            "break.resume",
            {
                "stop": step.seq,
                "stage": step.stage,
                "call_id": step.call_id,
                "name": step.name,
                "value": answer.value,
                "skipped": answer.is_skipped,
                "message": answer.message,
                "by": answer.by,
            },
        )

    def guardrail_started(
        self, name: str, stage: GuardrailStage, call_id: str | None = None
    ) -> JournalScope:
        """A guardrail begins to look at something, in the tool stages at a call.

        Returns:
            The place of runs the guardrail makes.
        """
        data = {"guardrail": name, "stage": stage, "call_id": call_id}
        return JournalScope(self.scope.journal, self.scope.append("guardrail.start", data))

    def guardrail_answered(
        self,
        name: str,
        stage: GuardrailStage,
        info: object,
        *,
        behavior: GuardrailBehavior,
        message: str | None = None,
        call_id: str | None = None,
    ) -> None:
        """A guardrail has looked at something; `message` is what it puts in its place."""
        self.scope.append(
            "guardrail.result",
            {
                "guardrail": name,
                "stage": stage,
                "call_id": call_id,
                "tripped": behavior != "allow",
                "behavior": behavior,
                "message": message,
                "info": info,
            },
        )

    def run_ended(
        self,
        outcome: RunOutcome,
        final_output: object,
        error: Fault | None,
        usage: Usage,
        turns: int,
    ) -> None:
        """The run is over."""
        is_root = self.scope.parent is None
        self.scope.append(
            "run.end",
            {
                "status": outcome,
                "final_output": final_output,
                "error": None if error is None else error.as_data(),
                "usage": usage_data(usage),
                "turns": turns,
                **({"cost": self.scope.journal.cost.as_data()} if is_root else {}),
            },
        )


def usage_data(usage: Usage) -> dict[str, int]:
    """Return token counts as events hold them."""
    return {
        "input_tokens": usage.input_tokens,
        "cached_tokens": usage.input_tokens_details.cached_tokens,
        "output_tokens": usage.output_tokens,
        "reasoning_tokens": usage.output_tokens_details.reasoning_tokens,
        "total_tokens": usage.total_tokens,
        "requests": usage.requests,
    }


def _cost(prices: Prices, usage: Usage | None) -> Cost:
    """Return what a model call costs, as far as is known."""
    used = usage or Usage()
    cached = used.input_tokens_details.cached_tokens
    return prices.cost(used.input_tokens, cached, used.output_tokens)


def _unless_none(name: str, value: object) -> dict[str, object]:
    """Return a field that is absent when there is nothing to say."""
    return {} if value is None else {name: value}
