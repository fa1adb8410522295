"""WatchedProgram: this process as it is watched: where notes are taken, and the runs they are of.

Law: in the program's own threads nothing is done here but to make notes. The SDK is given one more
trace processor, and hooks that pass all on; nothing it had is taken away or changed.
"""

import asyncio
import importlib
import weakref
from asyncio import CancelledError
from collections.abc import Callable
from functools import cache, partial, wraps
from types import ModuleType
from typing import Any

from agents_core.journal import JournalScope
from tui.watch.controls import WatchedControls
from tui.watch.mishaps import swallowed
from tui.watch.noted_hooks import NotedHooks
from tui.watch.noted_stream import NotedResult
from tui.watch.notes import Notes
from tui.watch.run_beginning import Beginning, Request
from tui.watch.run_ending import Ending
from tui.watch.span_reader import Place, SpanReader
from tui.watch.ticket import Ticket
from tui.watch.watched_run import WatchedRun
from tui.watch.writer import run_writer


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
        if not isinstance(getattr(result.stream_events, "__self__", None), NotedResult):
            self._watch_stream(result, self._new_ticket(), tells_requests=False)

    def watch_all(self) -> None:
        """Watch every run that begins from now on."""
        if self._is_whole:
            return
        self._is_whole = self._spans.of_whole_process = True
        runner = importlib.import_module("agents.run").AgentRunner
        runner.run = self._watched_run(runner.run)
        runner.run_streamed = self._watched_run_streamed(runner.run_streamed)

    def _watch_stream(self, result: Any, ticket: Ticket, *, tells_requests: bool) -> None:
        task = result.run_loop_task
        beginning = Beginning(
            result.current_agent,
            result.input,
            result.max_turns,
            is_streamed=True,
            tells_requests=tells_requests,
            old_items=len(result.new_items),
        )
        self._begin(ticket, beginning, task, WatchedControls(result))
        result.stream_events = NotedResult(result, self._notes, ticket).stream_events
        task.add_done_callback(partial(self._task_done, ticket, result))
        weakref.finalize(result, self._notes.put_always, ticket.give_up).atexit = False

    def _watched_run(self, run: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(run)
        async def watched(runner: Any, starting_agent: Any, input: Any, **options: Any) -> Any:
            ticket = self._new_ticket()
            with swallowed():
                beginning = Beginning(
                    starting_agent,
                    input if isinstance(input, str | list) else None,
                    options.get("max_turns"),
                    tells_requests=self._hook(ticket, options),
                    old_items=len(getattr(input, "_session_items", ())),
                )
                self._begin(ticket, beginning, asyncio.current_task(), WatchedControls(None))
            try:
                result = await run(runner, starting_agent, input, **options)
            except BaseException as error:
                self._notes.put_always(ticket.end, None, error)
                raise
            self._notes.put_always(ticket.end, result, None)
            return result

        return watched

    def _watched_run_streamed(self, run_streamed: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(run_streamed)
        def watched(*args: Any, **options: Any) -> Any:
            ticket, is_hooked = self._new_ticket(), False
            with swallowed():
                is_hooked = self._hook(ticket, options)
            result = run_streamed(*args, **options)
            with swallowed():
                self._watch_stream(result, ticket, tells_requests=is_hooked)
            return result

        return watched

    def _new_ticket(self) -> Ticket:
        return Ticket(self._close)

    def _hook(self, ticket: Ticket, options: dict[str, Any]) -> bool:
        """Listen to the hooks among the options of a run; return whether that can be done."""
        none = self._agents.RunHooks()
        theirs = none if options.get("hooks") is None else options["hooks"]
        if not isinstance(theirs, type(none)):
            return False  # which the SDK will say is wrong
        options["hooks"] = NotedHooks(theirs, partial(self._note_request, ticket))
        return True

    def _note_request(
        self, ticket: Ticket, _: Any, agent: Any, instructions: str | None, input: Any
    ) -> None:
        request = Request(instructions, list(input) if isinstance(input, list) else input)
        self._notes.put(ticket.take_request, agent, request)

    def _begin(
        self,
        ticket: Ticket,
        beginning: Beginning,
        task: asyncio.Task[Any] | None,
        controls: WatchedControls,
    ) -> None:
        span = self._agents.get_current_span()
        span_id = None if span is None else span.span_id
        self._notes.put_always(self._note_beginning, ticket, beginning, task, controls, span_id)

    def _task_done(self, ticket: Ticket, result: Any, task: asyncio.Task[Any]) -> None:
        """A streamed run has come to its end, though perhaps nobody reads its stream."""
        with swallowed():
            # Not asked for by `exception()`, after which asyncio would not tell of it any more.
            error = CancelledError() if task.cancelled() else getattr(task, "_exception", None)
            self._notes.put_always(ticket.expect_end, Ending.of(result), error)

    # In the writing thread

    def _note_beginning(
        self,
        ticket: Ticket,
        beginning: Beginning,
        task: asyncio.Task[Any] | None,
        controls: WatchedControls,
        span_id: str | None,
    ) -> None:
        ticket.run = self._open_run(beginning, self._spans.place_of(span_id), controls)
        self._spans.know(task, ticket.run)

    def _open_run(
        self, beginning: Beginning, place: Place | None, controls: WatchedControls | None = None
    ) -> WatchedRun:
        under = None if place is None else place.nested_under()
        if place is not None and under is not None:
            scope = JournalScope(place.run.scope.journal, under)
        else:
            scope = self._writer.open_run(beginning.agent.name, controls)
        run = WatchedRun(scope, self._writer.clock, beginning)
        self._writer.end_with(scope, run.give_up)
        return run

    def _end_trace(self, trace_id: str) -> None:
        if (run := self._spans.end_trace(trace_id)) is not None:
            run.end(None, None)
            self._close(run)

    def _close(self, run: WatchedRun) -> None:
        self._writer.close_run(run.scope)


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
