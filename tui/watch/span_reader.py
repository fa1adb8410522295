"""SpanReader: which run each span of the SDK's tracing belongs to, and what it tells of it.

Law: used by the writing thread alone. A run is known by the task that runs it; whatever else
happens is found under a span that is known. An agent that begins in neither place makes a run of
its own, one for each trace.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakKeyDictionary

from tui.watch.run_beginning import Beginning, NamedAgent
from tui.watch.watched_run import WatchedRun

_RUNS: Final = ("task", "agent")
"""The types of spans a run may begin with."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a run a span is."""

    run: WatchedRun
    under: str | None = None
    """The span of the tool call or guardrail it is under, if it is under one."""
    guardrail: int | None = None
    """The `seq` of that guardrail."""

    def nested_under(self) -> int | None:
        """Return the `seq` of the event that a run begun here is nested under, if it is nested."""
        if self.under is None or self.guardrail is not None:
            return self.guardrail
        return self.run.tools.seq_of(self.under)


OpenRun = Callable[[Beginning, Place | None], WatchedRun]
"""Begins a run: nested in a place, or one of its own."""


class SpanReader:
    """Tells the runs what their spans say."""

    def __init__(self, open_run: OpenRun) -> None:
        """Begin the runs that only spans tell of with `open_run`."""
        self.of_whole_process = False
        """Whether runs are watched that nothing but a span tells of."""
        self._open_run = open_run
        self._tasks: WeakKeyDictionary[asyncio.Task[Any], WatchedRun] = WeakKeyDictionary()
        self._traces: dict[str, WatchedRun] = {}
        self._nested: dict[str, WatchedRun] = {}
        self._places: dict[str, Place] = {}

    def know(self, task: asyncio.Task[Any] | None, run: WatchedRun) -> None:
        """A task runs a run."""
        if task is not None:
            self._tasks[task] = run

    def place_of(self, span_id: str | None) -> Place | None:
        """Return where a span is that has not ended, if it is in a run that is watched."""
        return None if span_id is None else self._places.get(span_id)

    def begin(self, span: Any, task: asyncio.Task[Any] | None) -> None:
        """A span begins, in the task given if a run may begin with it."""
        data, parent = span.span_data, self.place_of(span.parent_id)
        place = self._run_place(span, task, parent) if data.type in _RUNS else parent
        if place is None:
            return
        match data.type:
            case "agent":
                place.run.begin_agent(data.name)
            case "turn":
                place.run.begin_turn(data.turn, data.agent_name)
            case "response" | "generation":
                place.run.begin_call()
            case "function":
                place.run.begin_tool(span)
                place = Place(place.run, span.span_id)
            case "guardrail":
                seq = place.run.begin_guardrail(data.name)
                place = Place(place.run, span.span_id, seq)
        self._places[span.span_id] = place

    def end(self, span: Any) -> None:
        """A span ends."""
        data, place = span.span_data, self._places.pop(span.span_id, None)
        if place is None:
            return
        if (nested := self._nested.pop(span.span_id, None)) is not None:
            nested.end(None, None)
        match data.type:
            case "response" | "generation":
                place.run.end_call(span)
            case "function":
                place.run.end_tool(span)
            case "guardrail":
                place.run.end_guardrail(data.name, bool(data.triggered))

    def end_trace(self, trace_id: str) -> WatchedRun | None:
        """Return the run that ends with a trace, if nothing else tells of its end."""
        return self._traces.pop(trace_id, None)

    def _run_place(
        self, span: Any, task: asyncio.Task[Any] | None, parent: Place | None
    ) -> Place | None:
        """Return the place of a span that a run may begin with."""
        known = None if task is None else self._tasks.get(task)
        if known is not None and not known.is_over:
            return Place(known)
        if parent is not None and (parent.under is None or span.span_data.type != "agent"):
            return parent
        if span.span_data.type != "agent":
            return None
        return self._trace_place(span) if parent is None else self._nested_place(span, parent)

    def _nested_place(self, span: Any, parent: Place) -> Place:
        """Return the run under a tool call or a guardrail that nothing but its spans tells of."""
        assert parent.under is not None
        if (run := self._nested.get(parent.under)) is None:
            run = self._open_run(Beginning(parent.run.agent_called(span.span_data.name)), parent)
            self._nested[parent.under] = run
        return Place(run)

    def _trace_place(self, span: Any) -> Place | None:
        if not self.of_whole_process:
            return None
        if (run := self._traces.get(span.trace_id)) is None:
            run = self._open_run(Beginning(NamedAgent(span.span_data.name)), None)
            self._traces[span.trace_id] = run
        return Place(run)
