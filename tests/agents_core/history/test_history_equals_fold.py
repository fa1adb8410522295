"""The law of the history: at every position it says what a naive fold over the prefix says."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from fold import Fold
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journals import (
    handoff,
    parallel_tools,
    recorded_run,
    retried_attempt,
    told_run,
)
from random_events import EVENTS, as_events
from recorded_streams import STREAMS, needs_streams

from agents_core.history.run_history import RunHistory
from agents_core.history.views import CallView
from agents_core.run_events import RunEvent, read_event

RECORDINGS = sorted(STREAMS.glob("responses-*.sse"))


def calls_of(history: RunHistory, position: int) -> list[CallView]:
    count = history.view(position).calls
    return [history.call(number, position) for number in range(count)]


def assert_equals_fold(events: Sequence[RunEvent]) -> None:
    history, oracle = RunHistory(), Fold()
    for event in events:
        history.append(event)
    for position in range(len(events) + 1):
        if position:
            oracle.apply(events[position - 1])
        assert history.view(position) == oracle.view()
        assert history.running(position) == oracle.running()
        assert history.pending(position) == oracle.pending()
        assert tuple(history.items(position)) == oracle.item_views()
        assert calls_of(history, position) == [call["view"] for call in oracle.calls]


@needs_streams
@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda path: path.stem)
def test_every_prefix_of_a_recorded_run_equals_the_fold(recording: Any) -> None:
    assert_equals_fold(recorded_run(recording))


@needs_streams
def test_every_prefix_of_several_recorded_turns_equals_the_fold() -> None:
    turns = [STREAMS / f"responses-agent-handoff.t{turn}.sse" for turn in (1, 2, 3)]
    assert_equals_fold(recorded_run(*turns, STREAMS / "responses-shell-container.sse"))


@pytest.mark.parametrize("chapter", [handoff, parallel_tools, retried_attempt])
def test_every_prefix_of_a_told_run_equals_the_fold(chapter: Any) -> None:
    assert_equals_fold(told_run(chapter))


def test_every_prefix_of_a_failed_run_equals_the_fold() -> None:
    assert_equals_fold(told_run(handoff, retried_attempt, parallel_tools, error=True))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EVENTS, max_size=25))
def test_every_prefix_of_any_event_list_equals_the_fold(drawn: list[dict[str, Any]]) -> None:
    assert_equals_fold(as_events(drawn))


SHAPES = st.sampled_from(
    [
        b"",
        b"{",
        b"null",
        b"[1]",
        b'{"type":7}',
        b'{"type":"response.output_text.delta","output_index":0,"delta":"\xff"}',
        b'{"type":"response.output_text.delta","output_index":0,"delta":"\\q"}',
        b'{"type":"response.output_text.delta","output_index":00,"delta":"x"}',
        b'{"type":"response.output_text.delta","delta":"a","delta":"b"}',
        b'{"type":"response.output_text.delta","delta":"a","output_index":1}',
        b'{"type":"response.output_text.delta","output_index":1,"output_index":0,"delta":"a"}',
        b'{"sequence_number":4,"type":"response.output_text.delta","item_id":"x","delta":"b"}',
        b'{"type": "response.output_text.delta", "output_index": 0, "delta": "a"}',
        b'{"type":"response.output_text.delta","output_index":0,"delta":"\\ud83d\\ude00"}',
        b'{"type":"response.output_text.delta","output_index":0,"delta":{"a":"b"}}',
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SHAPES, max_size=12))
def test_payloads_of_any_shape_equal_the_fold(shapes: list[bytes]) -> None:
    head = b'{"seq":%d,"t":0.500000,"type":"model.event","agent":"triage","turn":1,"data":'
    lines = [head % seq + shape + b"}" for seq, shape in enumerate(shapes)]
    assert_equals_fold([read_event(line) for line in lines])


def test_an_unusual_line_says_the_same_as_a_canonical_one() -> None:
    fields = json.loads(told_run(handoff)[4].line)
    shuffled = json.dumps(dict(reversed(fields.items()))).encode()
    assert read_event(shuffled).data == fields["data"]
