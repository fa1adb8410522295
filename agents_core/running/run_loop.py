"""RunLoop: turn after turn, from the first agent to the final output.

Law: this is the order in which things happen, and nothing else: what a response means is decided in
`turn`, the outside world is reached in `steps`, what happens is told by `announcer`. `run.end` is
written whatever happens, before the stream ends.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Literal, assert_never

from agents_core.agents.agent import Agent, output_schema_of
from agents_core.agents.agent_output import AgentOutputSchemaBase
from agents_core.agents.error_handlers import RunErrorHandlers
from agents_core.agents.gates import SKIPPED
from agents_core.agents.handoffs import Handoff
from agents_core.agents.run_config import RunConfig
from agents_core.agents.run_context import AgentHookContext
from agents_core.errors import (
    AgentsException,
    MaxTurnsExceeded,
    ModelBehaviorError,
    ModelRefusalError,
    RunTimeoutError,
)
from agents_core.items import (
    HandoffOutputItem,
    ItemHelpers,
    ModelResponse,
    ToolApprovalItem,
)
from agents_core.mcp.run_servers import servers_of_run
from agents_core.raw_items import with_arguments
from agents_core.running.announcer import Announcer
from agents_core.running.fallbacks import Failure, answer_item, fallback
from agents_core.running.faults import fault_of
from agents_core.running.gatekeeper import Gatekeeper
from agents_core.running.guardrail_checks import InputChecks, check_output
from agents_core.running.history_filters import history_filter
from agents_core.running.hook_pairs import HookPair
from agents_core.running.item_keeper import ItemKeeper
from agents_core.running.model_call import ModelCall, filtered_call, prepare_call
from agents_core.running.model_history import ModelHistory
from agents_core.running.response_failure import ResponseFailed
from agents_core.running.result import RunResultStreaming
from agents_core.running.run_log import RunLog, RunOutcome
from agents_core.running.run_state import RunState
from agents_core.running.server_state import ServerState
from agents_core.running.session_record import SessionRecord
from agents_core.running.side_by_side import owned_tasks
from agents_core.running.steps import call_model
from agents_core.running.turn import (
    AskApproval,
    FinalOutput,
    RunAgain,
    TakeHandoff,
    TurnReading,
    next_step,
    read_response,
)
from agents_core.running.turn_tools import TurnTools
from agents_core.tools import Tool
from agents_core.usage import Usage
from agents_core.work_limit import WorkLimit


class RunLoop:
    """Drives one run and fills its result."""

    def __init__(
        self,
        result: RunResultStreaming,
        config: RunConfig,
        hooks: HookPair,
        log: RunLog,
        session: SessionRecord,
        *,
        is_streamed: bool,
        server: ServerState,
        error_handlers: RunErrorHandlers | None = None,
        state: RunState[Any] | None = None,
    ) -> None:
        """Stand at the beginning of a run.

        Args:
            result: to be filled; knows the input and the first agent.
            config: of the run.
            hooks: of the run, beside the agents' own.
            log: where the run writes its events.
            session: what the run remembers of runs before it.
            is_streamed: whether models are asked for streams, or for whole responses.
            server: what the provider keeps of the conversation.
            error_handlers: what to answer instead of failing.
            state: where a run that had stopped goes on; the result is filled from it already.
        """
        self._result = result
        self._config = config
        self._hooks = hooks
        self._log = log
        self._session = session
        self._is_streamed = is_streamed
        self._server = server
        self._error_handlers = error_handlers
        self._announce = Announcer(log, result.queue)
        self._keeper = Gatekeeper(config.gate, log)
        self._state = state
        self._items = ItemKeeper(result, self._announce, state)
        self._is_new_agent = True
        self._is_answered = False
        self._tools = TurnTools(result, config, hooks, log, self._items, state)
        self._checks = InputChecks(
            [*result.current_agent.input_guardrails, *(config.input_guardrails or ())], result, log
        )

    async def run(self) -> None:
        """Make the run, to its end.

        Raises:
            BaseException: what ended it; nothing is swallowed here.
        """
        result = self._result
        result.has_begun = True
        resumed_at = None if self._state is None else self._state.current_turn
        self._log.run_started(
            result.current_agent, result.input, result.max_turns, resumed_at=resumed_at
        )
        if self._state is not None:
            self._log.items_carried(self._state.untold)
        error: BaseException | None = None
        try:
            await self._take_turns_in_time()
        except BaseException as failure:
            error = failure
            if isinstance(failure, AgentsException):
                failure.run_data = result.error_details()
            raise
        finally:
            self._end(error)

    async def _take_turns_in_time(self) -> None:
        """Take turns, with all tasks of the run owned, for as long as the run may take.

        Raises:
            RunTimeoutError: it took longer.
        """
        try:
            async with (
                WorkLimit(self._config.timeout) as limit,
                servers_of_run(self._log.scope),
                owned_tasks() as group,
            ):
                await self._take_turns(group)
        except TimeoutError as error:
            if not limit.expired() or self._config.timeout is None:
                raise
            raise RunTimeoutError(self._config.timeout) from error

    def _end(self, error: BaseException | None) -> None:
        """Write down how the run ended, then end the stream."""
        result = self._result
        if self._items.history.is_rewritten:
            result.model_history = self._items.history.as_input()
        if error is None:
            result.checkpoint = self._checkpoint()
        outcome = self._outcome(error)
        self._log.run_ended(
            outcome,
            result.final_output,
            fault_of(error) if error is not None and outcome == "failed" else None,
            result.context_wrapper.usage,
            len(result.raw_responses),
        )
        result.close_stream(error)

    def _outcome(self, error: BaseException | None) -> RunOutcome:
        """Say how the run ended."""
        if error is not None:
            return "cancelled" if isinstance(error, asyncio.CancelledError) else "failed"
        if self._result.interruptions:
            return "needs_approval"
        return "finished" if self._is_answered else "cancelled"

    async def _take_turns(self, group: asyncio.TaskGroup) -> None:
        """Take turns until there is an answer, a question to somebody, or an end put to it."""
        self._switch_to(self._result.current_agent, None)
        if self._state is None:
            history = await self._session.with_history(self._result.input)
            self._items.history = ModelHistory(history)
            is_over = False
        else:
            self._is_new_agent = False
            is_over = self._state.is_turn_open and await self._finish_turn()
        while not is_over and not await self._is_to_stop():
            is_over = await self._take_turn(group)

    async def _take_turn(self, group: asyncio.TaskGroup) -> bool:
        """Ask the model once and do what it says; return whether the run is over."""
        try:
            await self._begin_turn(group)
        except MaxTurnsExceeded as error:
            return await self._fall_back(error)
        call = await self._prepare_call()
        response = await self._ask(call)
        reading = self._read(response, call.tools, call.handoffs)
        await self._announce_response(response, reading)
        self._checks.raise_if_tripped()
        return await self._follow(reading, call.tools, call.output_schema)

    async def _finish_turn(self) -> bool:
        """Go on in a turn that had stopped for decisions; return whether the run is over."""
        agent, context = self._result.current_agent, self._result.context_wrapper
        tools, handoffs = await agent.get_all_tools(context), await agent.get_handoffs(context)
        reading = self._read(self._result.raw_responses[-1], tools, handoffs)
        return await self._follow(reading, tools, output_schema_of(agent))

    async def _follow(
        self, reading: TurnReading, tools: Sequence[Tool], schema: AgentOutputSchemaBase | None
    ) -> bool:
        """Do what a response says; return whether the run is over."""
        turn = self._items.history.items_of_turn
        reading = await self._tools.answer_hosted(reading, tools, turn)
        verdict = await self._tools.run(reading, turn)
        try:
            step = next_step(reading, verdict, schema)
        except (ModelRefusalError, ModelBehaviorError) as error:
            return await self._fall_back(error)
        match step:
            case FinalOutput():
                await self._finish(step.value)
                return True
            case AskApproval():
                await self._interrupt(step)
                return True
            case TakeHandoff():
                await self._hand_off(step)
            case RunAgain():
                pass
            case _:
                assert_never(step)
        await self._session.save_turn(self._result.new_items)
        return False

    async def _fall_back(self, error: Failure) -> Literal[True]:
        """End the run with what the program answers in place of a failure.

        Raises:
            AgentsException: the failure, when the program has no answer to it.
        """
        result = self._result
        answer = await fallback(self._error_handlers, error, result)
        if answer is None:
            raise error
        result.current_turn = min(result.current_turn, result.max_turns or result.current_turn)
        if answer.include_in_history:
            item = answer_item(result.current_agent, answer.final_output)
            self._items.emit("message_output_created", item)
        await self._finish(answer.final_output)
        return True

    async def _is_to_stop(self) -> bool:
        """Say whether the run was told to end here, once its readers have seen all so far."""
        if self._result.current_turn > 0:
            await self._result.queue.readers_at_rest()
        return self._result.is_stopping

    async def _begin_turn(self, group: asyncio.TaskGroup) -> None:
        """Count the turn, check the limit, and have guardrails and hooks run.

        Raises:
            MaxTurnsExceeded: the run would need more model calls than it may make.
        """
        result = self._result
        result.current_turn += 1
        if result.max_turns is not None and result.current_turn > result.max_turns:
            await self._checks.settled()
            raise MaxTurnsExceeded(f"Max turns ({result.max_turns}) exceeded")
        self._log.turn_started(result.current_turn, result.max_turns)
        self._items.history.begin_turn()
        if result.current_turn == 1:
            await self._checks.run_blocking()
            self._checks.start_parallel(group)
        if self._is_new_agent:
            self._is_new_agent = False
            await self._hooks.agent_started(self._hook_context(), result.current_agent)

    async def _prepare_call(self) -> ModelCall:
        """Ask the agent for tools, instructions and handoffs, and add what was said so far."""
        agent, context = self._result.current_agent, self._result.context_wrapper
        used = agent.name in self._tools.users
        call = await prepare_call(agent, context, self._config, has_used_tools=used)
        unseen = self._server.unseen(self._items.history.as_input())
        call = self._server.addressed(call)
        call = await filtered_call(call, unseen, agent, context.context, self._config)
        context.turn_input = call.input
        await self._hooks.llm_started(context, agent, call.instructions, call.input)
        await self._session.save_input()
        return call

    def _read(
        self, response: ModelResponse, tools: Sequence[Tool], handoffs: Sequence[Handoff[Any, Any]]
    ) -> TurnReading:
        """Take a response apart."""
        return read_response(
            response.output,
            self._result.current_agent,
            tools=tools,
            handoffs=handoffs,
            unknown_tools_allowed=self._config.tool_not_found_behavior == "return_error_to_model",
        )

    async def _announce_response(self, response: ModelResponse, reading: TurnReading) -> None:
        """Announce what the model said."""
        result = self._result
        for announcement in reading.announcements:
            self._items.emit(announcement.name, announcement.item)
        self._server.answered(response, len(self._items.history.as_input()))
        await self._hooks.llm_ended(result.context_wrapper, result.current_agent, response)

    async def _ask(self, call: ModelCall) -> ModelResponse:
        """Return what the model answers, and count what that cost, also when it failed."""
        usage = self._result.context_wrapper.usage
        try:
            response = await call_model(
                call, self._log, self._keeper, self._announce.raw if self._is_streamed else None
            )
        except ResponseFailed as failure:
            usage.add(failure.usage or Usage(requests=1))
            raise
        usage.add(response.usage)
        self._result.raw_responses.append(response)
        return response

    async def _hand_off(self, step: TakeHandoff) -> None:
        """Turn down all handoffs but the first, and let the next agent take over, if it may."""
        source, context = self._result.current_agent, self._result.context_wrapper
        self._items.turn_down(step.ignored, "Multiple handoffs detected, ignoring this one.")
        handoff, answer = step.call.handoff, await self._keeper.before_handoff(step.call)
        if answer.is_skipped:
            self._items.turn_down([step.call], answer.message or SKIPPED)
            return
        arguments = step.call.arguments if answer.value is None else answer.value
        if answer.value is not None:
            self._items.edit_call(with_arguments(step.call.raw, arguments))
        target: Agent[Any] = await handoff.on_invoke_handoff(context, arguments)
        rewriting = history_filter(handoff, self._config, self._server)
        raw = ItemHelpers.tool_call_output_item(step.call.raw, handoff.get_transfer_message(target))
        await self._hooks.handed_off(context, source, target)
        item = HandoffOutputItem(source, raw, source_agent=source, target_agent=target)
        self._items.emit("handoff_occured", item)
        if rewriting is not None:
            await self._items.history.rewrite(rewriting, context)
        self._switch_to(target, source)

    async def _finish(self, output: Any) -> None:
        """Give the final output, unless a guardrail on it objects."""
        result, agent = self._result, self._result.current_agent
        await self._hooks.agent_ended(self._hook_context(), agent, output)
        guardrails = [*agent.output_guardrails, *(self._config.output_guardrails or ())]
        await check_output(guardrails, output, result, self._log)
        await self._checks.settled()
        await self._session.save_turn(result.new_items)
        result.final_output = output
        self._is_answered = True

    async def _interrupt(self, step: AskApproval) -> None:
        """End the run with calls that wait for somebody's decision."""
        await self._checks.settled()
        result = self._result
        result.interruptions.extend(step.items)
        known = {item.call_id for item in result.new_items if isinstance(item, ToolApprovalItem)}
        own = (item for item in step.items if item.agent is result.current_agent)
        result.new_items.extend(item for item in own if item.call_id not in known)

    def _checkpoint(self) -> RunState[Any]:
        """Return where the run stands, so that it can go on from here."""
        parts, tools, saved = self._items.history.parts(), self._tools, self._session.saved_items
        return self._result.state(parts, tools.stopped_runs, tools.users, saved, self._server)

    def _switch_to(self, agent: Agent[Any], came_from: Agent[Any] | None) -> None:
        """Make an agent the current one."""
        self._result.current_agent = agent
        self._is_new_agent = True
        self._announce.agent(agent, came_from)

    def _hook_context(self) -> AgentHookContext[Any]:
        """Return the context as `on_agent_start` and `on_agent_end` get it."""
        own = self._result.context_wrapper
        return AgentHookContext(
            own.context, own.usage, own.turn_input, own.tool_input, own.approvals
        )
