"""Writing to the run: each key of the composer, and what waits to be sent."""

from collections.abc import AsyncIterator

import pytest
from fake_run import support_desk
from pilot_steps import Text
from screen_driver import ScreenDriver, shown
from textual.events import Paste
from textual.widgets import TextArea

from tui.widgets.composer import Composer

ALL = len(support_desk())


@pytest.fixture
async def driver() -> AsyncIterator[ScreenDriver]:
    async with shown(ScreenDriver(upto=ALL - 8)) as driver:
        yield driver


def written(driver: ScreenDriver) -> str:
    return driver.screen.query_one(Composer).text


def is_open(driver: ScreenDriver) -> bool:
    return any(composer.is_open for composer in driver.screen.query(Composer))


async def test_i_opens_the_composer_and_letters_are_letters(driver: ScreenDriver) -> None:
    await driver.press("i", "q", "i", "5", "space", "X")
    assert (is_open(driver), written(driver)) == (True, "qi5 X")
    assert "? help" not in driver.text
    await driver.press("escape")
    assert "? help" in driver.text


async def test_enter_sends_and_the_keys_are_commands_again(driver: ScreenDriver) -> None:
    await driver.press("i", Text("Hurry"), "enter")
    assert driver.run.controls.waiting == ["Hurry"]
    assert not is_open(driver)
    await driver.press("space")
    assert driver.screen.playhead.mode == "paused"
    await driver.press("i")
    assert written(driver) == ""


@pytest.mark.parametrize("key", ["alt+enter", "ctrl+j"])
async def test_a_new_line_is_begun_where_the_cursor_is(driver: ScreenDriver, key: str) -> None:
    await driver.press("i", Text("ab"), "left", key, "enter")
    assert driver.run.controls.waiting == ["a\nb"]


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_leaving_keeps_the_draft(driver: ScreenDriver, key: str) -> None:
    await driver.press("i", Text("Dear"), key)
    assert not is_open(driver)
    assert driver.run.controls.waiting == []
    await driver.press("i", Text(" all"), "enter")
    assert driver.run.controls.waiting == ["Dear all"]


async def test_nothing_but_blanks_is_not_sent(driver: ScreenDriver) -> None:
    await driver.press("i", "space", "ctrl+j", "enter")
    assert driver.run.controls.waiting == []


async def test_a_paste_keeps_its_lines(driver: ScreenDriver) -> None:
    await driver.press("i")
    driver.app.post_message(Paste("one\ntwo\n\nthree"))
    await driver.pilot.pause()
    await driver.press("enter")
    assert driver.run.controls.waiting == ["one\ntwo\n\nthree"]


async def test_the_composer_grows_to_six_rows(driver: ScreenDriver) -> None:
    await driver.press("i")
    field = driver.screen.query_one(TextArea)
    heights = []
    for _ in range(8):
        heights.append(field.size.height)
        await driver.press("ctrl+j")
    assert heights == [1, 2, 3, 4, 5, 6, 6, 6]


async def test_what_waits_is_shown_and_u_takes_it_back_to_be_written_anew(
    driver: ScreenDriver,
) -> None:
    await driver.press("i", Text("First"), "enter", "i", Text("Second"), "enter")
    assert "queued (2): Second" in driver.text
    await driver.press("u")
    assert driver.run.controls.waiting == ["First"]
    assert (is_open(driver), written(driver)) == (True, "Second")
    await driver.press("escape")
    assert "queued: First" in driver.text


async def test_u_does_nothing_while_nothing_waits(driver: ScreenDriver) -> None:
    await driver.press("u")
    assert not is_open(driver)
    assert driver.screen.check_action("take_back", ()) is False


async def test_more_said_after_the_end_drives_the_run_again(driver: ScreenDriver) -> None:
    await driver.feed(ALL)
    driver.run.end()
    await driver.pilot.pause()
    await driver.frame()
    assert driver.screen.is_read
    driver.run.begin_again()
    await driver.press("i", Text("More"), "enter")
    assert not driver.screen.is_read
    assert driver.screen.playhead.mode == "live"


async def test_a_recording_cannot_be_written_to() -> None:
    async with shown(ScreenDriver(is_live=False)) as driver:
        await driver.press("i")
        assert not is_open(driver)


async def test_hostile_text_that_waits_is_made_visible(driver: ScreenDriver) -> None:
    driver.run.controls.send("[red]x\x1b]0;y\x07\nz")
    await driver.frame()
    assert "[red]x" in driver.text
    assert "\x1b" not in driver.text
