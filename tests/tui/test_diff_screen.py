"""Two runs beside each other: each key does what its tooltip says."""

from pathlib import Path

import pytest
from diff_driver import compared, left
from diverging_runs import refund_run, write_run
from fake_run import FakeRun, support_desk
from screen_driver import ScreenDriver, shown

from tui.app import FORK_ENDED
from tui.screens.diff_screen import DiffScreen
from tui.screens.run_chooser import RunChooser
from tui.screens.run_screen import RunScreen

pytestmark = pytest.mark.asyncio


async def test_it_begins_at_the_first_divergence() -> None:
    async with shown(left()) as driver:
        screen = await compared(driver)
        assert screen.pairs.list.cursor == 3
        assert "~ T get_order" in driver.text
        assert '"paid": true' in driver.text and '"paid": false' in driver.text
        assert "changes" in driver.text and "3 of 6 differ" in driver.text


async def test_n_and_brackets_go_to_the_next_difference_and_back() -> None:
    async with shown(left()) as driver:
        screen = await compared(driver)
        await driver.press("n")
        assert screen.pairs.list.cursor == 4
        assert "> T get_customer" in driver.text and "not in this run" in driver.text
        await driver.press("]", "c")
        assert screen.pairs.list.cursor == 5
        await driver.press("N")
        assert screen.pairs.list.cursor == 4
        await driver.press("[", "c")
        assert screen.pairs.list.cursor == 3
        await driver.press("N")
        assert screen.pairs.list.cursor == 3


async def test_moving_in_the_list_shows_the_pair() -> None:
    async with shown(left()) as driver:
        screen = await compared(driver)
        await driver.press("g")
        assert "Where is my refund?" in driver.text
        await driver.press("tab")
        assert screen.focused is screen.pair.document
        await driver.press("tab")
        assert screen.pairs.list.has_focus


async def test_enter_opens_either_run_at_that_place() -> None:
    async with shown(left()) as driver:
        screen = await compared(driver)
        await driver.press("enter", "enter")
        await driver.pilot.pause()
        assert isinstance(driver.app.screen, RunScreen)
        assert driver.app.screen.source is driver.run
        await driver.press("q")
        assert driver.app.screen_stack[-1] is screen
        await driver.press("n", "enter")  # only B has that one
        assert isinstance(driver.app.screen, RunScreen)
        assert driver.app.screen.source is screen.sources[1]


async def test_escape_goes_back_to_the_run() -> None:
    async with shown(left()) as driver:
        await compared(driver)
        await driver.press("escape")
        assert isinstance(driver.app.screen, RunScreen)


async def test_hostile_words_are_made_visible() -> None:
    async with shown(left()) as driver:
        await compared(driver)
        await driver.press("n", "n")
        assert "\x1b" not in driver.text and "I fear." in driver.text


async def test_d_on_a_run_compares_it_with_the_one_that_is_found_by_words(tmp_path: Path) -> None:
    driver = left()
    driver.run.recorded_at = tmp_path / "2026-11-21T10-00-00-aaaa.jsonl"
    for number in ("22", "23"):
        write_run(tmp_path / f"2026-11-{number}T10-00-00-bbbb.jsonl", refund_run(extra=True))
    async with shown(driver) as driver:
        await driver.press("d")
        chooser = driver.app.screen
        assert isinstance(chooser, RunChooser)
        while len(chooser.runs.rows) < 2:
            await driver.pilot.pause(0.01)
        await driver.press(*"11-22")
        assert len(chooser.runs.rows) == 1
        await driver.press("enter")
        screen = driver.app.screen
        assert isinstance(screen, DiffScreen)
        while screen.diff is None:
            await driver.pilot.pause(0.01)
        assert screen.diff.first == 4
        assert screen.sources[0] is driver.run


async def test_choosing_no_run_changes_nothing(tmp_path: Path) -> None:
    driver = left()
    driver.run.recorded_at = tmp_path / "2026-11-21T10-00-00-aaaa.jsonl"
    async with shown(driver) as driver:
        await driver.press("d", "escape")
        assert isinstance(driver.app.screen, RunScreen)


async def test_narrow_screens_show_one_run_below_the_other() -> None:
    async with shown(left(), 80, 24) as driver:
        await compared(driver)
        assert '-   "paid": true' in driver.text and '+   "paid": false' in driver.text


async def test_a_fork_that_ends_takes_the_screen_from_nobody_who_went_elsewhere() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        child = FakeRun(support_desk())
        driver.app.open_fork(driver.run, child)
        await driver.pilot.pause()
        await driver.press("f", "k")
        child.end()
        await driver.frame()
        assert driver.screen.source is child is not driver.run
        assert driver.app.screen is driver.screen
        assert [note.message for note in driver.app._notifications] == [FORK_ENDED]


async def test_a_small_window_shows_the_difference_and_tab_the_pair_alone() -> None:
    async with shown(left(), 80, 24) as driver:
        screen = await compared(driver)
        await driver.pilot.resize_terminal(40, 10)
        top, cursor = screen.pairs.list.top, screen.pairs.list.cursor
        assert top <= cursor < top + screen.pairs.list.size.height
        assert screen.pairs.list.size.height > 4
        await driver.press("tab")
        assert not screen.pairs.is_on_screen
        assert screen.pair.document.size.height > 4
        assert all(len(line.rstrip()) <= 40 for line in driver.text.split("\n"))
