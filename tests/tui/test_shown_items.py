"""Which items are shown, against lists that are really made; and what the screen makes of it."""

from hypothesis import given
from hypothesis import strategies as st

from agents_core.history.run_history import RunHistory
from tui.shown_items import ItemSieve, all_items, hidden_note

COUNTS = st.lists(st.integers(0, 20), min_size=1, max_size=6)


@given(COUNTS, st.sets(st.integers(0, 20)))
def test_a_sieve_shows_what_passes_of_a_run_that_grows_and_is_rewound(
    counts: list[int], passing: set[int]
) -> None:
    sieve = ItemSieve(lambda _history, item: item in passing, ())
    for count in counts:
        shown = sieve.restrict(all_items(count), RunHistory(), 0)
        expected = [item for item in range(count) if item in passing]
        assert [shown.item(row) for row in range(len(shown))] == expected
        assert [shown.row_of(item) for item in expected] == list(range(len(expected)))
        assert [item for item in range(21) if item in shown] == expected
        assert shown.hidden == count - len(expected)


def test_each_item_is_asked_about_once() -> None:
    asked: list[int] = []

    def passes(_history: RunHistory, item: int) -> bool:
        asked.append(item)
        return True

    sieve = ItemSieve(passes, ())
    for count in (3, 1, 3, 5):
        sieve.restrict(all_items(count), RunHistory(), 0)
    assert asked == [0, 1, 2, 3, 4]


def test_a_sieve_after_another_sees_only_what_that_one_left() -> None:
    even = ItemSieve(lambda _history, item: item % 2 == 0, ("even",))
    late = ItemSieve(lambda _history, item: item > 3, ("late",))
    shown = late.restrict(even.restrict(all_items(9), RunHistory(), 0), RunHistory(), 0)
    assert list(shown.items) == [4, 6, 8]
    assert hidden_note(shown) == " · 6 hidden: even · late"


def test_editions_differ_exactly_when_rows_may_mean_other_items() -> None:
    sieve = ItemSieve(lambda _history, item: item > 1, ())
    once, again = (sieve.restrict(all_items(n), RunHistory(), 0) for n in (3, 5))
    assert once.edition == again.edition != all_items(5).edition
