"""Two runs held against each other: who belongs to whom, and what differs."""

from collections.abc import Sequence
from typing import Any

from diverging_runs import refund_run
from fake_run import CARDS, Story, support_desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_events import EVENTS, as_events

from agents_core.history.alignment import Pair, align
from agents_core.history.run_diff import RunDiff, diff_runs
from agents_core.history.run_history import RunHistory
from agents_core.run_events import RunEvent

JOURNALS = st.lists(EVENTS, max_size=25)
FEWER = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
LETTERS = st.text("aAbBcC", max_size=12)


def history_of(events: Sequence[RunEvent]) -> RunHistory:
    history = RunHistory()
    for event in events:
        history.append(event)
    return history


def letter(entry: str) -> tuple[Any, ...]:
    return (entry,)


def either_case(entry: str) -> tuple[Any, ...]:
    return (entry.lower(),)


def turned(pairs: Sequence[Pair]) -> set[Pair]:
    return {(b, a) for a, b in pairs}


@given(LETTERS, LETTERS)
def test_aligning_the_other_way_round_gives_the_same_pairs(left: str, right: str) -> None:
    pairs = align(left, right, (letter, either_case))
    assert turned(align(right, left, (letter, either_case))) == set(pairs)


@given(LETTERS, LETTERS)
def test_everything_is_paired_once_and_in_order(left: str, right: str) -> None:
    pairs = align(left, right, (letter, either_case))
    assert [a for a, _ in pairs if a is not None] == list(range(len(left)))
    assert [b for _, b in pairs if b is not None] == list(range(len(right)))
    both = [(left[a], right[b]) for a, b in pairs if a is not None and b is not None]
    assert all(a.lower() == b.lower() for a, b in both)


def test_long_lists_with_one_difference_are_paired_around_it() -> None:
    left = [f"{number % 7}" for number in range(50_000)]
    right = [*left[:20_000], "new", *left[20_000:]]
    pairs = align(left, right, (letter,))
    assert [pair for pair in pairs if None in pair] == [(None, 20_000)]


def test_a_run_is_the_same_as_itself() -> None:
    diff = diff_runs(history_of(support_desk()), history_of(support_desk()))
    assert {pair.state for pair in diff.pairs} == {"same"}
    assert diff.is_same and diff.first is None
    assert diff.left == diff.right


@FEWER
@given(JOURNALS)
def test_any_run_is_the_same_as_itself(drawn: list[dict[str, Any]]) -> None:
    history = history_of(as_events(drawn))
    diff = diff_runs(history, history)
    assert {pair.state for pair in diff.pairs} <= {"same"}
    assert diff.is_same


@FEWER
@given(JOURNALS, JOURNALS)
def test_any_two_runs_differ_the_same_both_ways(
    one: list[dict[str, Any]], other: list[dict[str, Any]]
) -> None:
    left, right = history_of(as_events(one)), history_of(as_events(other))
    assert indexes(diff_runs(left, right)) == {
        (b, a, what) for a, b, what in indexes(diff_runs(right, left))
    }


def indexes(diff: RunDiff) -> set[tuple[int | None, int | None, tuple[str, ...]]]:
    return {
        (
            None if pair.left is None else pair.left.index,
            None if pair.right is None else pair.right.index,
            pair.differences,
        )
        for pair in diff.pairs
    }


def refund(**changes: Any) -> RunHistory:
    return history_of(refund_run(**changes))


def states(diff: RunDiff) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (pair.state, pair.shown.name or pair.shown.kind, pair.differences)
        for pair in diff.pairs
        if pair.state != "same"
    ]


def test_other_arguments_are_the_first_divergence() -> None:
    diff = diff_runs(refund(), refund(query="A-2", answer="It is lost."))
    assert states(diff) == [("changed", "get_order", ("text",)), ("changed", "message", ("text",))]
    assert diff.first == 3 and not diff.is_same


def test_a_call_more_is_only_right() -> None:
    diff = diff_runs(refund(), refund(extra=True))
    assert [entry[:2] for entry in states(diff)] == [("right", "get_customer")]
    diff = diff_runs(refund(extra=True), refund())
    assert [entry[:2] for entry in states(diff)] == [("left", "get_customer")]


def test_a_run_that_stopped_lacks_what_came_after() -> None:
    events = support_desk()
    diff = diff_runs(history_of(events), history_of(events[:90]))
    assert diff.right.status == "running" and diff.left.status == "finished"
    assert {pair.state for pair in diff.pairs} == {"same", "changed", "left"}


def test_json_is_compared_by_what_it_says() -> None:
    story = Story()
    story.start_run("Where is my refund?", CARDS)
    story.start_turn()
    story.call("get_order", "c1", '{"query":"A-1"}')
    other = Story()
    other.start_run("Where is my refund?", CARDS)
    other.start_turn()
    other.call("get_order", "c1", '{ "query" : "A-1" }')
    assert diff_runs(history_of(story.events), history_of(other.events)).is_same
