"""Marks, comments, slow gaps and loops: each key does what its tooltip says."""

from pathlib import Path

import pytest
from fake_run import CARDS, Story, seq_of, support_desk
from recordings import record
from screen_driver import ScreenDriver, shown

from agents_core.recording.annotation_file import AnnotationFile
from agents_core.recording.annotations import Mark
from agents_core.run_events import RunEvent
from tui.app import AgentTui
from tui.screens.marks_dialog import MarksDialog
from tui.screens.run_screen import RunScreen
from tui.sources.recorded_run import RecordedRun
from tui.widgets.transport_bar import TransportBar

pytestmark = pytest.mark.asyncio

EVENTS = support_desk()
SEARCH = seq_of(EVENTS, '"name":"web_search"', 1) - 1
"""The event the call of web_search begins with."""


def bar_of(driver: ScreenDriver) -> str:
    """The transport bar, whatever lies over it."""
    return driver.screen.query_one(TransportBar).render().plain


async def written(driver: ScreenDriver) -> None:
    """Wait until the file says what the screen does."""
    for worker in [worker for worker in driver.app.workers if worker.group == "marks"]:
        await worker.wait()


async def test_m_marks_the_place_of_the_view_and_unmarks_it() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("m")
        assert driver.screen.annotations.marks == (Mark(60),)
        assert "mark 1" in bar_of(driver)
        await driver.press("m")
        assert driver.screen.annotations.positions == []
        assert "mark 0" in bar_of(driver)


async def test_m_marks_what_was_picked_out() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.press("2", "g", "j", "m")
        item = driver.run.history.item(1, 195)
        assert driver.screen.annotations.marks == (Mark(item.seq + 1),)
        assert "▲R reasoning" in driver.text


async def test_a_marked_raw_event_is_marked_in_its_row() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.press("2", "g", "j", "o", "j", "j", "m")
        seq = driver.run.history.item_events(1, 195)[1]
        assert driver.screen.annotations.marks == (Mark(seq + 1),)
        assert f"{seq}▲" in driver.text


async def test_a_run_that_is_not_recorded_says_once_where_its_marks_go() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("m", "comma", "m")
        assert len(driver.app._notifications) == 1
        assert "not recorded" in next(iter(driver.app._notifications)).message


async def test_marks_are_in_the_file_and_on_the_screen_of_the_next_viewer(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    driver = ScreenDriver(upto=60)
    driver.run.recorded_at = path
    async with shown(driver) as driver:
        await driver.press("m")
        await written(driver)
        assert AnnotationFile(path).read().marks == (Mark(60),)
    again = ScreenDriver(is_live=False)
    again.run.recorded_at = path
    async with shown(again) as again:
        assert "mark 1" in again.text


async def test_a_recording_finds_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    record(path)
    AnnotationFile(path).change(lambda kept: kept.with_mark(2))
    screen = RunScreen(RecordedRun(path))
    app = AgentTui(screen)
    async with app.run_test():
        assert screen.annotations.positions == [2]


async def test_damaged_marks_are_said_and_moved_aside_by_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.with_suffix(".notes.json").write_text("{")
    driver = ScreenDriver(upto=60)
    driver.run.recorded_at = path
    async with shown(driver) as driver:
        assert "damaged" in next(iter(driver.app._notifications)).message
        await driver.press("m")
        await written(driver)
    assert path.with_suffix(".notes.json.damaged").read_text() == "{"
    assert AnnotationFile(path).read().positions == [60]


async def test_brackets_and_b_jump_to_marks() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        for position in (20, 80):
            driver.screen.annotate(lambda kept, at=position: kept.with_mark(at))  # type: ignore[misc]
        await driver.press("[", "b")
        assert driver.position == 80
        await driver.press("[", "b")
        assert driver.position == 20
        await driver.press("]", "b")
        assert driver.position == 80


async def test_semicolon_comments_on_the_selected_item() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.press("2", "g", "j", "semicolon")
        await driver.type("why \x1b[31mthis")
        seq = driver.run.history.item(1, 195).seq
        assert driver.screen.annotations.notes[0].seq == seq
        assert ";R reasoning" in driver.text
        assert "comment  why" in driver.text
        assert "\x1b" not in driver.text


async def test_an_empty_comment_removes_it() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        search = driver.run.history.item(6, 195)
        driver.screen.annotate(lambda kept: kept.with_note_on(search.seq, "slow?"))
        await driver.press("2", "g", *"jjjjjj")
        assert search.name == "web_search" and "comment  slow?" in driver.text
        await driver.press("semicolon", "backspace", "enter")
        assert driver.screen.annotations.notes == ()


async def test_the_list_of_marks_goes_there_renames_and_removes() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        driver.screen.annotate(lambda kept: kept.with_mark(SEARCH + 1).with_note_on(100, "odd"))
        await driver.press("apostrophe")
        assert isinstance(driver.app.screen, MarksDialog)
        assert "T web_search" in driver.text and "odd" in driver.text
        await driver.press("r")
        await driver.type("the [b]search")
        assert driver.screen.annotations.marks == (Mark(SEARCH + 1, "the [b]search"),)
        await driver.press("apostrophe")
        assert "the [b]search" in driver.text
        await driver.press("enter")
        assert driver.position == SEARCH + 1
        await driver.press("apostrophe", "j", "d")
        assert driver.screen.annotations.notes == ()
        await driver.press("d")
        assert driver.screen.annotations.positions == []
        assert driver.app.screen_stack[-1] is driver.screen
        await driver.press("apostrophe")
        assert "nothing is marked: m marks this place" in driver.text


async def test_marks_and_loop_are_on_the_time_line() -> None:
    async with shown(ScreenDriver(upto=195), 200, 60) as driver:
        driver.screen.annotate(lambda kept: kept.with_mark(100))
        await driver.press("colon")
        await driver.type("e20")
        await driver.press("L", "colon")
        await driver.type("e150")
        await driver.press("L", "colon")
        await driver.type("e180")
        bar = bar_of(driver)
        history = driver.run.history
        start, end = history.time_at(21), history.time_at(151)
        assert f"A-B 0:{start:02.0f}–0:{int(end):02}" in bar
        track = bar[: bar.index("PAUSED")]
        assert [glyph for glyph in track if glyph in "AB▲"] == ["A", "▲", "B"]
        assert "idle max 2 s" in bar


async def test_a_loop_is_played_over_and_over_until_it_is_left() -> None:
    async with shown(ScreenDriver(is_live=False)) as driver:
        await driver.press("space", "colon")
        await driver.type("e8")
        await driver.press("L", "full_stop", "full_stop", "full_stop", "L", "space")
        seen = []
        for _ in range(40):
            await driver.pass_time(0.05)
            seen.append(driver.position)
        assert set(seen) == {9, 10, 11, 12}
        assert seen.count(10) > 1
        await driver.press("L")
        assert driver.screen.playhead.loop is None
        await driver.pass_time(3)
        assert driver.position > 12


def slow_run() -> list[RunEvent]:
    story = Story()
    story.start_run("Is it up?", CARDS)
    for _ in range(2):
        story.start_turn()
        story.say("Let me think about that for a while.", done=False)
        story.wait(8)
        story.say("Yes.")
        story.end_turn(9)
    story.end_run("Yes.")
    return story.events


async def test_s_goes_to_the_next_long_wait_and_capital_s_back() -> None:
    async with shown(ScreenDriver(slow_run(), is_live=False)) as driver:
        stalls = list(driver.run.history.marks("stall"))
        assert len(stalls) == 2
        await driver.press("space", "s")
        assert driver.position == stalls[0]
        await driver.press("s")
        assert driver.position == stalls[1]
        await driver.press("S")
        assert driver.position == stalls[0]
        await driver.press("S")
        assert driver.position == stalls[0]


async def test_the_bar_says_how_much_idling_is_cut_where_there_is_room() -> None:
    async with shown(ScreenDriver(slow_run(), is_live=False), 200, 60) as driver:
        assert "idle max 2 s (cuts 12.0 s)" in driver.text


@pytest.mark.parametrize("key", ["t", "h", "m", "r", "a", "e"])
async def test_bracket_pairs_go_there_and_back(key: str) -> None:
    kinds = {"t": "tool", "h": "handoff", "m": "message", "r": "reasoning", "a": "turn"}
    async with shown(ScreenDriver(upto=195)) as driver:
        places = driver.run.history.marks(kinds.get(key, "error"))  # type: ignore[arg-type]
        await driver.press("[", key)
        assert driver.position == [place for place in places if place < 195][-1]
        await driver.press("colon")
        await driver.type("e0")
        await driver.press("]", key)
        assert driver.position == places[0]


async def test_bracket_p_goes_to_approvals() -> None:
    story = Story()
    story.start_run("refund it", CARDS)
    story.start_turn()
    story.call("issue_refund", "c1", "{}")
    story.end_turn(9)
    story.happen("approval.request", call_id="c1", name="issue_refund", arguments="{}")
    story.wait(1).end_run("no", "needs_approval")
    async with shown(ScreenDriver(story.events, is_live=False)) as driver:
        asked = driver.run.history.marks("approval")
        await driver.press("space", "]", "p")
        assert driver.position == asked[0]
        await driver.press("full_stop", "[", "p")
        assert driver.position == asked[0]
