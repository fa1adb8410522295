"""Steps: the one place where a run reaches outside, to call a model or a tool.

Law: whatever a run does to the world goes through `take`. A step has a name that says which it is
within its run, the work itself, and whether doing it twice does harm: what durable execution,
retries and approval need to know. Here a step just runs; each is in the journal with its times.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from agents_core.agents.running_calls import CALL_CANCELLED, CallCancelledError, RunningCalls
from agents_core.errors import ModelTimeoutError
from agents_core.fault import Fault
from agents_core.items import ModelResponse
from agents_core.journal import JournalScope
from agents_core.models.attempts import attempt_listener, difference_listener
from agents_core.models.interface import calling_agent
from agents_core.outputs.call_progress import CallProgress
from agents_core.outputs.printing import prints_told_by
from agents_core.running.faults import tool_fault
from agents_core.running.gatekeeper import Gatekeeper
from agents_core.running.model_call import ModelCall
from agents_core.running.model_stream import ResponseCollector, read_stream
from agents_core.running.response_failure import ResponseFailed
from agents_core.running.retrying import Attempts
from agents_core.running.run_log import RunLog
from agents_core.running.turn import FunctionCall
from agents_core.tools.function_tool import FunctionTool, invoke_function_tool
from agents_core.tools.local_tool import FailureText, LocalTool
from agents_core.tools.long_outputs import cut_output
from agents_core.tools.results import StoppedRun
from agents_core.tools.tool_context import ToolContext

T = TypeVar("T")

CANCELLED: Final = Fault("user", "CancelledError", "cancelled before it ended")
"""What a call that was stopped ended with."""

current_call_scope: ContextVar[JournalScope | None] = ContextVar("current_call_scope", default=None)
"""Where a run started inside a tool belongs, though nobody told it: under the tool's call."""


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """One thing a run does to the world."""

    name: str
    """Unique within the run, and the same when the run is done again."""
    work: Callable[[], Awaitable[T]]
    is_repeatable: bool
    """Whether doing it twice does no harm: asking a model does none; a tool may book a flight."""


async def take(step: Step[T]) -> T:
    """Do a step. Here it is simply done; an engine that remembers steps would look it up first."""
    return await step.work()


async def call_model(
    call: ModelCall,
    log: RunLog,
    keeper: Gatekeeper,
    publish: Callable[[Any], None] | None,
) -> ModelResponse:
    """Ask a model.

    Args:
        call: what it is given.
        log: told of the request, of attempts that failed, and of the end.
        keeper: may hold the run before the request is sent.
        publish: gets each event of the stream; None asks for the whole response at once.

    Raises:
        ModelBehaviorError: the model's stream ended without an answer.
    """

    async def ask() -> ModelResponse:
        async with _answer_within(call.settings.timeout):
            if publish is None:
                return await call.model.get_response(*call.arguments(), **call.keywords())
            stream = call.model.stream_response(*call.arguments(), **call.keywords())
            return await read_stream(stream, attempts.publish, collector)

    async def work() -> ModelResponse:
        return await attempts.answer(ask)

    collector, attempts = ResponseCollector(), Attempts(call, publish, log.model_retried)
    step = Step(f"model:{log.scope.agent}:{log.scope.turn}", work, is_repeatable=True)
    log.model_requested(call)
    listening = attempt_listener.set(log.model_retried)
    asking = calling_agent.set(log.scope.agent)
    began, status = time.monotonic(), "failed"
    ended: ModelResponse | ResponseFailed | None = None
    try:
        await keeper.before_model(call.model_name)
        began = time.monotonic()
        with _heard_by(log):
            ended = response = await take(step)
        status = "completed"
        return response
    except ResponseFailed as failure:
        ended = failure
        raise
    except asyncio.CancelledError:
        status = "cancelled"
        raise
    finally:
        attempt_listener.reset(listening)
        calling_agent.reset(asking)
        log.model_ended(
            None if ended is None else ended.response_id,
            collector.status or status,
            None if ended is None else ended.usage,
            time.monotonic() - began,
        )


async def call_tool(
    call: FunctionCall, tool: FunctionTool | LocalTool, context: ToolContext[Any], log: RunLog
) -> Any:
    """Run a tool and return what it gives, or the text for the model when it failed.

    Raises:
        AgentsException: the tool failed, and its owner wants that to end the run.
    """

    async def work() -> Any:
        if isinstance(tool, LocalTool):
            return await tool.invoke(context, call.raw)
        return await invoke_function_tool(tool, context, call.arguments)

    step = Step(f"tool:{call.name}:{call.call_id}", work, is_repeatable=False)
    context.start_seq = log.tool_started(call)
    context.progress = CallProgress(log.scope, call.call_id, call.name)
    began, output, stopped = time.monotonic(), None, None
    try:
        with nesting(context.nested_scope()), prints_told_by(context.progress):
            async with cancellable(context, call.call_id):
                output = cut_output(await take(step), context)
        return output
    except CallCancelledError:
        stopped, output = CANCELLED, FailureText(CALL_CANCELLED)
        return output
    except asyncio.CancelledError:
        stopped = CANCELLED
        raise
    finally:
        context.progress.close()
        error = stopped if context.error is None else tool_fault(context.error)
        if not isinstance(output, StoppedRun):  # that call goes on when its nested run does
            said, seconds = _as_the_model_gets_it(call, output), time.monotonic() - began
            log.tool_ended(call, said, error, seconds, context.output_files)


def cancellable(context: ToolContext[Any], call_id: str) -> AbstractAsyncContextManager[None]:
    """Return what lets the call of a block be stopped alone, where somebody could.

    Raises:
        CallCancelledError: on leaving it, if somebody did.
    """
    calls: RunningCalls | None = getattr(context.run_config, "running_calls", None)
    return nullcontext() if calls is None else calls.cancellable(call_id)


@contextmanager
def _heard_by(log: RunLog) -> Iterator[None]:
    """Tell the model's side who asks, and who wants to know of requests sent again."""
    agent, listener = calling_agent.set(log.scope.agent), attempt_listener.set(log.model_retried)
    differing = difference_listener.set(log.model_differs)
    try:
        yield
    finally:
        difference_listener.reset(differing)
        attempt_listener.reset(listener)
        calling_agent.reset(agent)


@asynccontextmanager
async def _answer_within(seconds: float | None) -> AsyncIterator[None]:
    """Give a model so long to answer.

    Raises:
        ModelTimeoutError: it took longer.
    """
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            yield
    except TimeoutError as error:
        if seconds is None or not limit.expired():
            raise
        raise ModelTimeoutError(seconds) from error


@contextmanager
def nesting(scope: JournalScope | None) -> Iterator[None]:
    """Let runs that begin inside the block hang under the call, or the check, of `scope`."""
    token = current_call_scope.set(scope)
    try:
        yield
    finally:
        current_call_scope.reset(token)


def _as_the_model_gets_it(call: FunctionCall, output: Any) -> Any:
    """Return an output in the form in which it is sent to the model."""
    return None if output is None else call.answer(output).get("output")
