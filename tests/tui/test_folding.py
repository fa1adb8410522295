"""`h` `l` `o` `O` fold, `w` wraps, `enter` opens: in Events, Stream and Inspect."""

from collections.abc import Callable

import pytest
from fake_run import Story, agent_card, support_desk
from screen_driver import ScreenDriver, shown

from tui.drawing.shown_json import LIMIT
from tui.widgets.document_pane import DocumentPane
from tui.widgets.events_pane import EventsPane
from tui.widgets.pane_deck import EVENTS, INSPECT, STREAM

ALL = len(support_desk())
LONG = "a long line " * 40


def finished() -> ScreenDriver:
    return ScreenDriver(upto=ALL)


def saying(text: str, *, yet_to_come: int = 0) -> ScreenDriver:
    """A run whose last item is a message; of its events some are yet to come."""
    story = Story()
    story.start_run("go", [agent_card("triage")])
    story.start_turn()
    story.say(text)
    return ScreenDriver(story.events, upto=len(story.events) - yet_to_come)


def event_rows(driver: ScreenDriver) -> int:
    pane = driver.deck.panes[EVENTS]
    assert isinstance(pane, EventsPane)
    return len(pane.rows)


def document(driver: ScreenDriver, pane: int) -> DocumentPane:
    view = driver.deck.panes[pane].view
    assert isinstance(view, DocumentPane)
    return view


def stream_height(driver: ScreenDriver, block: int) -> int:
    view = document(driver, STREAM)
    return view.source.height(block, view.line_width)


async def test_l_unfolds_raw_events_and_h_folds_them() -> None:
    async with shown(finished()) as driver:
        await driver.press("2", "g", *"jjjjjj", "l")
        assert event_rows(driver) > 12
        await driver.press("j", "h")
        assert event_rows(driver) == 12
        assert driver.deck.panes[EVENTS].view.cursor == 6


async def test_capital_o_unfolds_the_raw_events_of_all_items_of_a_kind() -> None:
    async with shown(finished()) as driver:
        await driver.press("2", "g", *"jjjjjj", "O")
        scene = driver.screen.scene
        assert scene is not None
        history, position = scene.history, scene.view.position
        tools = [item for item in range(12) if history.kind_of(item) == "tool"]
        raw = sum(len(history.item_events(item, position)) for item in tools)
        assert event_rows(driver) == 12 + raw
        assert driver.deck.selection.item == 6
        await driver.press("O")
        assert event_rows(driver) == 12


async def test_raw_events_unfolded_by_kind_grow_with_the_run() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("2", "O")
        before = event_rows(driver)
        for upto in range(61, ALL + 1, 5):
            await driver.feed(upto)
        await driver.feed(ALL)
        scene = driver.screen.scene
        pane = driver.deck.panes[EVENTS]
        assert scene is not None and isinstance(pane, EventsPane)
        opened = [item for item in range(12) if pane.rows.outline.is_unfolded(item)]
        raw = sum(len(scene.history.item_events(item, ALL)) for item in opened)
        assert event_rows(driver) == 12 + raw > before


async def test_capital_g_follows_the_newest_raw_event_where_those_have_rows() -> None:
    driver = saying(LONG, yet_to_come=20)
    written = len(driver.run.history)
    async with shown(driver):
        await driver.press("2", "g", "G", "o", "G")
        rows, pane = driver.deck.events.rows, driver.deck.events
        before = driver.deck.selection
        assert before == pane.newest and before.seq is not None
        await driver.feed(written + 10)
        assert pane.list.cursor == len(rows) - 1
        assert driver.deck.selection == pane.newest != before
        await driver.press("k")
        assert driver.deck.selection.seq == written + 8
        assert not driver.deck.is_following


async def test_in_the_transcript_h_folds_l_unfolds_and_o_does_either() -> None:
    async with shown(finished()) as driver:
        await driver.press("3", "k", "k", "k")
        block = document(driver, STREAM).cursor
        whole = stream_height(driver, block)
        await driver.press("h")
        folded = stream_height(driver, block)
        assert folded < whole
        await driver.press("l")
        assert stream_height(driver, block) == whole
        await driver.press("o")
        assert stream_height(driver, block) == folded


async def test_capital_o_folds_all_blocks_of_a_kind() -> None:
    async with shown(finished()) as driver:
        await driver.press("2", "g", *"jjjjjj", "3")
        before = [stream_height(driver, block) for block in range(12)]
        await driver.press("O")
        after = [stream_height(driver, block) for block in range(12)]
        scene = driver.screen.scene
        assert scene is not None
        shorter = [block for block in range(12) if after[block] < before[block]]
        assert {scene.history.kind_of(block) for block in shorter} == {"tool"}
        assert len(shorter) >= 3
        await driver.press("O")
        assert [stream_height(driver, block) for block in range(12)] == before


@pytest.mark.parametrize("pane", [STREAM, INSPECT])
async def test_w_wraps_or_not_and_without_wrapping_h_and_l_move_sideways(pane: int) -> None:
    async with shown(saying(LONG + "THE END")) as driver:
        await driver.press(str(pane + 1), "w")
        assert "no wrap" in driver.text
        assert driver.text.count("THE END") < 2
        lines = document(driver, pane).line_count
        for _ in range(30):
            await driver.press("l")
            if document(driver, pane).shift and "THE END" in driver.text:
                break
        assert document(driver, pane).shift
        await driver.press(*"h" * 30)
        assert document(driver, pane).shift == 0
        await driver.press("w")
        assert document(driver, pane).shift is None
        assert document(driver, pane).line_count > lines


async def test_enter_shows_the_item_in_inspect_and_there_all_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = Story()
    story.start_run("x" * LIMIT + "THE END", [agent_card("triage")])
    shown_text: list[str] = []

    async def lend(_app: object, program: Callable[[], None]) -> None:
        program()

    monkeypatch.setattr("tui.widgets.item_deck.lend_terminal", lend)
    monkeypatch.setattr("tui.widgets.item_deck.show_in_pager", shown_text.append)
    async with shown(ScreenDriver(story.events, upto=len(story.events))) as driver:
        await driver.press("2", "g", "enter")
        assert driver.deck.front == INSPECT
        await driver.press("G")
        assert "more: enter or v shows all" in driver.text
        await driver.press("enter")
        assert shown_text[0].endswith("THE END")
