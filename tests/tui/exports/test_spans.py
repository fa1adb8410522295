"""Spans: the tree of a run as collectors see it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from fake_run import support_desk

from agents_core.recording import RunHeader

pytest.importorskip("opentelemetry.exporter.otlp.proto.http", reason="needs the extra [otel]")

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)

from tui.exports.otlp import otlp_json, send_spans
from tui.exports.spans import spans_of

HEADER = RunHeader("r1", "2026-11-23T14:03:05.000000+00:00", "support.toml")


def told(*, with_content: bool = False) -> list[dict[str, Any]]:
    text = otlp_json(list(spans_of(HEADER, support_desk(), with_content=with_content)))
    spans: list[dict[str, Any]] = json.loads(text)["resourceSpans"][0]["scopeSpans"][0]["spans"]
    return spans


def named(spans: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(span for span in spans if span["name"] == name)


def attributes(span: dict[str, Any]) -> dict[str, Any]:
    return {each["key"]: next(iter(each["value"].values())) for each in span["attributes"]}


def test_one_tree_holds_agents_calls_and_tools() -> None:
    spans = told()
    root = named(spans, "invoke_workflow support.toml")
    agent = named(spans, "invoke_agent research")
    tool = named(spans, "execute_tool web_search")
    assert "parentSpanId" not in root
    assert agent["parentSpanId"] == root["spanId"]
    assert tool["parentSpanId"] == agent["spanId"]
    assert {span["traceId"] for span in spans} == {root["traceId"]}
    assert (len(root["traceId"]), len(root["spanId"])) == (32, 16)


def test_a_nested_agent_hangs_under_the_call_that_runs_it() -> None:
    spans = told()
    ids = {span["spanId"]: span["name"] for span in spans}
    parents = {span["name"]: ids.get(span.get("parentSpanId", "")) for span in spans}
    nested = [name for name, parent in parents.items() if (parent or "").startswith("execute_tool")]
    assert nested == ["invoke_agent writer"]


def test_a_failed_tool_is_an_error_of_its_span_alone() -> None:
    spans = told()
    failed = [span["name"] for span in spans if span["status"].get("code") == 2]
    assert failed == ["execute_tool get_customer"]


def test_what_was_said_is_left_out_unless_asked_for() -> None:
    assert "A-1042" not in json.dumps(told())
    tool = named(told(with_content=True), "execute_tool get_customer")
    assert "A-1042" in attributes(tool)["gen_ai.tool.call.arguments"]


def test_a_run_that_stops_short_is_interrupted() -> None:
    spans = list(spans_of(HEADER, support_desk()[:60]))
    kinds = [span.attributes and span.attributes.get("error.type") for span in spans]
    assert kinds[0] == "interrupted"
    assert None in kinds
    assert all(span.end_time is not None for span in spans)


@contextmanager
def collector(status: int) -> Iterator[tuple[str, list[bytes]]]:
    """A server that takes spans, or does not."""
    bodies: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/traces", bodies
        server.shutdown()


def test_a_collector_gets_the_spans() -> None:
    spans = list(spans_of(HEADER, support_desk()))
    with collector(200) as (endpoint, bodies):
        send_spans(spans, endpoint)
    (request,) = map(ExportTraceServiceRequest.FromString, bodies)
    assert len(request.resource_spans[0].scope_spans[0].spans) == len(spans)


def test_a_collector_that_refuses_is_named() -> None:
    with collector(400) as (endpoint, _), pytest.raises(ConnectionError, match="did not take"):
        send_spans(list(spans_of(HEADER, support_desk())), endpoint)
