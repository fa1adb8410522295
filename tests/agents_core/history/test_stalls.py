"""Stalls are found wherever they are, and found again as the run grows."""

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from agents_core.history.stalls import Stalls, is_stall

Gaps = st.lists(st.sampled_from([0.0, 0.01, 0.5, 1.9, 2.0, 3.0, 20.0]), max_size=60)


@given(Gaps, st.integers(0, 60))
def test_no_stall_is_passed_over_however_the_run_grows(gaps: list[float], first: int) -> None:
    times = list(accumulate(gaps))
    grown: list[float] = times[:first]
    stalls = Stalls(grown)
    assert len(stalls.positions) <= len(grown)
    grown += times[first:]
    expected = [position for position in range(1, len(times)) if is_stall(times, position)]
    assert list(stalls.positions) == expected


def test_two_seconds_without_a_token_are_a_stall() -> None:
    assert list(Stalls([0.0, 0.1, 0.2, 2.3, 2.4]).positions) == [3]


def test_a_run_that_is_always_slow_does_not_stall() -> None:
    times = [3.0 * number for number in range(20)]
    assert list(Stalls(times).positions) == [1]
    assert list(Stalls([*times, times[-1] + 30]).positions) == [1, 20]
