"""Spans as runs: what was exported comes back, and what others write is read as far as it goes."""

import json
from typing import Any

import pytest
from fake_run import support_desk

from agents_core.history.run_history import RunHistory
from agents_core.recording import RunHeader
from agents_core.run_events import RunEvent
from tui.importing.otlp import read_otlp

HEADER = RunHeader("r1", "2026-11-23T14:03:05.000000+00:00", "support.toml")


def history_of(events: Any) -> RunHistory:
    history = RunHistory()
    for event in events:
        history.append(event)
    return history


def told(history: RunHistory) -> dict[str, Any]:
    """What spans keep of a run."""
    end = len(history)
    view = history.view(end)
    calls = [history.call(number, end) for number in range(view.calls)]
    tools = [item for item in history.items(end) if item.kind == "tool"]
    return {
        "agents": [agent.name for agent in view.agents if agent.turns],
        "calls": [
            (call.agent, call.turn, call.depth, call.tokens and call.tokens.total) for call in calls
        ],
        "tools": [
            (
                tool.name,
                tool.agent,
                tool.depth,
                tool.output,
                tool.status,
                round(tool.started_at or 0, 3),
            )
            for tool in tools
        ],
        "tokens": (view.tokens.input, view.tokens.output),
    }


def test_a_run_that_was_exported_comes_back() -> None:
    pytest.importorskip("opentelemetry.exporter.otlp.proto.http", reason="needs the extra [otel]")
    from tui.exports.otlp import otlp_json
    from tui.exports.spans import spans_of

    events: list[RunEvent] = list(support_desk())
    text = otlp_json(list(spans_of(HEADER, events, with_content=True)))
    [run] = read_otlp([json.loads(text)])

    assert (run.title, run.timing, run.began_at.isoformat()) == (
        "support.toml",
        "spans",
        "2026-11-23T14:03:05+00:00",
    )
    assert told(history_of(run.events)) == told(history_of(events))


def span(id: str, parent: str, began: float, ended: float, **attributes: Any) -> dict[str, Any]:
    """A span of one trace; names of attributes have `__` for each dot."""
    values: list[dict[str, Any]] = []
    for name, value in attributes.items():
        held = {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}
        values.append({"key": f"gen_ai.{name.replace('__', '.')}", "value": held})
    times = {"startTimeUnixNano": f"{began * 1e9:.0f}", "endTimeUnixNano": f"{ended * 1e9:.0f}"}
    return {"traceId": "t", "spanId": id, "parentSpanId": parent, "attributes": values, **times}


def chat(id: str, began: float, ended: float, text: str, **more: Any) -> dict[str, Any]:
    said = [{"role": "assistant", "parts": [{"type": "text", "content": text}]}]
    asked = [{"role": "user", "parts": [{"type": "text", "content": "Hello"}]}]
    return span(
        id,
        "agent",
        began,
        ended,
        operation__name="chat",
        input__messages=json.dumps(asked),
        output__messages=json.dumps(said),
        usage__input_tokens=9,
        **more,
    )


def read(*spans: dict[str, Any]) -> list[Any]:
    return read_otlp([{"resourceSpans": [{"scopeSpans": [{"spans": list(spans)}]}]}])


def test_what_others_write_is_read_with_its_words_and_calls_side_by_side() -> None:
    agent = span("agent", "", 100, 109, operation__name="invoke_agent", agent__name="clerk")
    [run] = read(chat("b", 102, 104, "Second."), chat("a", 101, 105, "First."), agent)
    history = history_of(run.events)

    end = len(history)
    assert [(item.kind, history.item_text(item.index, 0, 99)) for item in history.items(end)] == [
        ("input", "Hello"),
        ("message", "First."),
        ("message", "Second."),
    ]
    view = history.view(end)
    assert (view.status, view.final_output, view.tokens.input) == ("finished", "First.", 18)


def test_damaged_spans_are_passed_over_and_other_spans_are_no_run() -> None:
    around = span("x", "y", 1, 2, operation__name="chat"), span("y", "x", 1, 2)
    broken = {"traceId": "t", "spanId": "z", "startTimeUnixNano": "soon"}
    endless = {**around[0], "spanId": "w", "endTimeUnixNano": str(1 << 80)}
    [run] = read(*around, broken, endless, {"traceId": 7})
    assert [event.type for event in run.events][-1] == "run.end"
    assert read(span("http", "", 1, 2)) == []
