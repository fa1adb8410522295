"""The playhead: time is handed in, positions come out."""

import math
from bisect import bisect_right
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents_core.history.run_index import MarkKind
from tui.playhead import FASTEST, SLOWEST, Loop, Playhead, PlayheadMode
from tui.seek_expression import SeekTarget, parse_seek, seek_to


class Times:
    """A timeline of bare times; every third event begins an item, every tenth a turn."""

    def __init__(self, times: Sequence[float]) -> None:
        self.times = list(times)

    def __len__(self) -> int:
        return len(self.times)

    def time_at(self, position: int) -> float:
        return self.times[min(position, len(self.times)) - 1] if position and self.times else 0.0

    def position_at(self, seconds: float) -> int:
        return bisect_right(self.times, seconds)

    def marks(self, kind: MarkKind) -> Sequence[int]:
        return range(1, len(self.times) + 1, {"turn": 10, "item": 3}.get(kind, 1_000))


def at(position: int, *, mode: PlayheadMode = "paused", times: Times | None = None) -> Playhead:
    return Playhead(times or Times(range(100)), mode=mode, position=position)


def test_live_follows_what_is_added() -> None:
    times = Times([0.0])
    playhead = Playhead(times)
    times.times += [1.0, 2.0]
    assert playhead.advance(50.0) == 3


def test_a_paused_view_stands_still_while_the_run_goes_on() -> None:
    times = Times([0.0])
    playhead = Playhead(times)
    playhead.pause()
    times.times += [1.0, 2.0]
    assert playhead.advance(50.0) == 1
    assert playhead.next_wakeup(50.0) is None


def test_following_again_is_at_the_newest_event_at_once() -> None:
    playhead = at(3)
    playhead.follow()
    assert (playhead.position, playhead.mode) == (100, "live")


def test_playing_keeps_the_recorded_gaps() -> None:
    playhead = at(1, mode="playing", times=Times([0.0, 1.0, 1.5]))
    assert [playhead.advance(now) for now in (10.0, 10.9, 11.0, 11.4, 11.5)] == [1, 1, 2, 2, 3]


def test_playing_faster_divides_the_gaps() -> None:
    playhead = at(1, mode="playing", times=Times([0.0, 1.0, 2.0, 3.0]))
    playhead.faster()
    playhead.advance(0.0)
    assert playhead.advance(1.0) == 3


def test_a_long_gap_is_cut_to_two_seconds() -> None:
    playhead = at(1, mode="playing", times=Times([0.0, 600.0]))
    playhead.advance(0.0)
    assert playhead.next_wakeup(0.0) == 2.0
    assert playhead.advance(2.0) == 2


def test_the_highest_speed_does_not_wait() -> None:
    playhead = at(0, mode="playing")
    for _ in range(20):
        playhead.faster()
    playhead.advance(0.0)
    assert (playhead.speed, playhead.advance(0.0)) == (math.inf, 100)


def test_speeds_double_and_halve_between_their_limits() -> None:
    playhead = at(0)
    ups, downs = [], []
    for _ in range(8):
        playhead.faster()
        ups.append(playhead.speed)
    for _ in range(10):
        playhead.slower()
        downs.append(playhead.speed)
    assert ups == [2, 4, 8, 16, 32, FASTEST, math.inf, math.inf]
    assert downs == [FASTEST, 32, 16, 8, 4, 2, 1, 0.5, SLOWEST, SLOWEST]
    playhead.normal_speed()
    assert playhead.speed == 1.0


def test_nothing_wakes_at_the_end_of_a_run() -> None:
    assert at(100, mode="playing").next_wakeup(5.0) is None
    assert at(100, mode="live").next_wakeup(5.0) is None


def test_toggling_pauses_and_plays() -> None:
    playhead = at(5, mode="playing")
    modes = []
    for _ in range(2):
        playhead.toggle()
        modes.append(playhead.mode)
    assert modes == ["paused", "playing"]


def test_toggling_at_the_end_follows_the_run() -> None:
    playhead = at(100)
    playhead.toggle()
    assert playhead.mode == "live"


@pytest.mark.parametrize(
    ("unit", "count", "position"),
    [
        ("event", 1, 51),
        ("event", -2, 48),
        ("item", 1, 52),
        ("item", -1, 49),
        ("turn", 1, 51),
        ("turn", -1, 41),
    ],
)
def test_steps_go_by_events_items_and_turns(unit: str, count: int, position: int) -> None:
    playhead = at(50, mode="playing")
    playhead.step(unit, count)  # type: ignore[arg-type]  # a closed set, listed above
    assert (playhead.position, playhead.mode) == (position, "paused")


def test_a_jump_without_a_further_mark_stays_and_says_so() -> None:
    playhead = at(99)
    assert playhead.jump("turn") is False
    assert playhead.position == 99


def test_seeking_back_while_live_pauses_the_view() -> None:
    playhead = Playhead(Times(range(100)))
    playhead.skip(-5.0)
    assert (playhead.position, playhead.mode) == (95, "paused")


@pytest.mark.parametrize(
    ("expression", "target"),
    [
        ("50%", SeekTarget("share", 0.5)),
        (":1m30s", SeekTarget("time", 90.0)),
        ("1:30", SeekTarget("time", 90.0)),
        ("1:00:01.5", SeekTarget("time", 3601.5)),
        ("250ms", SeekTarget("time", 0.25)),
        ("2h", SeekTarget("time", 7200.0)),
        ("90", SeekTarget("time", 90.0)),
        ("e1243", SeekTarget("event", 1243)),
        ("T5", SeekTarget("turn", 5)),
    ],
)
def test_seek_expressions_name_places(expression: str, target: SeekTarget) -> None:
    assert parse_seek(expression) == target


@pytest.mark.parametrize(
    ("target", "position"),
    [("50%", 50), ("100%", 100), ("e0", 1), ("e99", 100), ("e5000", 100), ("t2", 11), ("t0", 1)],
)
def test_seeking_goes_where_the_expression_says(target: str, position: int) -> None:
    playhead = at(30)
    seek_to(playhead, parse_seek(target))
    assert playhead.position == position


@pytest.mark.parametrize("expression", ["", "x", "e", "101%", "1m30", "e12t3", "--", "9" * 5000])
def test_an_expression_that_names_no_place_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match="cannot seek to"):
        parse_seek(expression)


GAPS = st.lists(st.floats(0, 10, allow_nan=False), max_size=30)
TICKS = st.lists(st.floats(0, 5, allow_nan=False), min_size=1, max_size=30)


def timeline(gaps: list[float]) -> Times:
    times, now = [], 0.0
    for gap in gaps:
        now += gap
        times.append(now)
    return Times(times)


@given(GAPS, TICKS, st.sampled_from([0.25, 1.0, 64.0, math.inf]))
def test_playing_never_goes_back_nor_past_the_end(
    gaps: list[float], ticks: list[float], speed: float
) -> None:
    times = timeline(gaps)
    playhead = Playhead(times, mode="playing", position=0, speed=speed)
    positions, now = [0], 0.0
    for tick in ticks:
        now += tick
        positions.append(playhead.advance(now))
    assert positions == sorted(positions)
    assert positions[-1] <= len(times)


@given(GAPS, TICKS)
def test_how_often_time_is_looked_at_does_not_change_where_it_leads(
    gaps: list[float], ticks: list[float]
) -> None:
    often = Playhead(timeline(gaps), mode="playing", position=0)
    once = Playhead(timeline(gaps), mode="playing", position=0)
    often.advance(0.0), once.advance(0.0)
    now = 0.0
    for tick in ticks:
        now += tick
        often.advance(now)
    assert abs(often.position - once.advance(now)) <= sum(gap < 1e-9 for gap in gaps) + 1


@given(GAPS)
def test_waking_when_told_to_plays_the_whole_run(gaps: list[float]) -> None:
    times = timeline(gaps)
    playhead = Playhead(times, mode="playing", position=0)
    playhead.advance(0.0)
    now, wakes = 0.0, 0
    while (wake := playhead.next_wakeup(now)) is not None:
        now, wakes = wake + 1e-6, wakes + 1
        playhead.advance(now)
    assert playhead.position == len(times)
    assert wakes <= len(times)


COMMANDS = st.lists(
    st.sampled_from(
        [
            "pause",
            "play",
            "follow",
            "toggle",
            "faster",
            "slower",
            "back",
            "on",
            "seek",
            "item",
            "now",
        ]
    ),
    max_size=30,
)


@given(GAPS, COMMANDS)
def test_no_command_leads_outside_the_run(gaps: list[float], commands: list[str]) -> None:
    times = timeline(gaps)
    playhead, now = Playhead(times), 0.0
    special = {
        "back": lambda: playhead.step("event", -3),
        "on": lambda: playhead.step("event", 3),
        "seek": lambda: playhead.seek_share(0.7),
        "item": lambda: playhead.step("item", -1),
        "now": lambda: playhead.advance(now),
    }
    for command in commands:
        now += 0.3
        special.get(command, getattr(playhead, command, lambda: None))()
        assert 0 <= playhead.advance(now) <= len(times)


def looping(start: int, end: int, *, speed: float = 1.0) -> Playhead:
    """A playhead that plays `start` to `end` over and over, events 0.1 s apart."""
    times = Times([number / 10 for number in range(100)])
    playhead = Playhead(times, mode="playing", position=start, speed=speed)
    playhead.mark_loop()
    playhead.seek(end)
    playhead.mark_loop()
    return playhead


def test_three_presses_begin_a_loop_end_it_and_leave_it() -> None:
    playhead = at(20)
    playhead.mark_loop()
    assert playhead.loop == Loop(20)
    playhead.seek(10)
    playhead.mark_loop()
    assert playhead.loop == Loop(10, 20)
    playhead.mark_loop()
    assert playhead.loop is None


def test_a_loop_of_nothing_is_none() -> None:
    playhead = at(20)
    playhead.mark_loop()
    playhead.mark_loop()
    assert playhead.loop is None


def test_the_end_of_a_loop_is_shown_for_half_a_second() -> None:
    playhead = looping(10, 12)
    assert playhead.advance(0.0) == 12
    assert playhead.next_wakeup(0.0) == 0.5
    assert playhead.advance(0.4) == 12
    assert playhead.advance(0.5) == 10


def test_a_loop_at_the_end_of_the_run_turns_back() -> None:
    playhead = looping(98, 100)
    playhead.advance(0.0)
    assert playhead.turns_back
    assert playhead.advance(1.0) == 98


def test_without_waiting_nothing_loops() -> None:
    playhead = looping(10, 12, speed=math.inf)
    playhead.advance(0.0)
    assert playhead.advance(0.1) == 100
    assert playhead.next_wakeup(0.1) is None


@given(st.integers(0, 98), st.integers(1, 50), st.lists(st.floats(0, 2), max_size=40))
def test_playing_a_loop_stays_in_it(start: int, length: int, steps: list[float]) -> None:
    end, now = min(start + length, 100), 0.0
    playhead = looping(start, end)
    for step in steps:
        now += step
        assert start <= playhead.advance(now) <= end
