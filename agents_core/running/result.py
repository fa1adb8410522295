"""What a run gives back: everything it produced, and while it goes on the stream of its events.

Law: a result is filled by the run loop alone; readers of a `RunResultStreaming` may come late,
leave early or cancel, and see each event once, in order, before the error that ended the run.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from agents_core.agents.run_context import RunContextWrapper
from agents_core.errors import InputGuardrailTripwireTriggered, RunErrorDetails, UserError
from agents_core.items import ItemHelpers, ModelResponse, RunItem, ToolApprovalItem
from agents_core.running.event_queue import EventQueue
from agents_core.running.run_state import RunState

if TYPE_CHECKING:
    from agents_core.agents.agent import Agent
    from agents_core.agents.guardrails import InputGuardrailResult, OutputGuardrailResult
    from agents_core.agents.tool_guardrails import (
        ToolInputGuardrailResult,
        ToolOutputGuardrailResult,
    )
    from agents_core.items import TResponseInputItem
    from agents_core.running.model_history import HistoryParts
    from agents_core.running.server_state import ServerState
    from agents_core.stream_events import StreamEvent

T = TypeVar("T")

CancelMode = Literal["immediate", "after_turn"]
"""Whether cancelling stops at once, or when the turn's answer and tools are done."""


@dataclass(kw_only=True)
class RunResultBase:
    """What every run gives back."""

    input: str | list[TResponseInputItem]
    """What the run began with."""
    context_wrapper: RunContextWrapper[Any]
    """The context of the run, and the tokens it used."""
    new_items: list[RunItem] = field(default_factory=list)
    """What the run produced, in the order of the stream."""
    raw_responses: list[ModelResponse] = field(default_factory=list)
    """One response a model call."""
    final_output: Any = None
    """The answer of the last agent: text, or an object of its output type."""
    input_guardrail_results: list[InputGuardrailResult] = field(default_factory=list)
    output_guardrail_results: list[OutputGuardrailResult] = field(default_factory=list)
    tool_input_guardrail_results: list[ToolInputGuardrailResult] = field(default_factory=list)
    tool_output_guardrail_results: list[ToolOutputGuardrailResult] = field(default_factory=list)
    interruptions: list[ToolApprovalItem] = field(default_factory=list)
    """Calls that wait for somebody's decision."""
    model_history: list[TResponseInputItem] | None = field(default=None, repr=False)
    """The history as a handoff filter left it, if one did."""
    checkpoint: RunState[Any] | None = field(default=None, repr=False)
    """Where the run stood when it ended without an error."""

    @property
    def last_agent(self) -> Agent[Any]:
        """The agent that worked last."""
        raise NotImplementedError

    @property
    def last_response_id(self) -> str | None:
        """The id of the last response, or None."""
        return self.raw_responses[-1].response_id if self.raw_responses else None

    def to_state(self) -> RunState[Any]:
        """Return where the run stopped: to decide about its interruptions, and to go on.

        Raises:
            UserError: the run goes on still, or it failed.
        """
        if self.checkpoint is None:
            raise UserError("This run has no state to go on from: it has not ended, or it failed.")
        return self.checkpoint.copy()

    def to_input_list(
        self, *, mode: Literal["preserve_all", "normalized"] = "preserve_all"
    ) -> list[TResponseInputItem]:
        """Return the input and all new items, ready to begin the next run with.

        Args:
            mode: "normalized" prefers the history as handoff filters left it.
        """
        if mode == "normalized" and self.model_history is not None:
            return list(self.model_history)
        return ItemHelpers.input_to_new_input_list(self.input) + [
            item.to_input_item()
            for item in self.new_items
            if not isinstance(item, ToolApprovalItem)
        ]

    def final_output_as(self, cls: type[T], raise_if_incorrect_type: bool = False) -> T:
        """Return the final output, declared to be a `cls`.

        Raises:
            TypeError: it is none, and `raise_if_incorrect_type` was asked for.
        """
        if raise_if_incorrect_type and not isinstance(self.final_output, cls):
            raise TypeError(f"Final output is not of type {cls.__name__}")
        return cast(T, self.final_output)


@dataclass(kw_only=True)
class RunResult(RunResultBase):
    """What a finished run gives back."""

    final_agent: Agent[Any] = field(repr=False)
    """The agent that worked last."""

    @property
    def last_agent(self) -> Agent[Any]:
        """The agent that worked last."""
        return self.final_agent


@dataclass(kw_only=True)
class RunResultStreaming(RunResultBase):
    """A run going on in the background, and the stream of its events."""

    current_agent: Agent[Any]
    """The agent that works now."""
    max_turns: int | None
    """How many model calls the run may make; None for any number."""
    current_turn: int = 0
    """Model calls begun so far."""
    is_complete: bool = False
    """Whether the run is over, one way or another."""
    has_begun: bool = False
    """Whether the background task has taken its first step."""
    is_stopping: bool = False
    """Whether the run ends when its current turn does."""
    run_loop_task: asyncio.Task[None] | None = field(default=None, repr=False)
    """The background task, which anybody may await."""
    queue: EventQueue = field(default_factory=EventQueue, repr=False)
    """Events nobody has taken yet."""

    @property
    def last_agent(self) -> Agent[Any]:
        """The agent that worked last; while the run goes on, the one that works."""
        return self.current_agent

    @property
    def run_loop_exception(self) -> BaseException | None:
        """What ended the run; None while it goes on, and when it finished or was cancelled."""
        task = self.run_loop_task
        if task is None or not task.done() or task.cancelled():
            return None
        return task.exception()

    def cancel(self, mode: CancelMode = "immediate") -> None:
        """Stop the run.

        Args:
            mode: "immediate" drops what is queued and stops at once; "after_turn" lets the model
                finish its answer and the tools of this turn end.
        """
        self.is_stopping = True
        if mode == "after_turn":
            return
        self.is_complete = True
        self.queue.clear()
        self.queue.close()
        if self.run_loop_task is not None and self.has_begun:
            self.run_loop_task.cancel()

    async def stream_events(self) -> AsyncIterator[StreamEvent]:
        """Yield what happens, as it happens.

        Raises:
            BaseException: what ended the run, after all that happened before was yielded.
        """
        queue = self.queue
        with queue.reader() as reader:
            try:
                while await queue.wait(reader):
                    while queue.events:
                        yield queue.events.popleft()
            except asyncio.CancelledError:
                await self._stopped()
                raise
        await self.finished()

    async def finished(self) -> None:
        """Wait until nothing of the run is left running.

        Raises:
            BaseException: what ended the run.
        """
        task = self.run_loop_task
        if task is None:
            return
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            await self._stopped()
            raise
        if (error := self.run_loop_exception) is not None:
            raise error

    async def _stopped(self) -> None:
        """Cancel the run and wait until it has let go of everything."""
        self.cancel()
        if self.run_loop_task is not None:
            await asyncio.wait([self.run_loop_task])

    def error_details(self) -> RunErrorDetails:
        """Return how far the run came, for the error that ended it."""
        return RunErrorDetails(
            input=self.input,
            new_items=self.new_items,
            raw_responses=self.raw_responses,
            last_agent=self.current_agent,
            context_wrapper=self.context_wrapper,
            input_guardrail_results=self.input_guardrail_results,
            output_guardrail_results=self.output_guardrail_results,
            tool_input_guardrail_results=self.tool_input_guardrail_results,
            tool_output_guardrail_results=self.tool_output_guardrail_results,
        )

    def state(
        self,
        history: HistoryParts,
        stopped_runs: Mapping[str, RunState[Any]],
        tool_users: Iterable[str],
        saved_items: int,
        server: ServerState,
    ) -> RunState[Any]:
        """Return where the run stands; the arguments are what only the run loop knows."""
        return RunState(
            current_agent=self.current_agent,
            original_input=self.input,
            context=self.context_wrapper,
            max_turns=self.max_turns,
            current_turn=self.current_turn,
            history=history,
            new_items=self.new_items,
            raw_responses=self.raw_responses,
            interruptions=self.interruptions,
            stopped_runs=dict(stopped_runs),
            tool_users=set(tool_users),
            saved_items=saved_items,
            server=server,
            input_guardrail_results=self.input_guardrail_results,
            output_guardrail_results=self.output_guardrail_results,
            tool_input_guardrail_results=self.tool_input_guardrail_results,
            tool_output_guardrail_results=self.tool_output_guardrail_results,
        )

    @classmethod
    def going_on(cls, state: RunState[Any], context: Any) -> RunResultStreaming:
        """Return the result of a run that goes on from `state`, with another context if given."""
        state = state.copy()
        wrapper = context if isinstance(context, RunContextWrapper) else state.context
        if context is not None and wrapper is state.context:
            wrapper.context = context
        return cls(
            input=state.original_input,
            context_wrapper=wrapper,
            current_agent=state.current_agent,
            max_turns=state.max_turns,
            current_turn=state.current_turn,
            new_items=state.new_items,
            raw_responses=state.raw_responses,
            input_guardrail_results=state.input_guardrail_results,
            output_guardrail_results=state.output_guardrail_results,
            tool_input_guardrail_results=state.tool_input_guardrail_results,
            tool_output_guardrail_results=state.tool_output_guardrail_results,
        )

    def close_stream(self, error: BaseException | None) -> None:
        """End the stream; a tripped input guardrail takes back what nobody has read yet."""
        if isinstance(error, InputGuardrailTripwireTriggered):
            self.queue.drop_words()
        self.is_complete = True
        self.queue.close()

    def as_run_result(self) -> RunResult:
        """Return what the run gave, without the stream."""
        return RunResult(
            input=self.input,
            context_wrapper=self.context_wrapper,
            new_items=self.new_items,
            raw_responses=self.raw_responses,
            final_output=self.final_output,
            input_guardrail_results=self.input_guardrail_results,
            output_guardrail_results=self.output_guardrail_results,
            tool_input_guardrail_results=self.tool_input_guardrail_results,
            tool_output_guardrail_results=self.tool_output_guardrail_results,
            interruptions=self.interruptions,
            model_history=self.model_history,
            checkpoint=self.checkpoint,
            final_agent=self.current_agent,
        )
