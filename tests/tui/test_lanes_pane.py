"""The Lanes pane: what each cell says, and what keys and mouse do with it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from fake_run import Story, agent_card, seq_of, support_desk
from screen_driver import ScreenDriver, shown

from agents_core.history.lanes import AgentLane, CallLane, Lane
from agents_core.history.run_history import RunHistory
from agents_core.run_events import RunEvent
from tui.drawing.lane_window import LaneWindow, lane_window
from tui.drawing.lanes import cells_line, cells_of, label, rows
from tui.rendering.styled_line import Run, line_text
from tui.scene import Scene
from tui.shown_items import all_items
from tui.time_axis import WallAxis
from tui.widgets.lane_rows import LaneRows
from tui.widgets.lanes_pane import LanesPane, TimeList
from tui.widgets.pane_deck import INSPECT, LANES, STREAM
from tui.widgets.transport_bar import TransportBar

EVENTS = support_desk()


def scene_of(events: Sequence[RunEvent], *, after_s: float = 0.0) -> Scene:
    """The end of a live run, some seconds after its latest event."""
    history = RunHistory()
    for event in events:
        history.append(event)
    now = history.end_at + after_s
    return Scene(
        history=history,
        view=history.view(len(history)),
        now=now,
        total=len(history),
        end_s=now,
        mode="live",
        speed=1.0,
        is_live=True,
        is_recording=True,
        is_read=False,
        title="",
        run_now=now,
        asked=(),
        shown=all_items(history.item_count(len(history))),
    )


def drawn(events: Sequence[RunEvent], cells: int) -> dict[str, str]:
    """The cells of each lane by its name."""
    scene = scene_of(events)
    window = lane_window(WallAxis(scene.end_s), cells)
    found = rows(scene.history.lanes.roots, with_calls=True)
    return {
        row.lane.name: line_text(cells_line(cells_of(row.lane, window), cells, None, None)).rstrip()
        for row in found
    }


def waiting_story() -> Story:
    """A run in which a call waits for an approval after a second of text."""
    story = Story()
    story.start_run("Refund it.", [agent_card("triage")])
    story.start_turn()
    story.say("Let me see what can be done.")
    story.call("refund", "c1", '{"amount": 5}')
    story.end_turn(5)
    story.happen("approval.request", call_id="c1", name="refund", arguments="{}", reason="rule")
    return story


def test_cells_tell_waiting_thinking_writing_arguments_tools_handoffs_and_failures() -> None:
    lanes = drawn(EVENTS, 60)
    assert lanes["triage"].startswith("░░▓▓▓H···")
    assert lanes["research"].startswith("·····░░░░░▓▓███▄▄▄▄▄▄▄▒▒▒▒▒▒▒▒▒✗▒▒▒▒▒▒")
    assert set(lanes["reviewer"]) == {"·"}
    assert lanes["get_customer"].count("✗") == 1
    assert "▄▒" in lanes["get_customer"].replace("▄▄", "▄")
    assert "░░█" in lanes["writer"]


def test_a_tool_is_never_below_the_agents_another_tool_brought_to_work() -> None:
    boss, judge = AgentLane("boss", 0, ()), AgentLane("judge", 1, ())
    asking, finding = CallLane("tool", "ask", 1), CallLane("tool", "find", 1)
    asking.children.append(judge)
    boss.children.extend([asking, finding])
    found = [(row.lane.name, row.level) for row in rows([boss], with_calls=True)]
    assert found == [("boss", 0), ("find", 1), ("judge", 1)]


def test_an_agent_that_waits_for_an_approval_says_so_until_it_is_answered() -> None:
    story = waiting_story()
    story.wait(2)
    story.happen("tool.progress", call_id="none")
    cells = drawn(story.events, 60)["triage"]
    assert cells.rstrip("?") != cells and cells.rstrip("?").endswith("▄")
    (row,) = rows(scene_of(story.events).history.lanes.roots, with_calls=True)
    assert label(row.lane, scene_of(story.events, after_s=10.0)) == ("asks 12.0 s", "approval")
    story.happen("approval.answer", call_id="c1", name="refund", approved=True, by="person")
    story.wait(1)
    story.happen("tool.progress", call_id="none")
    assert drawn(story.events, 60)["triage"].endswith("··")


def test_a_label_names_the_tool_that_is_waited_for_and_how_long() -> None:
    scene = scene_of(EVENTS[: seq_of(EVENTS, "upstream 504") + 1], after_s=1.0)
    labels = {
        row.lane.name: label(row.lane, scene)[0]
        for row in rows(scene.history.lanes.roots, with_calls=True)
    }
    assert labels["research"] == "tool web_search 3.0 s"
    assert labels["web_search"] == "3.0 s"
    assert labels["get_order"] == "✓ 1.2 s"
    assert labels["get_customer"] == "✗ 2.0 s"
    assert labels["triage"] == "done  1.0 s"
    assert labels["reviewer"] == "idle"


def test_a_lane_is_drawn_again_only_when_a_cell_of_it_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn_lanes: list[str] = []

    def note(lane: Lane, window: LaneWindow) -> list[Run]:
        drawn_lanes.append(lane.name)
        return cells_of(lane, window)

    monkeypatch.setattr("tui.widgets.lane_rows.cells_of", note)
    lanes, scene = LaneRows(), scene_of(EVENTS[:100])
    for after_s, draws in ((0.0, 1), (0.01, 1), (0.02, 1), (30.0, 2)):
        now = scene.now + after_s
        lanes.show(replace(scene, now=now, end_s=now))
        lanes.row(0, 80)
        assert len(drawn_lanes) == draws
    lanes.show(replace(scene, mode="paused", now=1.0, end_s=now))
    lanes.row(0, 80)
    assert len(drawn_lanes) == 2


def test_lanes_fill_the_room_of_words_that_are_shown_no_more() -> None:
    lanes = LaneRows()
    lanes.show(scene_of(EVENTS[:100]))
    mini = lanes.row(0, 78)
    lanes.with_calls = True
    assert lanes.row(0, 78) != mini
    lanes.with_calls = False
    assert lanes.row(0, 78) == mini


async def test_t_lays_time_out_anew_in_lanes_and_on_the_transport_bar() -> None:
    async with shown(ScreenDriver(upto=len(EVENTS)), 200, 60) as driver:
        texts = []
        for title in ("wall time", "time without idling", "a column a step", "wall time"):
            assert f"5 Lanes · {title}" in driver.text
            texts.append(str(driver.screen.query_one(TransportBar).render()))
            await driver.press("t")
        assert texts[0] == texts[3] != texts[2]


async def test_enter_on_a_lane_opens_what_it_did_at_the_cursor() -> None:
    async with shown(ScreenDriver(upto=len(EVENTS)), 200, 60) as driver:
        await driver.press("e", "5", "j")
        pane = driver.deck.panes[LANES]
        assert isinstance(pane, LanesPane)
        assert pane.lanes.rows[pane.view.cursor].lane.name == "research"
        await driver.press("j", "j", "enter")
        assert driver.deck.selection.item is not None
        item = driver.run.history.item(driver.deck.selection.item, driver.position)
        assert item.name == "get_order"
        assert driver.deck.front == INSPECT
        await driver.press("escape")
        assert driver.deck.front == LANES


async def test_what_is_selected_elsewhere_stands_out_in_its_lanes() -> None:
    async with shown(ScreenDriver(upto=len(EVENTS)), 200, 60) as driver:
        await driver.press("2", "g")
        for _ in range(6):
            await driver.press("j")
        pane = driver.deck.panes[LANES]
        assert isinstance(pane, LanesPane)
        name = driver.run.history.item(driver.deck.selection.item or 0, driver.position).name
        lines = {
            row.lane.name: pane.lanes.row(place, 196) for place, row in enumerate(pane.lanes.rows)
        }
        shining = {lane for lane, line in lines.items() if any("span" in s for _, s in line)}
        assert shining == {"research", name}
        assert pane.lanes.rows[pane.view.cursor].lane.name == name


async def test_click_and_drag_on_the_cells_seek() -> None:
    async with shown(ScreenDriver(upto=len(EVENTS))) as driver:
        view = driver.deck.panes[LANES].view
        assert isinstance(view, TimeList)
        await driver.pilot.mouse_down(view, offset=(60, 1))
        await driver.pilot.pause()
        there = driver.position
        assert 0 < there < len(EVENTS) and driver.screen.playhead.mode == "paused"
        await driver.pilot.hover(view, offset=(30, 1))
        await driver.pilot.pause()
        assert driver.position < there
        await driver.pilot.mouse_up(view, offset=(30, 1))


async def test_a_click_on_the_mini_lanes_leaves_the_pane_in_front() -> None:
    async with shown(ScreenDriver(upto=len(EVENTS)), 80, 24) as driver:
        await driver.pilot.click(driver.deck.panes[LANES].view, offset=(40, 1))
        await driver.pilot.pause()
        assert driver.position < len(EVENTS)
        assert driver.deck.front == STREAM


@pytest.mark.parametrize(("height", "has_tools"), [(40, False), (60, True)])
async def test_tools_have_lanes_where_there_is_room(height: int, has_tools: bool) -> None:
    async with shown(ScreenDriver(upto=len(EVENTS)), 200 if has_tools else 120, height) as driver:
        pane = driver.deck.panes[LANES]
        assert isinstance(pane, LanesPane)
        kinds = {row.lane.kind for row in pane.lanes.rows}
        assert kinds == ({"agent", "tool"} if has_tools else {"agent"})
        assert ("tok/s  " in driver.text) == has_tools


async def test_of_many_lanes_those_at_work_are_in_view_until_the_user_moves() -> None:
    story = Story()
    story.start_run("Go.", [agent_card(f"agent{n}") for n in range(12)])
    story.agent = "agent9"
    story.start_turn()
    async with shown(ScreenDriver(story.events, upto=len(story.events)), 120, 40) as driver:
        assert "agent9" in driver.text.split("5 Lanes")[1]
        await driver.press("5", "g")
        assert "agent9" not in driver.text.split("5 Lanes")[1]
        await driver.press("G")
        assert "agent9" in driver.text.split("5 Lanes")[1]
