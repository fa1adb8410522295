"""A run as OpenTelemetry spans, after the conventions for generative AI.

    invoke_workflow TITLE          the run
      invoke_agent NAME            each agent, from when it takes over to when it is done
        chat MODEL                 each call of a model
        execute_tool NAME          each call of a tool; a nested run's agents hang under it

Law: spans hold names, times, counts and errors. What was said, asked and returned is left out
unless `with_content` is given. The same run gives the same ids each time.

Conventions: https://opentelemetry.io/docs/specs/semconv/gen-ai/
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Event, ReadableSpan
from opentelemetry.trace import SpanContext, SpanKind, TraceFlags
from opentelemetry.trace.status import Status, StatusCode

from agents_core.history.run_data import object_or_empty, read_error, read_tokens
from agents_core.recording import RunHeader
from agents_core.run_events import RunEvent

Attributes = dict[str, str | int | float]

READ = frozenset(
    {
        *("run.start", "agent.update", "model.request", "model.retry", "model.end"),
        *("tool.start", "tool.end", "run.end"),
    }
)
"""Types of events that spans are made of."""


@dataclass(slots=True)
class OpenSpan:
    """A span that has begun."""

    key: str
    """What it is within the run; its id is made of it."""
    name: str
    began_at: float
    """Seconds since the run began; so are all times here."""
    parent: "OpenSpan | None"
    attributes: Attributes
    kind: SpanKind = SpanKind.INTERNAL
    notes: list[tuple[float, str, Attributes]] = field(default_factory=list)
    ended_at: float | None = None
    error: str | None = None


@dataclass(slots=True)
class _Scope:
    """A run, the root one or one nested under a call: who works in it, and what it waits for."""

    caller: OpenSpan | None
    agent: OpenSpan | None = None
    call: OpenSpan | None = None


class SpanReader:
    """Reads events in order and keeps the spans they make."""

    def __init__(self, title: str, *, with_content: bool) -> None:
        """Begin with no event of a run called `title`."""
        self.spans: list[OpenSpan] = []
        self._title = title
        self._with_content = with_content
        self._scopes: dict[int | None, _Scope] = {None: _Scope(None)}
        self._tools: dict[tuple[int | None, str], OpenSpan] = {}
        self._starts: dict[int, OpenSpan] = {}
        self._now = 0.0

    def take(self, event: RunEvent) -> None:
        """Let one event have its effect."""
        self._now = max(self._now, event.at)
        if event.type not in READ:
            return
        data = object_or_empty(event.data)
        scope = self._scope(event.parent)
        match event.type:
            case "run.start" if scope.caller is None:
                scope.caller = self._begin_run(event)
            case "agent.update":
                self._change_agent(event, scope, str(data.get("agent") or ""))
            case "model.request":
                self._ask(event, scope, data)
            case "model.retry":
                self._note_retry(event, scope, data)
            case "model.end":
                self._answer(event, scope, data)
            case "tool.start":
                self._start_tool(event, scope, data)
            case "tool.end":
                self._end_tool(event, data)
            case "run.end":
                self._end_run(event, scope, data)

    def close(self) -> None:
        """End what never ended: the recording stops short of it."""
        for span in self.spans:
            if span.ended_at is None:
                span.ended_at, span.error = self._now, span.error or "interrupted"

    def _scope(self, parent: int | None) -> _Scope:
        if parent not in self._scopes:
            caller = None if parent is None else self._starts.get(parent)
            self._scopes[parent] = _Scope(caller)
        return self._scopes[parent]

    def _begin(
        self, event: RunEvent, name: str, parent: OpenSpan | None, kind: SpanKind, **attributes: Any
    ) -> OpenSpan:
        told = {key: value for key, value in attributes.items() if value is not None}
        span = OpenSpan(f"{event.seq}", name, event.at, parent, told, kind)
        self.spans.append(span)
        return span

    def _begin_run(self, event: RunEvent) -> OpenSpan:
        attributes = {
            "gen_ai.operation.name": "invoke_workflow",
            "gen_ai.workflow.name": self._title,
        }
        name = f"invoke_workflow {self._title}"
        return self._begin(event, name, None, SpanKind.INTERNAL, **attributes)

    def _change_agent(self, event: RunEvent, scope: _Scope, name: str) -> None:
        if scope.agent is not None and scope.agent.ended_at is None:
            scope.agent.ended_at = event.at
        scope.agent = self._begin(
            event,
            f"invoke_agent {name}",
            scope.caller,
            SpanKind.INTERNAL,
            **{"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": name},
        )

    def _ask(self, event: RunEvent, scope: _Scope, data: dict[str, Any]) -> None:
        model = str(data.get("model") or "")
        scope.call = self._begin(
            event,
            f"chat {model}".rstrip(),
            scope.agent or scope.caller,
            SpanKind.CLIENT,
            **{
                "gen_ai.operation.name": "chat",
                "gen_ai.request.model": model,
                "gen_ai.agent.name": event.agent,
                "agent_tui.turn": event.turn,
            },
        )

    def _note_retry(self, event: RunEvent, scope: _Scope, data: dict[str, Any]) -> None:
        if scope.call is not None:
            told = {"http.response.status_code": data.get("status"), "message": data.get("message")}
            kept: Attributes = {
                key: value for key, value in told.items() if isinstance(value, str | int)
            }
            scope.call.notes.append((event.at, "retry", kept))

    def _answer(self, event: RunEvent, scope: _Scope, data: dict[str, Any]) -> None:
        if (call := scope.call) is None:
            return
        tokens = read_tokens(data.get("usage"))
        call.ended_at, scope.call = event.at, None
        call.attributes |= {
            "gen_ai.usage.input_tokens": tokens.input,
            "gen_ai.usage.output_tokens": tokens.output,
        }
        if isinstance(response_id := data.get("response_id"), str):
            call.attributes["gen_ai.response.id"] = response_id
        if (status := data.get("status")) not in (None, "completed"):
            call.error = str(status)

    def _start_tool(self, event: RunEvent, scope: _Scope, data: dict[str, Any]) -> None:
        name, call_id = str(data.get("name") or ""), str(data.get("call_id") or "")
        span = self._begin(
            event,
            f"execute_tool {name}",
            scope.agent or scope.caller,
            SpanKind.INTERNAL,
            **{
                "gen_ai.operation.name": "execute_tool",
                "gen_ai.tool.name": name,
                "gen_ai.tool.call.id": call_id,
                "gen_ai.tool.call.arguments": self._content(data.get("arguments")),
            },
        )
        self._tools[event.parent, call_id] = self._starts[event.seq] = span

    def _end_tool(self, event: RunEvent, data: dict[str, Any]) -> None:
        span = self._tools.pop((event.parent, str(data.get("call_id") or "")), None)
        if span is None:
            return
        span.ended_at = event.at
        if (output := self._content(data.get("output"))) is not None:
            span.attributes["gen_ai.tool.call.result"] = output
        error = read_error(data.get("error"))
        if error is not None or data.get("is_error") is True:
            span.error = "tool error" if error is None else error.type

    def _end_run(self, event: RunEvent, scope: _Scope, data: dict[str, Any]) -> None:
        error = read_error(data.get("error"))
        root = scope.caller if event.parent is None else None
        for span in (scope.call, scope.agent, root):
            if span is not None and span.ended_at is None:
                span.ended_at = event.at
                span.error = None if error is None else error.type

    def _content(self, value: object) -> str | None:
        return value if self._with_content and isinstance(value, str) else None


def spans_of(
    header: RunHeader, events: Iterable[RunEvent], *, with_content: bool = False
) -> Iterator[ReadableSpan]:
    """Yield the spans of a run, parents before children."""
    reader = SpanReader(header.title, with_content=with_content)
    for event in events:
        reader.take(event)
    reader.close()
    began = _nanoseconds(datetime.fromisoformat(header.created_at).timestamp())
    resource = Resource({"service.name": "agent-tui", "agent_tui.run_id": header.run_id})
    for span in reader.spans:
        yield _readable(span, header.run_id, began, resource)


def _readable(span: OpenSpan, run_id: str, began: int, resource: Resource) -> ReadableSpan:
    is_failed = span.error is not None
    attributes = span.attributes | ({"error.type": str(span.error)} if is_failed else {})
    return ReadableSpan(
        name=span.name,
        context=_context(run_id, span.key),
        parent=None if span.parent is None else _context(run_id, span.parent.key),
        resource=resource,
        attributes=attributes,
        events=[Event(name, told, began + _nanoseconds(at)) for at, name, told in span.notes],
        kind=span.kind,
        status=Status(StatusCode.ERROR, span.error) if is_failed else Status(StatusCode.UNSET),
        start_time=began + _nanoseconds(span.began_at),
        end_time=began + _nanoseconds(span.ended_at or span.began_at),
    )


def _context(run_id: str, key: str) -> SpanContext:
    """Return ids made of what a span is, so that a run exported twice is the same trace."""
    trace = hashlib.sha256(run_id.encode()).digest()
    span = hashlib.sha256(f"{run_id} {key}".encode()).digest()
    return SpanContext(
        int.from_bytes(trace[:16]),
        int.from_bytes(span[:8]),
        is_remote=False,
        trace_flags=TraceFlags(TraceFlags.SAMPLED),
    )


def _nanoseconds(seconds: float) -> int:
    return int(seconds * 1_000_000) * 1_000
