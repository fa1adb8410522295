"""TurnTools: what a run does with the calls of a response, those of hosted servers included.

Law: a call is made once, also when its turn is gone on with later; outputs are announced in call
order. What is remembered from turn to turn is who has used tools, and which nested runs stopped.
"""

from collections.abc import Sequence
from typing import Any

from agents_core.agents.run_config import RunConfig
from agents_core.items import RunItem
from agents_core.running.approval_desk import ApprovalDesk, answer_hosted_requests
from agents_core.running.gatekeeper import Gatekeeper
from agents_core.running.hook_pairs import HookPair
from agents_core.running.item_keeper import ItemKeeper
from agents_core.running.open_turn import (
    answered_requests,
    in_call_order,
    known_results,
    stopped_runs,
)
from agents_core.running.result import RunResultStreaming
from agents_core.running.run_log import RunLog
from agents_core.running.run_state import RunState
from agents_core.running.tool_calls import ToolRunner, judge_results
from agents_core.running.tool_checks import ToolChecks
from agents_core.running.turn import ToolVerdict, TurnReading
from agents_core.tools import Tool


class TurnTools:
    """Makes the calls of one run, turn by turn."""

    def __init__(
        self,
        result: RunResultStreaming,
        config: RunConfig,
        hooks: HookPair,
        log: RunLog,
        items: ItemKeeper,
        state: RunState[Any] | None,
    ) -> None:
        """Stand at the beginning of a run, or where `state` says it stopped."""
        self._result = result
        self._config = config
        self._hooks = hooks
        self._log = log
        self._items = items
        self._desk = ApprovalDesk(result.context_wrapper, config, log)
        self._keeper = Gatekeeper(config.gate, log)
        self.users = set[str]() if state is None else set(state.tool_users)
        """The agents that have used a tool, by name."""
        self.stopped_runs = {} if state is None else dict(state.stopped_runs)
        """States of nested runs that wait for decisions, by call id."""

    async def answer_hosted(
        self, reading: TurnReading, tools: Sequence[Tool], turn: Sequence[RunItem]
    ) -> TurnReading:
        """Decide about calls of hosted servers; return the reading with those still open.

        Args:
            reading: the response.
            tools: what the agent was offered.
            turn: what the turn has produced so far.
        """
        answered = answered_requests(turn)
        reading, answers = await answer_hosted_requests(self._desk, reading, answered, tools)
        for item in answers:
            self._items.emit("mcp_approval_response", item)
        return reading

    async def run(self, reading: TurnReading, turn: Sequence[RunItem]) -> ToolVerdict:
        """Run the tools of a response that have no output in `turn` yet; announce what they give.

        Raises:
            AgentsException: a tool or a guardrail ends the run.
        """
        agent = self._result.current_agent
        if reading.function_calls or reading.has_hosted_calls:
            self.users.add(agent.name)
        if not reading.function_calls:
            return ToolVerdict()
        known = known_results(reading, turn)
        results = await self._runner().run_all(
            [call for call in reading.function_calls if call.call_id not in known]
        )
        for each in results:
            if each.call.is_edited:
                self._items.edit_call(each.call.raw)
            if each.item is not None:
                self._items.emit("tool_output", each.item)
        self.stopped_runs = stopped_runs(results)
        results = in_call_order(reading, [*known.values(), *results])
        return await judge_results(results, agent, self._result.context_wrapper)

    def _runner(self) -> ToolRunner:
        """Return what runs the calls of the current agent."""
        result, agent = self._result, self._result.current_agent
        checks = ToolChecks(
            agent,
            self._log,
            result.tool_input_guardrail_results,
            result.tool_output_guardrail_results,
        )
        return ToolRunner(
            agent,
            result.context_wrapper,
            self._config,
            self._hooks,
            self._log,
            self._desk,
            self._keeper,
            checks,
            self.stopped_runs,
        )
