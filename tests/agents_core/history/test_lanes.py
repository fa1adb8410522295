"""Lanes: at every time they say what a naive fold said then; calls side by side get one each."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from fold import Fold
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journals import handoff, nested_run, new_scope, parallel_tools, start_run, told_run
from random_events import EVENTS, as_events

from agents_core.history.lanes import AgentLane, CallLane, Lane
from agents_core.history.run_history import RunHistory
from agents_core.journal import JournalScope
from agents_core.run_events import RunEvent


def history_of(events: Sequence[RunEvent]) -> RunHistory:
    history = RunHistory()
    for event in events:
        history.append(event)
    return history


def every(lanes: Sequence[Lane]) -> Iterator[Lane]:
    """The lanes, each before those under it."""
    for lane in lanes:
        yield lane
        yield from every(lane.children)


def names(lanes: Sequence[Lane]) -> list[str]:
    return ["  " * lane.depth + lane.name for lane in every(lanes)]


def assert_equals_fold(events: Sequence[RunEvent]) -> None:
    """Compare what agents were doing, wherever a lane is that of one agent."""
    history, oracle = history_of(events), Fold()
    agents = [lane for lane in every(history.lanes.roots) if isinstance(lane, AgentLane)]
    for number, event in enumerate(events):
        oracle.apply(event)
        if number + 1 < len(events) and history.time_at(number + 2) <= oracle.at:
            continue
        said = {id(v): v for v in history.view(number + 1).agents}.values()
        assert [v.status for v in said] == [v.status for v in oracle.view().agents]
        for lane in agents:
            if len(lane.records) > 1 or lane.records[0].seq > number:
                continue
            (record,) = lane.records
            stretch = lane.at(oracle.at)
            assert stretch.status == record.states.at(number + 1).status
            assert stretch.start <= oracle.at < stretch.end


@pytest.mark.parametrize("chapter", [handoff, parallel_tools])
def test_an_agents_lane_says_at_every_time_what_the_fold_says(chapter: Any) -> None:
    assert_equals_fold(told_run(chapter))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EVENTS, max_size=25))
def test_lanes_of_any_event_list_say_what_the_fold_says(drawn: list[dict[str, Any]]) -> None:
    events = as_events(drawn)
    assert_equals_fold(events)
    history = history_of(events)
    steps = list(history.lanes.steps)
    assert steps == sorted(set(steps))
    for lane in every(history.lanes.roots):
        stretch, count = lane.at(0.0), 0
        while stretch.end < history.end_at:
            following = lane.at(stretch.end)
            assert following.start <= stretch.end < following.end
            stretch, count = following, count + 1
        assert count <= 4 * len(events)


def start(scope: JournalScope, name: str, *call_ids: str) -> list[int]:
    """Journal calls announced together and started together; return the seqs of the starts."""
    calls = [{"call_id": call_id, "name": name, "arguments": "{}"} for call_id in call_ids]
    for call in calls:
        raw = {"type": "function_call", **call}
        scope.append("item.create", {"name": "tool_called", "item": raw})
    return [scope.append("tool.start", call) for call in calls]


def end(scope: JournalScope, name: str, *call_ids: str) -> None:
    """Journal that calls were answered."""
    for call_id in call_ids:
        scope.append("tool.end", {"call_id": call_id, "name": name, "output": "ok"})


def test_calls_side_by_side_get_a_lane_each_and_later_calls_share_them() -> None:
    events, scope = new_scope()
    start_run(scope)
    for name, call_ids in (("look_up", "ab"), ("look_up", "c"), ("write", "d")):
        start(scope, name, *call_ids)
        end(scope, name, *call_ids)
    lanes = history_of(events).lanes.roots
    assert names(lanes) == ["triage", "  look_up", "  look_up", "  write", "billing"]
    first, second = lanes[0].children[:2]
    assert (len(first.items), len(second.items)) == (2, 1)


def test_agents_under_one_tool_share_a_lane_each_time_it_is_called() -> None:
    events, scope = new_scope()
    start_run(scope)
    for call_id in "ab":
        (seq,) = start(scope, "ask_writer", call_id)
        nested_run(scope, seq)
        end(scope, "ask_writer", call_id)
    lanes = history_of(events).lanes.roots
    tool = lanes[0].children[0]
    (writer,) = tool.children
    assert isinstance(writer, AgentLane) and isinstance(tool, CallLane)
    assert len(writer.records) == len(tool.calls) == 2
    assert writer.depth == 2


def test_failures_and_handoffs_are_marked_in_the_lanes_they_happened_in() -> None:
    history = history_of(told_run(handoff, parallel_tools))
    triage, billing = history.lanes.roots
    assert triage.is_marked("handoff", 0, history.end_at + 1)
    assert not billing.is_marked("handoff", 0, history.end_at + 1)
    failed = [lane.name for lane in every(history.lanes.roots) if lane.is_marked("failure", 0, 1e9)]
    assert "look_up" in failed and "ask_writer" not in failed


def test_the_item_at_a_time_is_the_one_that_began_last() -> None:
    history = history_of(told_run(parallel_tools))
    lane = history.lanes.roots[0]
    assert lane.item_at(-1.0) is None
    for index in lane.items:
        assert lane.item_at(history.item(index, len(history)).began_at) is not None
    assert lane.item_at(history.end_at) == lane.items[-1]


def test_words_between_two_events_are_those_that_belong_to_an_item() -> None:
    history = history_of(told_run(handoff))
    owned = [history.item_at(seq) is not None for seq in range(len(history))]
    for start in range(len(history)):
        stops = range(start, len(history) + 1)
        assert [history.words_between(start, stop) for stop in stops] == [
            sum(owned[start:stop]) for stop in stops
        ]
