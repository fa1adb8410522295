"""WatchedProgram: this process as it is watched: where notes are taken, and the runs they are of.

Law: in the program's own threads nothing is done here but to make notes. The SDK is given one more
trace processor; nothing it had is taken away or changed.
"""

import asyncio
import importlib
from collections.abc import AsyncIterator, Callable
from functools import cache, wraps
from types import ModuleType
from typing import Any

from agents_core.journal import JournalScope
from tui.watch.notes import Notes
from tui.watch.span_reader import Place, SpanReader
from tui.watch.watched_run import Beginning, WatchedRun
from tui.watch.writer import run_writer


class Ticket:
    """A run, for the threads of the program: they may not look into it."""

    __slots__ = ("run",)

    def __init__(self) -> None:
        """Begin before the run is written down."""
        self.run: WatchedRun | None = None


class WatchedProgram:
    """Takes notes of runs, and writes them down."""

    def __init__(self, agents: ModuleType) -> None:
        """Watch what is told of the SDK's runs; `agents` is its module."""
        self._agents = agents
        self._writer = run_writer()
        self._notes = self._writer.notes
        self._spans = SpanReader(self._open_run)
        self._is_whole = False
        agents.add_trace_processor(SpanNotes(self._notes, self._spans, self._end_trace))

    # In the threads of the program

    def watch_stream(self, result: Any) -> None:
        """Watch a streamed run; once is enough."""
        if isinstance(getattr(result.stream_events, "__self__", None), Watched):
            return
        beginning = Beginning(result.current_agent, result.input, result.max_turns, True)
        ticket = self._begin(beginning, result.run_loop_task)
        result.stream_events = Watched(result, self._notes, ticket, self._end).stream_events

    def watch_all(self) -> None:
        """Watch every run that begins from now on."""
        if self._is_whole:
            return
        self._is_whole = self._spans.of_whole_process = True
        runner = importlib.import_module("agents.run").AgentRunner
        runner.run = self._watched_run(runner.run)
        runner.run_streamed = self._watched_run_streamed(runner.run_streamed)

    def _watched_run(self, run: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(run)
        async def watched(runner: Any, starting_agent: Any, input: Any, **options: Any) -> Any:
            known = input if isinstance(input, str | list) else None
            beginning = Beginning(starting_agent, known, options.get("max_turns"))
            ticket = self._begin(beginning, asyncio.current_task())
            try:
                result = await run(runner, starting_agent, input, **options)
            except BaseException as error:
                self._notes.put_always(self._end, ticket, None, error)
                raise
            self._notes.put_always(self._end, ticket, result, None)
            return result

        return watched

    def _watched_run_streamed(self, run_streamed: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(run_streamed)
        def watched(*args: Any, **options: Any) -> Any:
            result = run_streamed(*args, **options)
            self.watch_stream(result)
            return result

        return watched

    def _begin(self, beginning: Beginning, task: asyncio.Task[Any] | None) -> Ticket:
        ticket, span = Ticket(), self._agents.get_current_span()
        span_id = None if span is None else span.span_id
        self._notes.put_always(self._note_beginning, ticket, beginning, task, span_id)
        return ticket

    # In the writing thread

    def _note_beginning(
        self,
        ticket: Ticket,
        beginning: Beginning,
        task: asyncio.Task[Any] | None,
        span_id: str | None,
    ) -> None:
        ticket.run = self._open_run(beginning, self._spans.place_of(span_id))
        self._spans.know(task, ticket.run)

    def _open_run(self, beginning: Beginning, place: Place | None) -> WatchedRun:
        under = None if place is None else place.nested_under()
        if place is not None and under is not None:
            scope = JournalScope(place.run.scope.journal, under)
        else:
            scope = self._writer.open_run(beginning.agent.name)
        return WatchedRun(scope, self._writer.clock, beginning)

    def _end(self, ticket: Ticket, result: Any, error: BaseException | None) -> None:
        if ticket.run is not None:
            self._end_run(ticket.run, result, error)

    def _end_trace(self, trace_id: str) -> None:
        if (run := self._spans.end_trace(trace_id)) is not None:
            self._end_run(run, None, None)

    def _end_run(self, run: WatchedRun, result: Any, error: BaseException | None) -> None:
        try:
            run.end(result, error)
        finally:
            self._writer.close_run(run.scope)


class Watched:
    """The events of a streamed run, noted on their way to the program."""

    def __init__(self, result: Any, notes: Notes, ticket: Ticket, end: Callable[..., None]) -> None:
        """Note what the `stream_events` of `result` yields."""
        self._result = result
        self._stream_events = result.stream_events
        self._notes = notes
        self._ticket = ticket
        self._end = end

    async def stream_events(self) -> AsyncIterator[Any]:
        """Yield the run's events, as `RunResultStreaming.stream_events` does."""
        events, raised = self._stream_events(), None
        try:
            async for event in events:
                self._notes.put(self._take, event)
                yield event
        except BaseException as error:
            raised = error
            raise
        finally:
            try:
                await events.aclose()
            finally:
                self._notes.put_always(self._end, self._ticket, self._result, raised)

    def _take(self, event: Any) -> None:
        if self._ticket.run is not None:
            self._ticket.run.take_event(event)


class SpanNotes:
    """A trace processor of the SDK that makes notes."""

    def __init__(self, notes: Notes, spans: SpanReader, end_trace: Callable[[str], None]) -> None:
        """Have the spans noted for `spans`, and the end of each trace for `end_trace`."""
        self._notes = notes
        self._spans = spans
        self._end_trace = end_trace

    def on_trace_start(self, trace: Any) -> None:
        """A trace begins, which says nothing of a run."""

    def on_trace_end(self, trace: Any) -> None:
        """A trace is over."""
        self._notes.put_always(self._end_trace, trace.trace_id)

    def on_span_start(self, span: Any) -> None:
        """A span begins."""
        self._notes.put(self._spans.begin, span, _current_task())

    def on_span_end(self, span: Any) -> None:
        """A span ends."""
        self._notes.put(self._spans.end, span)

    def shutdown(self) -> None:
        """Nothing is held open here."""

    def force_flush(self) -> None:
        """Nothing is waited for: whoever asks wants their own exporter's work done."""


@cache
def watched_program() -> WatchedProgram:
    """Return this process; the first time, the SDK is asked to tell of its spans.

    Raises:
        ImportError: openai-agents is not installed.
    """
    try:
        agents = importlib.import_module("agents")
        importlib.import_module("agents.run")
    except ImportError as error:
        raise ImportError(
            "watch() watches runs of the OpenAI Agents SDK, which is not installed. "
            "Install it: pip install 'agent-tui[openai-agents]'"
        ) from error
    return WatchedProgram(agents)


def _current_task() -> asyncio.Task[Any] | None:
    try:
        return asyncio.current_task()
    except RuntimeError:  # a thread without a loop
        return None
