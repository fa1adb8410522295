"""Chat chunks as events: one quirk of real servers a test, each with a small stream of its own."""

import itertools
from pathlib import Path
from typing import Any

import pytest
from chat_facts import converted, joined, types_of
from hypothesis import given
from hypothesis import strategies as st
from recorded_streams import ROOT

from agents_core.history.deltas import match_delta
from agents_core.json_text import encode_json
from agents_core.models.wire import UNDECODABLE, WireEvent

FIELDS = [
    "choices",
    "delta",
    "content",
    "type",
    "text",
    "thinking",
    "tool_calls",
    "function",
    "name",
    "arguments",
    "index",
    "id",
    "refusal",
    "reasoning",
    "annotations",
    "url_citation",
    "usage",
    "error",
    "logprobs",
    "finish_reason",
    "reasoning_details",
]
"""The words of chunks."""

OWN = sorted((ROOT / "tests" / "streams").glob("chat-*.sse"))


def events_of(name: str) -> list[WireEvent]:
    return converted([(ROOT / "tests" / "streams" / f"chat-{name}.sse").read_bytes()])


def output_of(name: str) -> list[dict[str, Any]]:
    output: list[dict[str, Any]] = events_of(name)[-1].json["response"]["output"]
    return output


def calls_of(name: str) -> list[tuple[str, str, str]]:
    """Return the calls of a stream, after looking whether the events told the same."""
    events = events_of(name)
    calls = [(item["call_id"], item["name"], item["arguments"]) for item in output_of(name)]
    for index, (_, _, arguments) in enumerate(calls):
        mine = [event for event in events if event.json.get("output_index") == index]
        assert joined(mine, "response.function_call_arguments.delta") == arguments
    return calls


def text_of(name: str) -> str:
    [item] = output_of(name)
    return "".join(part.get("text") or part.get("refusal") for part in item["content"])


def test_text_is_told_in_the_events_of_rule_71() -> None:
    assert types_of(events_of("no-finish-reason")) == [
        "response.created",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]


def test_a_call_is_told_in_the_events_of_rule_72() -> None:
    assert types_of(events_of("name-repeated")) == [
        "response.created",
        "response.output_item.added",
        "response.function_call_arguments.delta",
        "response.output_item.done",
        "response.completed",
    ]


def test_a_summary_ends_when_the_answer_begins() -> None:
    assert types_of(events_of("reasoning-twice"))[1:8] == [
        "response.output_item.added",
        "response.reasoning_summary_part.added",
        "response.reasoning_summary_text.delta",
        "response.reasoning_summary_part.done",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.delta",
    ]


def test_content_may_be_a_list_of_parts() -> None:
    reasoning, message = output_of("content-list")
    assert reasoning["content"] == [{"type": "reasoning_text", "text": "Two."}]
    assert message["content"][0]["text"] == "It is 2."


@pytest.mark.parametrize("name", ["calls-without-index", "calls-of-one-index"])
def test_calls_are_told_apart_by_their_ids(name: str) -> None:
    assert calls_of(name) == [("a", "add", '{"x":1}'), ("b", "add", '{"x":2}')]


@pytest.mark.parametrize("name", ["name-repeated", "name-late", "arguments-object"])
def test_a_call_is_put_together_however_its_pieces_come(name: str) -> None:
    assert calls_of(name) == [("a", "add", '{"x":1}')]


def test_parallel_calls_do_not_mix() -> None:
    assert calls_of("calls-interleaved") == [("a", "add", '{"x":1}'), ("b", "mul", '{"y":2}')]


def test_a_call_without_an_id_gets_one() -> None:
    [(call_id, *call)] = calls_of("call-without-id")
    assert call_id
    assert call == ["add", '{"x":1}']


def test_chunks_without_choices_and_choices_without_delta_are_passed_over() -> None:
    assert text_of("empty-choices") == "Hi"
    assert events_of("empty-choices")[-1].json["response"]["usage"]["total_tokens"] == 3


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("error-in-chunk", "upstream is gone"),
        ("error-event", "tool_use_failed"),
        ("error-text", "overloaded"),
    ],
)
def test_an_error_in_the_midst_ends_the_stream_with_its_words(name: str, message: str) -> None:
    events = events_of(name)
    assert (events[-1].type, events[-1].json["message"]) == ("error", message)
    assert joined(events, "response.output_text.delta") == "Hi"


@pytest.mark.parametrize("name", ["reasoning-twice", "reasoning-details"])
def test_reasoning_is_told_once(name: str) -> None:
    reasoning, message = output_of(name)
    [part] = reasoning["summary"] or reasoning["content"]
    assert part["text"].startswith("Hm")
    assert len(part["text"]) < 4
    assert message["type"] == "message"


def test_reasoning_that_goes_on_is_a_further_part_of_its_item() -> None:
    reasoning, message = output_of("reasoning-resumed")
    assert [part["text"] for part in reasoning["summary"]] == ["one", "two"]
    assert message["content"][0]["text"] == "Hi!"


@pytest.mark.parametrize("name", ["cut-call", "cut-call-no-reason", "cut-thinking"])
def test_what_was_cut_off_is_no_answer(name: str) -> None:
    last = events_of(name)[-1]
    assert last.type == "response.incomplete"
    assert last.json["response"]["incomplete_details"] == {"reason": "max_output_tokens"}


def test_a_text_cut_off_is_an_answer_that_says_so() -> None:
    last = events_of("cut-text")[-1]
    assert last.type == "response.completed"
    assert last.json["response"]["incomplete_details"] == {"reason": "max_output_tokens"}


def test_a_refusal_is_a_part_of_its_own() -> None:
    [item] = output_of("refusal")
    assert item["content"] == [{"type": "refusal", "refusal": "I won't"}]
    assert joined(events_of("refusal"), "response.refusal.delta") == "I won't"


def test_an_answer_filtered_away_is_a_refusal() -> None:
    [item] = output_of("filtered")
    assert item["content"][0]["refusal"] == "Response withheld by the provider's content filter."


def test_annotations_are_kept_though_they_come_before_the_text() -> None:
    [item] = output_of("annotations")
    assert item["content"][0]["annotations"] == [
        {
            "type": "url_citation",
            "url": "https://a.example",
            "title": "A",
            "start_index": 0,
            "end_index": 2,
        }
    ]


def test_other_choices_are_ignored() -> None:
    assert text_of("other-choices") == "yes"


def test_what_is_no_json_stays_readable_and_the_rest_goes_on() -> None:
    [odd] = [event for event in events_of("undecodable") if event.type == UNDECODABLE]
    assert odd.json["text"] == "{oops"
    assert text_of("undecodable") == "Hi!"


def test_logprobs_go_with_their_words() -> None:
    [item] = output_of("logprobs")
    assert item["content"][0]["logprobs"][0]["token"] == "Hi"


def test_comments_line_ends_and_split_data_are_read_by_the_letter() -> None:
    assert text_of("framing") == "Hi"


def test_an_empty_body_is_no_response() -> None:
    assert converted([b"data: [DONE]\n\n"]) == []


def test_deltas_have_the_shape_that_is_read_without_decoding() -> None:
    for file in OWN:
        for event in converted([file.read_bytes()]):
            if event.type.endswith(".delta") and "logprobs" not in file.name:
                assert match_delta(event.payload), event.payload


@given(st.sampled_from(OWN), st.data())
def test_any_chunking_gives_the_same_events(file: Path, data: st.DataObject) -> None:
    body = file.read_bytes()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=12)))
    edges = [0, *cuts, len(body)]
    chunks = [body[start:stop] for start, stop in itertools.pairwise(edges)]
    assert converted(chunks) == converted([body])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=4),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(FIELDS),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
def test_no_chunk_however_odd_breaks_the_stream(value: Any) -> None:
    for chunk in (value, {"choices": [value]}, {"choices": [{"delta": value}]}):
        events = converted([b"data: " + encode_json(chunk) + b"\n\n"])
        assert events == [] or events[-1].type in (
            "error",
            "response.completed",
            "response.incomplete",
        )
