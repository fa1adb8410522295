"""The splitter: what providers really send, in any chunks, comes out as the same events."""

import importlib.util
import json
from collections.abc import Sequence
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recorded_streams import ROOT, STREAMS, expected, needs_streams, responses_streams

from agents_core.models.wire import UNDECODABLE, SseSplitter, WireEvent

OWN = ROOT / "tests" / "streams"
"""Small streams made for these tests, one quirk each."""

OWN_STREAMS = sorted(path.name for path in OWN.glob("*.sse"))


def split(body: bytes, size: int | None = None) -> list[WireEvent]:
    step = size or max(len(body), 1)
    return split_chunks([body[start : start + step] for start in range(0, len(body), step)])


def split_chunks(chunks: Sequence[bytes]) -> list[WireEvent]:
    splitter = SseSplitter()
    events = [event for chunk in chunks for event in splitter.feed(chunk)]
    return events + splitter.finish()


def own(name: str) -> list[WireEvent]:
    return split((OWN / name).read_bytes())


def facts_module() -> ModuleType:
    """The program the facts in `expected.json` were made with."""
    spec = importlib.util.spec_from_file_location("stream_facts", STREAMS / "facts.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_streams
@pytest.mark.parametrize("size", [None, 7, 1])
@pytest.mark.parametrize("name", responses_streams())
def test_a_recording_splits_into_the_events_it_is_known_to_hold(name: str, size: int) -> None:
    events = split((STREAMS / name).read_bytes(), size)
    facts = facts_module().responses([({"event": ""}, event.json) for event in events], [])
    known = expected()[name]
    assert len(events) == known["events"]
    assert facts == {key: known[key] for key in facts}


@pytest.mark.parametrize(
    "name",
    ["crlf.sse", "cr.sse", "bom-comments-done.sse", "no-event-lines.sse", "no-last-blank-line.sse"],
)
def test_framing_makes_no_difference(name: str) -> None:
    assert own(name) == own("plain.sse")
    assert len(own("plain.sse")) == 6


def test_ids_and_sequence_numbers_are_not_needed() -> None:
    events = own("no-sequence-changing-ids.sse")
    assert [event.type for event in events] == [event.type for event in own("plain.sse")]


def test_payload_bytes_are_the_providers_own() -> None:
    body = (OWN / "plain.sse").read_bytes()
    payloads = [line[6:] for line in body.split(b"\n") if line.startswith(b"data: ")]
    assert [event.payload for event in split(body)] == payloads


def test_data_over_several_lines_becomes_one_line_of_json() -> None:
    [event] = own("multi-line-data.sse")
    assert event.type == "response.output_text.delta"
    assert b"\n" not in event.payload
    assert event.json["delta"] == "two lines"


def test_the_event_line_names_a_payload_without_a_type() -> None:
    delta, error = own("type-only-in-event-line.sse")
    assert (delta.type, delta.json["type"], delta.json["delta"]) == (delta.type, delta.type, "x")
    assert (error.type, error.json["error"]["message"]) == ("error", "slow down")


def test_the_payloads_type_wins_over_the_event_line() -> None:
    [event] = split(b'event: message\ndata: {"type":"response.created"}\n\n')
    assert event.type == "response.created"


def test_an_error_is_an_error_flat_nested_or_bare() -> None:
    assert [event.type for event in own("errors.sse")] == ["error"] * 3


def test_what_is_no_json_object_stays_readable() -> None:
    events = own("undecodable.sse")
    assert [event.type for event in events] == [UNDECODABLE] * 3
    assert [event.json["text"] for event in events][1:] == ["42", "<html>"]


def test_bytes_that_are_not_utf8_stay_readable() -> None:
    [event] = split(b'data: {"type":"x","delta":"\xff"}\n\n')
    assert event.json == {"type": UNDECODABLE, "text": '{"type":"x","delta":"\ufffd"}'}


def test_half_an_event_at_the_end_is_kept() -> None:
    [event] = split(b'data: {"type":"response.output_text.delta","delta":"ha')
    assert event.type == UNDECODABLE


def test_an_event_is_there_as_soon_as_its_blank_line_is() -> None:
    splitter = SseSplitter()
    assert splitter.feed(b'data: {"type":"a"}\n') == []
    assert [event.type for event in splitter.feed(b"\n")] == ["a"]


@pytest.mark.parametrize("name", OWN_STREAMS)
@given(data=st.data())
def test_any_chunking_gives_the_same_events(name: str, data: st.DataObject) -> None:
    body = (OWN / name).read_bytes()
    assert split_chunks(data.draw(chunkings(body))) == split(body)


LINES = [
    b"",
    b": comment",
    b"event: response.output_text.delta",
    b"event:x",
    b'data: {"type":"response.output_text.delta","delta":"\xc3\xbc"}',
    b'data:{"type":"y",',
    b'data: "z":1}',
    b"data: [DONE]",
    b"data",
    b"id: 1",
    b"\xef\xbb\xbfdata: 1",
]


@given(
    lines=st.lists(
        st.tuples(st.sampled_from(LINES), st.sampled_from([b"\n", b"\r", b"\r\n", b"\n\n"]))
    ),
    data=st.data(),
)
def test_any_chunking_of_any_lines_gives_the_same_events(
    lines: list[tuple[bytes, bytes]], data: st.DataObject
) -> None:
    body = b"".join(line + end for line, end in lines)
    whole = split(body)
    assert split_chunks(data.draw(chunkings(body))) == whole
    assert split(body, 1) == whole


@given(st.binary())
def test_whatever_comes_every_payload_is_one_line_of_json(body: bytes) -> None:
    for event in split(b"data: " + body + b"\n\n"):
        assert b"\n" not in event.payload
        assert json.loads(event.payload.decode())["type"] == event.type


def chunkings(body: bytes) -> st.SearchStrategy[list[bytes]]:
    """Ways to cut a body into chunks, empty ones among them."""
    cuts = st.lists(st.integers(0, len(body)), max_size=12).map(sorted)
    return cuts.map(lambda at: [body[a:b] for a, b in zip([0, *at], [*at, len(body)], strict=True)])
