from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from agents_core.costs import Cost
from tui import format as fmt


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "?"),
        (0.0, "0 ms"),
        (0.0842, "84 ms"),
        (0.9996, "1.0 s"),
        (59.96, "1m 00s"),
        (65.0, "1m 05s"),
        (7380.0, "2h 03m"),
    ],
)
def test_durations_are_short(seconds: float | None, text: str) -> None:
    assert fmt.duration(seconds) == text


def test_clocks_count_minutes_then_hours() -> None:
    assert [fmt.clock(s) for s in (0, 41.9, 725, 3723)] == ["0:00", "0:41", "12:05", "1:02:03"]
    assert fmt.clock_tenths(41.3) == "0:41.3"


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (999, "999"), (18_240, "18.2k"), (99_960, "100k"), (999_600, "1.00M"), (None, "?")],
)
def test_counts_are_short(number: int | None, text: str) -> None:
    assert fmt.count(number) == text


def test_sizes_and_money_and_rates() -> None:
    assert [fmt.size(n) for n in (412, 1_100, 999_960)] == ["412 B", "1.1 kB", "1.0 MB"]
    costs = [None, *map(Cost, map(Decimal, ("0", "0.0004", "0.0312", "12.4", "1234.5")))]
    shown = ["$?", "$0.000", "<$0.001", "$0.031", "$12.40", "$1234"]
    assert [fmt.money(cost) for cost in costs] == shown
    assert fmt.rate(84.4) == "84 tok/s"
    assert fmt.grouped(1_284) == "1 284"


def test_a_cost_of_which_parts_are_unknown_is_a_lower_bound() -> None:
    costs = [Cost(Decimal(dollars), unpriced=1) for dollars in ("0.0312", "0.0004", "0")]
    assert [fmt.money(cost) for cost in costs] == ["≥$0.031", "$?", "$?"]


@given(st.text(), st.integers(0, 30))
def test_a_preview_never_exceeds_its_cells(text: str, cells: int) -> None:
    assert cell_len(fmt.one_line(text, cells)) <= cells
    assert cell_len(fmt.pad(fmt.one_line(text, cells), cells)) == cells


def test_a_preview_marks_what_it_cuts_and_shows_breaks() -> None:
    assert fmt.one_line("hello world", 8) == "hello w…"
    assert fmt.one_line("two\nlines\n", 20) == "two↵lines"
    assert fmt.one_line("漢字漢字", 5) == "漢字…"
    assert fmt.one_line("\u0301" * 1000, 5).endswith("…")
