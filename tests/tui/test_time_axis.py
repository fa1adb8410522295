"""Where times stand on an axis, and the way back; which times the cells of lanes stand for."""

from itertools import islice, pairwise

import pytest
from fake_run import support_desk
from hypothesis import given
from hypothesis import strategies as st

from agents_core.history.pauses import Pauses
from agents_core.history.run_history import RunHistory
from tui.drawing.lane_window import axis_line, lane_window, scales
from tui.rendering.styled_line import line_text
from tui.time_axis import TIME_MODES, StepAxis, TimeMode, WallAxis, axis_of


def run() -> RunHistory:
    history = RunHistory()
    for event in support_desk():
        history.append(event)
    return history


def test_a_pause_is_left_out_beyond_its_limit() -> None:
    pauses = Pauses([0.0, 1.0, 11.0, 12.0, 112.0], 2.0)
    assert [pauses.active(at) for at in (0.5, 1.0, 2.0, 3.0, 7.0, 11.0, 11.5)] == [
        *(0.5, 1.0, 2.0, 3.0, 3.0),
        *(3.0, 3.5),
    ]
    assert pauses.active(112.0) == 6.0
    assert pauses.seconds(3.5) == 11.5
    assert len(pauses) == 2


def test_waiting_for_the_next_event_is_a_pause_as_well() -> None:
    pauses = Pauses([0.0, 1.0], 2.0)
    assert pauses.active(100.0) == 3.0


def test_pauses_are_found_in_events_that_come_later() -> None:
    times = [0.0, 1.0]
    pauses = Pauses(times, 2.0)
    assert pauses.active(1.0) == 1.0
    times += [11.0]
    assert pauses.active(11.0) == 3.0


@given(st.lists(st.floats(0, 10), min_size=1, max_size=20), st.floats(0, 200))
def test_active_time_ascends_and_leads_back(gaps: list[float], at: float) -> None:
    times = [sum(gaps[: count + 1]) for count in range(len(gaps))]
    pauses = Pauses(times, 2.0)
    shown = [pauses.active(each) for each in sorted([*times, at])]
    assert shown == sorted(shown)
    assert pauses.active(pauses.seconds(shown[0])) == pytest.approx(shown[0])


def test_each_step_has_the_same_room() -> None:
    axis = StepAxis([0.0, 1.0, 9.0], 10.0)
    assert [axis.place(at) for at in (0.0, 0.5, 1.0, 5.0, 9.0, 10.0)] == [0, 0.5, 1, 1.5, 2, 3]
    assert [axis.seconds(place) for place in (0, 0.5, 1.5, 3)] == [0, 0.5, 5.0, 10.0]


@pytest.mark.parametrize("mode", TIME_MODES)
@pytest.mark.parametrize("cells", [1, 7, 60, 160, 1_000])
def test_the_cells_show_all_of_a_run_in_order(mode: TimeMode, cells: int) -> None:
    history = run()
    window = lane_window(axis_of(history, mode, history.end_at), cells)
    assert window.filled <= cells
    assert window.edges[0] == 0.0 and window.edges[-1] == pytest.approx(history.end_at)
    assert all(start <= end for start, end in pairwise(window.edges))
    for cell in range(window.filled):
        assert abs(window.cell_of(window.seconds_of(cell)) - cell) <= (mode == "steps")


def test_a_growing_run_keeps_its_scale_until_it_is_outgrown() -> None:
    windows = [lane_window(WallAxis(length), 100) for length in (60.0, 70.0, 80.0, 81.0)]
    assert [window.unit for window in windows] == pytest.approx([0.6, 0.8, 0.8, 1.0])
    assert windows[1].edges[:80] == pytest.approx(windows[2].edges[:80])


def test_a_window_stays_the_same_object_while_it_shows_the_same() -> None:
    first = lane_window(WallAxis(70.1), 100)
    assert lane_window(WallAxis(70.3), 100, first) is first
    assert lane_window(WallAxis(71.0), 100, first) is not first


def test_scales_ascend_without_end() -> None:
    for axis in (WallAxis(1.0), StepAxis([0.0], 1.0)):
        found = list(islice(scales(axis), 40))
        assert found == sorted(set(found)) and found[-1] > 1_000


def test_the_time_of_the_cursor_hides_the_times_beside_it() -> None:
    window = lane_window(WallAxis(60.0), 60)
    assert line_text(axis_line(window, 16.0, 16)).split() == ["0:00", "┃0:16", "0:30", "0:45"]
    assert line_text(axis_line(window, 60.0, None)).split() == ["0:00", "0:15", "0:30", "0:45"]
    assert len(line_text(axis_line(window, 59.0, 59))) == 60
