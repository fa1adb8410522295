"""The three stream events."""

from openai.types.responses import ResponseTextDeltaEvent

from agents_core.models.wire import WireEvent
from agents_core.stream_events import RawResponsesStreamEvent

DELTA = (
    b'{"type":"response.output_text.delta","item_id":"m","output_index":0,"content_index":0,'
    b'"delta":"Hi","sequence_number":4,"logprobs":[]}'
)
WIRE = WireEvent("response.output_text.delta", DELTA)


def test_data_has_the_class_of_its_type() -> None:
    data = RawResponsesStreamEvent(WIRE).data
    assert isinstance(data, ResponseTextDeltaEvent)
    assert data.delta == "Hi"


def test_data_is_typed_once() -> None:
    event = RawResponsesStreamEvent(WIRE)
    assert event.data is event.data


def test_an_unknown_type_stays_readable() -> None:
    event = RawResponsesStreamEvent(WireEvent("new.thing", b'{"type":"new.thing","size":3}'))
    assert str(event.data.type) == "new.thing"
    assert getattr(event.data, "size", None) == 3


def test_the_wire_form_is_the_providers_own_bytes() -> None:
    assert RawResponsesStreamEvent(WIRE).wire is WIRE


def test_a_typed_event_has_a_wire_form_too() -> None:
    typed = RawResponsesStreamEvent(WIRE).data
    event = RawResponsesStreamEvent(typed)
    assert event.data is typed
    assert event.wire.type == "response.output_text.delta"
    assert event.wire.json["delta"] == "Hi"


def test_events_are_equal_when_what_they_pass_on_is() -> None:
    assert RawResponsesStreamEvent(WIRE) == RawResponsesStreamEvent(WireEvent(WIRE.type, DELTA))
