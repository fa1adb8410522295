"""Whatever stands in a file, reading it ends in runs or in plain words."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from agents_core.history.run_history import RunHistory
from tui.importing.formats import LINE_FORMATS

AT = "2026-10-29T10:00:00Z"
USAGE = {"input_tokens": 5, "output_tokens": 1}
CALL = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}

CODEX = [
    ("session_meta", {"id": "x", "cwd": "/a", "base_instructions": {"text": "Hi"}}),
    ("turn_context", {"model": "m"}),
    ("event_msg", {"type": "user_message", "message": "?"}),
    ("response_item", CALL),
    ("event_msg", {"type": "token_count", "info": {"last_token_usage": USAGE}}),
    ("response_item", {"type": "function_call_output", "call_id": "c", "output": [{"text": "a"}]}),
    ("response_item", {"type": "message", "role": "assistant", "content": [{"text": "b"}]}),
    ("event_msg", {"type": "error", "message": "e"}),
]

CLAUDE = [
    ("user", "Hello"),
    ("assistant", [{"type": "thinking", "thinking": "a"}, {"type": "text", "text": "b"}]),
    ("assistant", [{"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}}]),
    ("user", [{"type": "tool_result", "tool_use_id": "t", "content": [{"text": "c"}]}]),
]


def spans() -> Iterator[dict[str, Any]]:
    """A call in an agent, with words in it, and a tool."""
    said = [{"role": "assistant", "parts": [{"type": "text", "content": "b"}]}]
    told = {
        "gen_ai.operation.name": "chat",
        "gen_ai.input.messages": json.dumps(said),
        "gen_ai.output.messages": json.dumps([*said, {"parts": [{"type": "tool_call"}]}]),
        "gen_ai.tool.definitions": '[{"name": "f"}]',
        "gen_ai.system_instructions": '[{"type": "text", "content": "d"}]',
    }
    for id, parent, attributes in (
        ("a", "", {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "n"}),
        ("b", "a", told),
        ("c", "a", {"gen_ai.operation.name": "execute_tool"}),
        ("d", "c", told),
    ):
        pairs = [{"key": key, "value": {"stringValue": value}} for key, value in attributes.items()]
        count = {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "5"}}
        yield {
            "traceId": "t",
            "spanId": id,
            "parentSpanId": parent,
            "startTimeUnixNano": "1000",
            "endTimeUnixNano": 2000,
            "status": {"code": 2, "message": "e"},
            "attributes": [*pairs, count],
        }


SAMPLES: dict[str, list[dict[str, Any]]] = {
    "codex": [{"timestamp": AT, "type": type_, "payload": payload} for type_, payload in CODEX],
    "claude-code": [
        {
            "type": type_,
            "timestamp": AT,
            "sessionId": "s",
            "cwd": "/a",
            "message": {"id": "m", "role": type_, "content": content, "usage": USAGE},
        }
        for type_, content in CLAUDE
    ],
    "otlp": [{"resourceSpans": [{"scopeSpans": [{"spans": list(spans())}]}]}],
}

WRONG: tuple[Any, ...] = (
    None,
    True,
    -7,
    1 << 70,
    0.5,
    "\x1b[2J",
    "\ud800",
    [],
    [[1]],
    {},
    {"a": []},
)


class Lines(list[Any]):
    """Lines that keep no account of faults."""

    def fault(self, what: str) -> None:
        """Forget it."""


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each place in a value: what holds it, and its key or index there."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys if isinstance(value, dict | list) else ():
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])


@pytest.mark.parametrize("format_", LINE_FORMATS, ids=lambda format_: format_.name)
def test_a_wrong_value_anywhere_is_no_error_of_ours(format_: Any) -> None:
    sample = SAMPLES[format_.name]
    assert len(format_.read(Lines(sample))) == 1
    for place in range(len(list(places(sample)))):
        for wrong in WRONG:
            damaged = copy.deepcopy(sample)
            holder, key = list(places(damaged))[place]
            holder[key] = wrong
            history = RunHistory()
            for run in format_.read(Lines(each for each in damaged if isinstance(each, dict))):
                for event in run.events:
                    history.append(event)
