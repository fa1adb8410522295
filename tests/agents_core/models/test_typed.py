"""Typed on demand: a payload gets its own class or a readable generic one, never a wrong one."""

from typing import Any, get_args

import pytest
from openai import BaseModel
from openai.types.responses import (
    ResponseFunctionToolCall,
    ResponseOutputItemDoneEvent,
    ResponseOutputMessage,
    ResponseOutputText,
    ResponseReasoningItem,
    ResponseStreamEvent,
    ResponseTextDeltaEvent,
)
from recorded_streams import ROOT, STREAMS, needs_streams, responses_streams

from agents_core.models.lenient import UnknownObject
from agents_core.models.typed import (
    UnknownEvent,
    UnknownItem,
    typed_event,
    typed_item,
    typed_response,
)
from agents_core.models.wire import SseSplitter, WireEvent

OWN = ROOT / "tests" / "streams"
"""Small streams made for these tests, one quirk each."""


def events_of(body: bytes) -> list[WireEvent]:
    splitter = SseSplitter()
    return splitter.feed(body) + splitter.finish()


def assert_says_the_same(typed: Any, raw: Any, path: str) -> None:
    """Hold a typed object against its JSON: all fields, and no class that is not its own."""
    if isinstance(typed, BaseModel):
        fields = type(typed).model_fields
        if "type" in fields:
            literals = str(fields["type"].annotation)
            assert "Literal" not in literals or repr(raw.get("type")) in literals, path
        names = {field.alias or name: name for name, field in fields.items()}
        for key, value in raw.items():
            if key in names or not hasattr(type(typed), key):
                assert_says_the_same(getattr(typed, names.get(key, key)), value, f"{path}.{key}")
    elif isinstance(raw, list):
        assert len(typed) == len(raw), path
        for index, pair in enumerate(zip(typed, raw, strict=True)):
            assert_says_the_same(*pair, f"{path}[{index}]")
    else:
        assert typed == raw, path


@needs_streams
@pytest.mark.parametrize("name", responses_streams())
def test_every_recorded_event_keeps_its_fields_and_its_class(name: str) -> None:
    for event in events_of((STREAMS / name).read_bytes()):
        assert_says_the_same(typed_event(event.json), event.json, event.type)


@needs_streams
def test_a_patch_does_not_arrive_as_an_audio_delta() -> None:
    body = (STREAMS / "responses-apply-patch.sse").read_bytes()
    [event, *_] = [e for e in events_of(body) if e.type.endswith("diff.delta")]
    typed = typed_event(event.json)
    assert isinstance(typed, UnknownEvent)
    assert typed.type == "response.apply_patch_call_operation_diff.delta"
    assert typed.model_extra is not None and typed.model_extra["delta"] == event.json["delta"]


def test_every_class_of_the_clients_union_is_found_by_its_type() -> None:
    [union, *_] = get_args(ResponseStreamEvent)
    for cls in get_args(union):
        [type_, *_] = get_args(cls.model_fields["type"].annotation)
        assert type(typed_event({"type": type_})) is cls


def test_a_delta_is_the_clients_delta() -> None:
    payload = {"type": "response.output_text.delta", "delta": "x", "output_index": 0}
    event = typed_event(payload)
    assert isinstance(event, ResponseTextDeltaEvent)
    assert (event.delta, event.output_index) == ("x", 0)
    assert event.model_dump(exclude_unset=True) == payload


def test_unknown_events_and_items_are_readable() -> None:
    delta, done = events_of((OWN / "unknown-type.sse").read_bytes())
    assert isinstance(typed_event(delta.json), UnknownEvent)
    event = typed_event(done.json)
    assert isinstance(event, ResponseOutputItemDoneEvent)
    assert isinstance(event.item, UnknownObject)
    assert event.item.shape == {"sides": 6}


def test_items_are_typed_by_their_type() -> None:
    call = typed_item({"type": "function_call", "name": "add", "arguments": "{}"})
    assert isinstance(call, ResponseFunctionToolCall)
    assert call.model_dump(exclude_unset=True)["arguments"] == "{}"
    assert call.name == "add"
    assert isinstance(typed_item({"type": "hologram", "id": "h"}), UnknownItem)
    assert isinstance(typed_item({"id": "nameless"}), UnknownItem)


def test_a_message_that_breaks_its_schema_is_still_a_message() -> None:
    raw = {
        "type": "message",
        "role": "assistant",
        "content": [{"type": "output_text", "text": "x"}],
    }
    message = typed_item(raw)
    assert isinstance(message, ResponseOutputMessage)
    assert isinstance(message.content[0], ResponseOutputText)
    assert message.content[0].text == "x"


def test_no_field_of_the_json_can_break_the_building() -> None:
    raw = {"type": "reasoning", "cls": 1, "self": 2, "_fields_set": 3, "values": 4, "fields": 5}
    item = typed_item(raw)
    assert isinstance(item, ResponseReasoningItem)
    assert item.model_dump(exclude_unset=True) == raw


def test_a_response_is_typed_to_the_depths() -> None:
    response = typed_response(
        {
            "id": "r",
            "output": [{"type": "message", "content": [{"type": "output_text", "text": "x"}]}],
        }
    )
    assert response.output_text == "x"
    assert response.usage is None
