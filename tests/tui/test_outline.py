"""Rows of the outline, against a list that is really made."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from agents_core.history.views import ItemKind
from tui.shown_items import all_items
from tui.widgets.outline import Outline, Place

EVENTS = st.lists(st.integers(0, 4), min_size=1, max_size=12)


def made(counts: Sequence[int], unfolded: set[int]) -> list[Place]:
    """All rows, the naive way."""
    rows: list[Place] = []
    for item, count in enumerate(counts):
        rows.append(Place(item, None))
        if item in unfolded:
            rows += [Place(item, 100 * item + n) for n in range(count)]
    return rows


def kind_of(item: int) -> ItemKind:
    return "tool" if item % 2 else "message"


@given(EVENTS, st.sets(st.integers(0, 11)), st.sets(st.sampled_from(["tool", "message"])))
def test_every_row_is_found_without_a_list(
    counts: list[int], toggled: set[int], kinds: set[ItemKind]
) -> None:
    outline = Outline(lambda item: range(100 * item, 100 * item + counts[item]), kind_of)
    for kind in kinds:
        outline.toggle_kind(kind)
    for item in toggled:
        outline.toggle(item)
    unfolded = {item for item in range(12) if (kind_of(item) in kinds) != (item in toggled)}
    for shown in (len(counts), len(counts) // 2, len(counts)):
        outline.show(all_items(shown))
        rows = made(counts[:shown], unfolded)
        assert len(outline) == len(rows)
        assert [outline.place(row) for row in range(len(rows))] == rows
        assert [outline.row_of(place) for place in rows] == list(range(len(rows)))


@given(EVENTS, st.data())
def test_raw_events_that_come_later_are_counted_from_the_first_item_they_belong_to(
    counts: list[int], data: st.DataObject
) -> None:
    now = list(counts)
    outline = Outline(lambda item: range(100 * item, 100 * item + now[item]), kind_of)
    outline.toggle_kind("tool")
    outline.toggle_kind("message")
    for _ in range(4):
        first = data.draw(st.integers(0, len(now) - 1))
        for item in range(first, len(now)):
            now[item] += data.draw(st.integers(0, 2))
        outline.show(all_items(len(now)), first)
        rows = made(now, set(range(len(now))))
        assert [outline.place(row) for row in range(len(outline))] == rows


def test_to_unfold_a_kind_forgets_what_was_folded_one_by_one() -> None:
    outline = Outline(lambda item: range(3), kind_of)
    outline.show(all_items(4))
    outline.toggle(1)
    outline.toggle(0)
    outline.toggle_kind("tool")
    assert [item for item in range(4) if outline.is_unfolded(item)] == [0, 1, 3]
    outline.toggle_kind("tool")
    assert [item for item in range(4) if outline.is_unfolded(item)] == [0]


def test_a_raw_event_of_a_folded_item_is_on_the_row_of_its_item() -> None:
    outline = Outline(lambda item: range(3), kind_of)
    outline.show(all_items(2))
    assert outline.row_of(Place(1, 2)) == 1
