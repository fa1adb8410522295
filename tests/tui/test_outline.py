"""Rows of the outline, against a list that is really made."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

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


@given(EVENTS, st.sets(st.integers(0, 11)))
def test_every_row_is_found_without_a_list(counts: list[int], unfolded: set[int]) -> None:
    outline = Outline(lambda item: range(100 * item, 100 * item + counts[item]))
    outline.shown = all_items(len(counts))
    unfolded = {item for item in unfolded if item < len(counts)}
    for item in unfolded:
        outline.toggle(item)
    rows = made(counts, unfolded)
    assert len(outline) == len(rows)
    assert [outline.place(row) for row in range(len(rows))] == rows
    assert [outline.row_of(place) for place in rows] == list(range(len(rows)))


def test_a_raw_event_of_a_folded_item_is_on_the_row_of_its_item() -> None:
    outline = Outline(lambda item: range(3))
    outline.shown = all_items(2)
    assert outline.row_of(Place(1, 2)) == 1
