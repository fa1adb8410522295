"""Each key does what its tooltip says."""

import pytest
from fake_run import seq_of, support_desk
from screen_driver import ScreenDriver, shown

from tui.widgets.key_footer import KeyFooter
from tui.widgets.pane_deck import AGENTS, CONTEXT, EVENTS, INSPECT, LANES, STREAM

pytestmark = pytest.mark.asyncio


async def test_live_shows_the_newest_event() -> None:
    async with shown(ScreenDriver(upto=40)) as driver:
        await driver.feed(60)
        assert driver.position == 60
        assert "● LIVE" in driver.text


async def test_space_stops_the_view_and_not_the_run() -> None:
    async with shown(ScreenDriver(upto=40)) as driver:
        await driver.press("space")
        await driver.feed(100)
        assert driver.position == 40
        assert len(driver.run.history) == 100
        assert "PAUSED" in driver.text


async def test_f_is_live_again() -> None:
    async with shown(ScreenDriver(upto=40)) as driver:
        await driver.press("space")
        await driver.feed(100)
        await driver.press("F")
        assert driver.screen.playhead.mode == "live"
        assert driver.position == 100
        assert driver.deck.is_following


async def test_f_selects_the_newest_item_in_every_pane() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.press("2", "g", "F")
        assert driver.deck.selection.item == 11
        assert [driver.deck.panes[index].view.cursor for index in (EVENTS, STREAM)] == [11, 11]


async def test_comma_and_full_stop_step_by_raw_events() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("comma", "comma")
        assert driver.position == 58
        await driver.press("full_stop")
        assert driver.position == 59


async def test_angles_step_by_items() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        items = driver.screen.scene.view.items  # type: ignore[union-attr]
        await driver.press("less_than_sign", "less_than_sign")
        assert driver.screen.scene.view.items < items  # type: ignore[union-attr]
        before = driver.position
        await driver.press("greater_than_sign")
        assert driver.position > before


async def test_events_after_the_cursor_are_not_in_the_view() -> None:
    driver = ScreenDriver()
    async with shown(driver) as driver:
        await driver.feed(len(driver.run.events))
        assert "Refund for order" in driver.text
        await driver.press("space", "colon")
        await driver.type("e10")
        assert driver.position == 11
        assert "Refund for order" not in driver.text


async def test_arrows_move_by_five_seconds_and_shift_by_a_minute() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        end = driver.screen.scene.end_s  # type: ignore[union-attr]
        await driver.press("left")
        assert driver.screen.scene.view.at <= end - 5  # type: ignore[union-attr]
        await driver.press("shift+left")
        assert driver.position <= 3
        await driver.press("shift+right")
        assert driver.position == 195


async def test_brackets_jump_by_kind_with_the_second_key_offered_in_the_footer() -> None:
    driver = ScreenDriver(upto=195)
    async with shown(driver) as driver:
        await driver.press("[")
        assert driver.screen.query_one(KeyFooter).pending == "["
        await driver.press("h")
        assert driver.screen.query_one(KeyFooter).pending == ""
        assert driver.position == seq_of(driver.run.events, "handoff_occured") + 1
        await driver.press("]", "t")
        assert driver.position in driver.run.history.marks("tool")
        await driver.press("[", "escape")
        assert driver.position in driver.run.history.marks("tool")


async def test_turns_are_one_key_pair_apart() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.press("[", "a")
        assert driver.position in driver.run.history.marks("turn")


async def test_e_goes_to_the_next_error_and_says_when_there_is_none() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.press("E")
        assert driver.position == driver.run.history.marks("error")[-1]
        await driver.press("e", "e")
        assert driver.position == driver.run.history.marks("error")[-1]
        assert driver.text.count("no error after this") == 1


async def test_braces_change_the_speed_and_backspace_takes_it_back() -> None:
    async with shown(ScreenDriver(is_live=False)) as driver:
        await driver.press("}", "}")
        assert driver.screen.playhead.speed == 4
        await driver.press("{")
        assert driver.screen.playhead.speed == 2
        assert "REPLAY 2x" in driver.text
        await driver.press("backspace")
        assert driver.screen.playhead.speed == 1


async def test_a_recording_plays_with_its_gaps() -> None:
    async with shown(ScreenDriver(is_live=False)) as driver:
        await driver.frame()
        await driver.pass_time(1.0)
        assert driver.position == driver.run.history.position_at(1.0)
        await driver.press("space")
        await driver.pass_time(5.0)
        assert driver.position == driver.run.history.position_at(1.0)


async def test_space_at_the_end_of_a_recording_plays_it_again() -> None:
    async with shown(ScreenDriver(is_live=False)) as driver:
        await driver.press("colon")
        await driver.type("100%")
        await driver.press("space")
        assert driver.position < 5
        assert driver.screen.playhead.mode == "playing"


async def test_nothing_ticks_when_a_recording_is_over() -> None:
    async with shown(ScreenDriver(is_live=False)) as driver:
        await driver.press("colon")
        await driver.type("100%")
        await driver.frame()
        timer = driver.screen._frames
        assert timer is not None and not timer._active.is_set()
        await driver.press("comma")
        assert driver.position == 194


async def test_tab_and_digits_bring_panes_to_the_front() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        assert driver.deck.front == STREAM
        for front in (INSPECT, LANES, CONTEXT, AGENTS):
            await driver.press("tab")
            assert driver.deck.front == front
        await driver.press("shift+tab")
        assert driver.deck.front == CONTEXT
        await driver.press("5")
        assert driver.deck.front == LANES
        await driver.pass_time(1)  # quick digits are a count
        await driver.press("6")
        assert driver.deck.front == CONTEXT
        await driver.pass_time(1)
        await driver.press("2")
        assert driver.deck.front == EVENTS
        assert driver.deck.panes[EVENTS].view.has_focus


async def test_z_shows_one_pane_and_escape_all_again() -> None:
    async with shown(ScreenDriver(upto=60), 200, 60) as driver:
        await driver.press("z")
        assert [pane.region.width > 0 for pane in driver.deck.panes].count(True) == 1
        await driver.press("escape")
        assert all(pane.region.width > 0 for pane in driver.deck.panes)


async def test_j_and_k_move_and_a_count_multiplies() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.press("2", "g")
        assert driver.deck.selection.item == 0
        await driver.press("j")
        assert driver.deck.selection.item == 1
        await driver.press("7", "j")
        assert driver.deck.selection.item == 8
        await driver.press("k")
        assert driver.deck.selection.item == 7


async def test_a_count_before_a_key_that_takes_none_is_forgotten() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.press("2", "g", "7", "enter")
        assert driver.deck.front == INSPECT


async def test_two_quick_digits_are_a_count_for_the_pane_before() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.press("2", "g")
        await driver.pass_time(1)
        await driver.press("1", "0", "j")
        assert driver.deck.front == EVENTS
        assert driver.deck.selection.item == 10


async def test_the_selected_item_ties_the_panes_together() -> None:
    async with shown(ScreenDriver(upto=100)) as driver:
        await driver.press("2", "g", "j")
        assert driver.deck.selection.item == 1
        assert driver.deck.panes[STREAM].view.cursor == 1
        assert "item 2 of 12" not in driver.text
        await driver.feed(195)
        assert "item 2 of 12" in driver.text


async def test_enter_inspects_and_escape_goes_back() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.press("2", "g", "enter")
        assert driver.deck.front == INSPECT
        await driver.press("escape")
        assert driver.deck.front == EVENTS


async def test_o_unfolds_raw_events_and_a_raw_event_can_be_inspected() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.press("2", "g", "j", "o")
        assert "text.delta" in driver.text
        await driver.press("j", "j")
        assert driver.deck.selection.seq is not None
        await driver.press("k", "k", "o")
        assert "text.delta" not in driver.text


async def test_o_unfolds_reasoning_in_the_stream() -> None:
    async with shown(ScreenDriver(upto=25)) as driver:
        await driver.press("3", "g", "j")
        assert "A damaged delivery" not in pane_text(driver, STREAM)
        await driver.press("o")
        assert "A damaged delivery" in pane_text(driver, STREAM)


async def test_p_turns_the_item() -> None:
    async with shown(ScreenDriver(upto=75)) as driver:
        for face in ("Raw", "Schema", "Timing", "Lineage", "Pretty"):
            await driver.press("p")
            assert f"[{face}]" in driver.text


async def test_search_goes_to_the_place_marks_it_and_goes_on() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.press("slash")
        await driver.type("refund")
        first = driver.deck.selection.item
        await driver.press("n")
        assert driver.deck.front_pane.searched == "refund"
        await driver.press("N")
        assert driver.deck.selection.item == first
        await driver.press("escape")
        assert driver.deck.front_pane.searched == ""


async def test_a_search_without_result_says_so() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.press("slash")
        await driver.type("no such thing")
        assert "not found: no such thing" in driver.text


async def test_a_seek_that_means_nothing_says_what_would() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.press("colon")
        await driver.type("soon")
        assert "50%" in driver.text


async def test_scrolling_back_keeps_the_view_while_the_run_goes_on() -> None:
    async with shown(ScreenDriver(upto=125), 80, 24) as driver:
        await driver.press("g")
        before = pane_text(driver, STREAM)
        await driver.feed(195)
        assert pane_text(driver, STREAM) == before
        await driver.press("G")
        assert pane_text(driver, STREAM) != before


async def test_x_cancels_only_after_an_answer() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("X", "escape")
        assert driver.run.controls.cancelled == []
        await driver.press("X", "enter")
        assert driver.run.controls.cancelled == ["after_turn"]


async def test_ctrl_c_twice_cancels_now() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("ctrl+c", "ctrl+c")
        assert driver.run.controls.cancelled == ["immediate"]


@pytest.mark.parametrize("key", ["question_mark", "slash", "colon"])
async def test_ctrl_c_leaves_help_and_prompts_and_not_the_run(key: str) -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press(key, "ctrl+c")
        assert driver.app.screen is driver.screen
        assert driver.deck.panes[STREAM].view.has_focus
        assert driver.run.controls.cancelled == []


async def test_escape_never_cancels_a_run() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("escape", "escape", "escape")
        assert driver.run.controls.cancelled == []


async def test_q_asks_while_the_run_is_live() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("q")
        assert "still going on" in driver.text
        await driver.press("escape", "q", "j", "enter")
        assert driver.run.controls.cancelled == ["immediate"]


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_a_recording_is_left_without_a_question(key: str) -> None:
    async with shown(ScreenDriver(is_live=False)) as driver:
        await driver.pilot.press(key)
        await driver.pilot.pause()
        assert not driver.app.is_running or driver.app._exit


async def test_help_lists_every_key_and_can_be_searched() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("?")
        assert "Stop the view where it is" in driver.text
        await driver.pilot.press(*"handoff")
        await driver.pilot.pause()
        assert "The next handoff." in driver.text
        assert "Stop the view where it is" not in driver.text
        await driver.press("escape")
        assert "The next handoff." not in driver.text


def pane_text(driver: ScreenDriver, index: int) -> str:
    """What one pane shows."""
    view = driver.deck.panes[index].view
    return "\n".join(strip.text for strip in view.render_lines(view.size.region))


async def test_x_offers_each_running_tool_and_stops_it_alone() -> None:
    upto = seq_of(support_desk(), "tool.start", 2)
    async with shown(ScreenDriver(support_desk(), upto=upto)) as driver:
        await driver.press("X")
        for name in ("web_search", "get_order", "get_customer"):
            assert f"Only {name}" in driver.text
        await driver.press("j", "j", "j", "enter")
        assert driver.run.controls.cancelled_calls == ["c2"]
        assert driver.run.controls.cancelled == []


async def test_the_failing_call_of_a_failed_run_is_three_keys_away() -> None:
    async with shown(ScreenDriver(is_live=False), 80, 24) as driver:
        await driver.press("e", "enter")
        await driver.pass_time(30)
        for words in ("get_customer", 'query: "A-1042"', "upstream 504"):
            assert words in driver.text
