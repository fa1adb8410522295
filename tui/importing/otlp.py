"""Traces in OTLP's JSON with spans of generative AI, one run for each trace.

A span says when something began and ended, and no more of its time: what a model said word by word
is not there. What was said at all is there only if whoever made the spans had been told to add it.

Conventions: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-agent-spans/
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from agents_core.fault import Fault, FaultKind
from agents_core.journal import JournalScope
from tui.importing.fields import records, text, words
from tui.importing.saved_run import SavedEvents, SavedRun
from tui.importing.span_items import INPUT, OUTPUT, items_in, said_in, usage_in
from tui.importing.spans import Span, spans_in
from tui.watch.model_log import Asked
from tui.watch.side_by_side import SideBySide
from tui.watch.told_run import ToldRun

SOURCE: Final = "otlp"

_CALLS: Final = {"chat", "text_completion", "generate_content"}
"""Operations that ask a model."""

_READ: Final = _CALLS | {"invoke_workflow", "invoke_agent", "execute_tool"}

MOST_LEVELS: Final = 200
"""How many spans one may be in."""

_INTERRUPTED: Final = "interrupted"
"""The error of a run that never ended, as our own spans say it."""


def is_otlp(line: dict[str, Any]) -> bool:
    """Tell whether an object is an export request."""
    return isinstance(line.get("resourceSpans"), list)


def read_otlp(requests: Iterable[dict[str, Any]]) -> list[SavedRun]:
    """Return the runs of all traces that have spans of generative AI, earliest first."""
    traces: dict[str, dict[str, Span]] = {}
    for request in requests:
        for span in spans_in(request):
            traces.setdefault(span.trace, {})[span.id] = span
    runs = [_Trace(spans).run() for spans in traces.values() if _has_run(spans.values())]
    return sorted(runs, key=lambda run: run.began_at)


def _has_run(spans: Iterable[Span]) -> bool:
    return any(span.operation in _READ for span in spans)


class _Scope:
    """A run among the spans: the root one, or one in a tool call."""

    def __init__(self, run: ToldRun) -> None:
        self.run = run
        self.calls = SideBySide()


class _Trace:
    """One trace, told as a run."""

    def __init__(self, spans: dict[str, Span]) -> None:
        self._spans = spans
        self._told = [span for span in spans.values() if span.operation in _READ]
        self._first = min(self._told, key=lambda span: (span.began_ns, self._depth(span)))
        self._saved = SavedEvents(SOURCE, self._first.trace, _moment(self._first.began_ns))
        self._scopes: dict[str | None, _Scope] = {None: _Scope(self._saved.run)}
        self._output: str | None = None

    def run(self) -> SavedRun:
        """Return all of it."""
        for at_ns, is_end, span in self._moments():
            self._saved.at(_moment(at_ns))
            if is_end:
                self._end(span)
            else:
                self._begin(span)
        self._finish()
        attributes, saved = self._first.attributes, self._saved
        names = (text(attributes, f"gen_ai.{of}.name") for of in ("workflow", "agent"))
        title = next(filter(None, names), self._first.name)
        return SavedRun(
            saved.run_id, title, self._agent(self._first), saved.began_at, "spans", saved.events
        )

    def _moments(self) -> Iterator[tuple[int, bool, Span]]:
        """Yield the beginnings and ends in order; at one time, inner spans end first."""
        moments = []
        for place, span in enumerate(self._told):
            depth, is_short = self._depth(span), span.began_ns == span.ended_ns
            moments.append((span.began_ns, 1, depth, place, False))
            moments.append((span.ended_ns, 2 if is_short else 0, -depth, place, True))
        for at_ns, _, _, place, is_end in sorted(moments):
            yield at_ns, is_end, self._told[place]

    def _above(self, span: Span) -> Iterator[Span]:
        """Yield the spans a span is in, innermost first."""
        for _ in range(MOST_LEVELS):  # spans of a damaged trace may be in each other
            if (parent := self._spans.get(span.parent)) is None:
                return
            yield parent
            span = parent

    def _depth(self, span: Span) -> int:
        return sum(1 for _ in self._above(span))

    def _scope(self, span: Span) -> _Scope:
        """Return the run a span is in: that of the nearest tool call around it."""
        tool = self._tool_around(span)
        key = None if tool is None else tool.id
        if tool is not None and key not in self._scopes:
            outer = self._scope(tool).run
            seq = outer.seq_of(_call_id(tool))
            place = JournalScope(self._saved.journal, seq)
            self._scopes[key] = _Scope(ToldRun(place, self._saved.clock))
        scope = self._scopes[key]
        if not scope.run.is_going_on:
            scope.run.begin(self._agent(span), self._input(tool))
        return scope

    def _tool_around(self, span: Span) -> Span | None:
        """Return the nearest tool call a span is in."""
        return next((each for each in self._above(span) if each.operation == "execute_tool"), None)

    def _agent(self, span: Span) -> str:
        """Return the name of the agent whose doing a span is."""
        around = [span, *self._above(span)]
        names = (text(each.attributes, "gen_ai.agent.name") for each in around)
        return next(filter(None, names), "") or _first_agent(self._told) or "agent"

    def _input(self, tool: Span | None) -> str:
        """Return what was said first in the root run, or in a tool call, if a span says it."""
        asking = (span for span in self._told if span.operation in _CALLS)
        for span in sorted(asking, key=lambda span: span.began_ns):
            if self._tool_around(span) is tool:
                told = records(span.told(INPUT))
                return next((words(m.get("parts")) for m in told if text(m, "role") == "user"), "")
        return ""

    def _begin(self, span: Span) -> None:
        scope = self._scope(span)
        if span.operation == "invoke_agent":
            scope.run.work(self._agent(span))
        elif span.operation in _CALLS:
            scope.calls.take(span.id, False, _ask, scope.run, self._agent(span), span)
        elif span.operation == "execute_tool":
            name = text(span.attributes, "gen_ai.tool.name") or span.name
            arguments = span.attributes.get("gen_ai.tool.call.arguments")
            scope.run.start_tool(_call_id(span), name, arguments)

    def _end(self, span: Span) -> None:
        scope = self._scope(span)
        if span.operation in _CALLS:
            scope.calls.take(span.id, True, _answer, scope.run, span)
            if scope.run is self._saved.run:
                self._output = said_in(span) or self._output
        elif span.operation == "execute_tool":
            if (nested := self._scopes.get(span.id)) is not None:
                nested.run.end("finished" if span.error is None else "failed")
            error = None if span.error is None else _fault(span, "tool")
            result = span.attributes.get("gen_ai.tool.call.result")
            scope.run.end_tool(_call_id(span), result, error)

    def _finish(self) -> None:
        """End the run as its first span ended."""
        for scope in self._scopes.values():
            scope.calls.finish()
        error = self._first.error
        if error is None:
            self._saved.run.end("finished", self._output)
        elif error != _INTERRUPTED:
            self._saved.run.end("failed", None, _fault(self._first, "bug"))


def _ask(run: ToldRun, agent: str, span: Span) -> None:
    run.work(agent)
    told = span.told(INPUT)
    asked = Asked(
        text(span.attributes, "gen_ai.request.model") or None,
        words(span.told("gen_ai.system_instructions")) or None,
        records(span.told("gen_ai.tool.definitions")),
        None if told is None else list(items_in(records(told))),
    )
    run.ask(asked)


def _answer(run: ToldRun, span: Span) -> None:
    response = text(span.attributes, "gen_ai.response.id") or None
    run.answer(usage_in(span), "completed" if span.error is None else "failed", response)
    for item in items_in(records(span.told(OUTPUT))):
        run.create(item)


def _call_id(span: Span) -> str:
    return text(span.attributes, "gen_ai.tool.call.id") or span.id


def _first_agent(spans: Sequence[Span]) -> str:
    """Return the agent that began first, of those that have names."""
    named = [span for span in spans if text(span.attributes, "gen_ai.agent.name")]
    if not named:
        return ""
    return text(min(named, key=lambda span: span.began_ns).attributes, "gen_ai.agent.name")


def _fault(span: Span, fault: FaultKind) -> dict[str, str]:
    kind = text(span.attributes, "error.type") or "Error"
    return Fault(fault, kind, span.error or "").as_data()


def _moment(at_ns: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_ns // 1000)
