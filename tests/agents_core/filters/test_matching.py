"""What slices of work find is what asking every item would find, at every position."""

from typing import Any

import pytest
from fake_run import support_desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_events import EVENTS, as_events

from agents_core.filters import Filter, RunItems, parse_filter
from agents_core.filters.first_match import first_match
from agents_core.filters.matching import Matching, matching_items
from agents_core.history.run_history import RunHistory
from agents_core.run_events import RunEvent

FILTERS = [
    "kind:tool & (dur>1s | is:error)",
    "status:streaming | status:running",
    "!is:error dur<300ms",
    "is:parallel",
    "refund",
    "out.lamp>80",
    "is:denied | is:error",
]


def history_of(events: list[RunEvent]) -> RunHistory:
    history = RunHistory()
    for event in events:
        history.append(event)
    return history


def asked(wanted: Filter, items: RunItems, position: int) -> list[int]:
    count = items.history.item_count(position)
    return [index for index in range(count) if wanted.matches(items.at(index, position))]


@pytest.mark.parametrize("text", FILTERS)
def test_matches_at_every_position_are_those_of_asking_every_item(text: str) -> None:
    items, wanted = RunItems(history_of(support_desk())), parse_filter(text)
    matching = Matching(wanted, items)
    while not matching.work(0):
        pass
    assert matching.share == 1
    for position in range(len(items.history) + 1):
        assert list(matching.at(position)) == asked(wanted, items, position)
    assert list(matching_items(wanted, items)) == asked(wanted, items, len(items.history))


@pytest.mark.parametrize("text", FILTERS)
def test_matches_of_a_growing_run_are_those_of_asking_every_item(text: str) -> None:
    items, wanted = RunItems(RunHistory()), parse_filter(text)
    matching = Matching(wanted, items)
    for event in support_desk():
        items.history.append(event)
        assert matching.work(1)
        end = len(items.history)
        assert list(matching.at(end)) == asked(wanted, items, end)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EVENTS, max_size=25), st.sampled_from(FILTERS))
def test_matches_of_any_run_are_those_of_asking_every_item(
    drawn: list[dict[str, Any]], text: str
) -> None:
    items, wanted = RunItems(RunHistory()), parse_filter(text)
    matching = Matching(wanted, items)
    for event in as_events(drawn):
        items.history.append(event)
        matching.work(1)
    for position in range(len(items.history) + 1):
        assert list(matching.at(position)) == asked(wanted, items, position)


def test_a_slice_of_work_looks_at_some_items_and_finds_their_matches() -> None:
    items, wanted = RunItems(history_of(support_desk())), parse_filter("kind:reasoning")
    matching = Matching(wanted, items)
    assert not matching.work(0)
    assert 0 < matching.share < 1
    for _ in range(4):
        matching.work(0)
    assert list(matching.at(len(items.history))) == [1, 4]


@pytest.mark.parametrize("text", [*FILTERS, "dur>90s", "tool:get_customer dur>1s"])
def test_the_first_match_is_that_of_asking_every_position(text: str) -> None:
    items, wanted = RunItems(history_of(support_desk())), parse_filter(text)
    expected = next(
        (
            (position, found[0])
            for position in range(len(items.history) + 1)
            if (found := asked(wanted, items, position))
        ),
        None,
    )
    assert first_match(wanted, items) == expected
