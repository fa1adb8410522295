"""The filter and the search: what is typed, what is seen, and how it is taken back."""

import pytest
from fake_run import support_desk
from pilot_steps import Text
from screen_driver import ScreenDriver, shown
from textual.widgets import Input

from tui.widgets.pane_deck import EVENTS, STREAM

ALL = len(support_desk())


def shown_items(driver: ScreenDriver) -> list[int]:
    scene = driver.screen.scene
    assert scene is not None
    return list(scene.shown.items)


def field(driver: ScreenDriver) -> Input:
    return driver.screen.query_one("#prompt-field", Input)


def row_with(driver: ScreenDriver, text: str) -> str:
    return next(row for row in driver.text.splitlines() if text in row)


@pytest.mark.parametrize("key", ["f", "ampersand"])
async def test_f_shows_only_the_items_that_are_meant(key: str) -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press(key)
        await driver.type("kind:tool & (dur>2.5s | is:error)")
        assert shown_items(driver) == [6, 8]
        assert "2 of 12 · n/N next/prev · esc clears" in row_with(driver, " f  kind:tool")
        assert "get_order" not in driver.text
        assert "web_search" in driver.text


async def test_a_filter_follows_the_run() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("f")
        await driver.type("is:error | status:streaming")
        streaming = shown_items(driver)
        await driver.feed(ALL)
        assert shown_items(driver) == [8] != streaming


async def test_escape_ends_the_filter_and_keeps_what_was_selected() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press("f")
        await driver.type("kind:tool")
        await driver.press("n")
        selected = driver.deck.selection.item
        await driver.press("escape")
        assert shown_items(driver) == list(range(12))
        assert driver.deck.selection.item == selected
        assert "esc clears" not in driver.text


async def test_n_goes_through_the_items_shown_and_round() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press("f")
        await driver.type("kind:tool")
        seen = []
        for key in ("n", "n", "N"):
            await driver.press(key)
            seen.append(driver.deck.selection.item)
        assert seen == [6, 7, 6]
        assert driver.deck.panes[EVENTS].view.cursor == 0


async def test_an_impossible_filter_is_told_and_kept_for_mending() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press("f")
        await driver.type("durr>2s")
        assert 'unknown key "durr". Did you mean "dur"?' in driver.text
        assert field(driver).value == "durr>2s"
        assert shown_items(driver) == list(range(12))


async def test_hits_are_counted_while_typing() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press("f", Text("kind:tool"))
        assert "4 of 12 items" in driver.text
        assert shown_items(driver) == list(range(12))


async def test_tab_completes_keys_and_values_of_the_run() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press("f", Text("is:nested ag"), "tab")
        assert field(driver).value == "is:nested agent:"
        await driver.press("w", "tab")
        assert field(driver).value == "is:nested agent:writer"
        await driver.press(Text(" @"), "tab")
        assert field(driver).value == "is:nested agent:writer @slow"


async def test_tab_goes_round_what_fits_and_shows_it() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press("f", Text("tool:get_"), "tab")
        assert "[get_customer]  get_order" in driver.text or "[get_order]" in driver.text
        first = field(driver).value
        await driver.press("tab")
        assert field(driver).value != first
        await driver.press("tab")
        assert field(driver).value == "tool:get_"
        await driver.press("shift+tab", "shift+tab")
        assert field(driver).value == first


async def test_earlier_filters_come_back() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        for text in ("kind:tool", "is:error", "kind:message"):
            await driver.press("f", "ctrl+u")
            await driver.type(text)
        await driver.press("f", "ctrl+u", "up", "up")
        assert field(driver).value == "is:error"
        await driver.press("down", "down")
        assert field(driver).value == ""
        await driver.press(Text("tool"), "ctrl+r")
        assert field(driver).value == "kind:tool"


async def test_a_named_filter_is_used_by_its_name() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press("f")
        await driver.type("@slow")
        assert 6 in shown_items(driver)


async def test_a_search_with_keys_marks_items_and_hides_none() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press("slash")
        await driver.type("is:error")
        scene = driver.screen.scene
        assert scene is not None and list(scene.found.items) == [8]
        assert shown_items(driver) == list(range(12))
        assert driver.deck.selection.item == 8
        assert "1 of 12" in row_with(driver, " /  is:error")
        await driver.press("escape")
        assert "is:error" not in driver.text


async def test_a_search_for_a_word_is_one_in_the_pane() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press("slash")
        await driver.type("lamp")
        assert driver.deck.panes[STREAM].searched == "lamp"
        assert driver.screen.search is None


async def test_the_selection_moves_to_an_item_that_is_shown() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press("f")
        await driver.type("kind:handoff")
        assert driver.deck.selection.item == 2
        await driver.press("enter")
        assert "research" in driver.text


async def test_a_filter_that_finds_nothing_shows_nothing() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press("f")
        await driver.type("tool:nobody")
        assert shown_items(driver) == []
        assert "0 of 12" in driver.text
        await driver.press("j", "n", "enter", "escape", "escape")


async def test_marked_items_are_found_as_they_are_marked() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press("f")
        await driver.type("is:marked")
        assert shown_items(driver) == []
        await driver.press("escape", "2", "g", "j", "m", "f")
        await driver.type("is:marked")
        assert shown_items(driver) == [1]
        await driver.press("m")
        assert shown_items(driver) == []


async def test_help_tells_the_words_of_the_language() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press("question_mark", Text("arg.amount"))
        assert "a value in its arguments, by path" in driver.text


@pytest.mark.parametrize("pane", ["2", "3"])
async def test_going_to_the_end_where_all_is_hidden_breaks_nothing(pane: str) -> None:
    async with shown(ScreenDriver(upto=len(support_desk()))) as driver:
        await driver.press(pane, "g", "j", "f")
        await driver.type("kind:tool & dur>9h")
        await driver.pass_time(1)
        before = driver.deck.selection
        await driver.press(pane, "end", "home", "j", "end")
        assert driver.deck.selection == before
