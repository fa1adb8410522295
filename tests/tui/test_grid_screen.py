"""The grid of runs: what it tells, every key, and that it stands still when nothing happens."""

import pytest
from grid_driver import GridDriver, gridded

from tui.screens.help_screen import HelpScreen
from tui.screens.run_screen import RunScreen


@pytest.fixture
def driver() -> GridDriver:
    return GridDriver()


async def test_the_head_counts_runs_and_adds_up_what_they_cost(driver: GridDriver) -> None:
    async with gridded(driver):
        assert "○ 7 waiting" in driver.text
        await driver.play()
        head = driver.text.splitlines()[0]
        for words in ("✗ 1 failed", "● 4 running", "○ 1 waiting", "✓ 1 finished", "tok", "0:41"):
            assert words in head


async def test_a_tile_tells_what_its_run_is_at(driver: GridDriver) -> None:
    async with gridded(driver):
        await driver.play()
        assert "ConnectError: no route to" in driver.text
        assert "Refund for order A-1042" in driver.text
        assert "tool web_search" in driver.text


async def test_enter_opens_a_run_and_leaving_it_comes_back(driver: GridDriver) -> None:
    async with gridded(driver):
        await driver.play()
        await driver.press("l", "enter")
        opened = driver.app.screen
        assert isinstance(opened, RunScreen)
        assert opened.source is driver.runs[1]
        driver.runs[1].feed(140)
        await driver.press("q")
        assert driver.app.screen is driver.screen
        assert (driver.cursor, driver.runs[1].controls.cancelled) == (1, [])


async def test_a_run_that_waits_for_room_is_not_begun_by_looking_at_it(driver: GridDriver) -> None:
    async with gridded(driver):
        await driver.play()
        driver.runs[4].feed(11)
        await driver.press("G", "enter")
        if driver.app.screen is not driver.screen:  # two ended: there was room
            assert driver.app.runs.live
        driver.screen.many.cancel()
        await driver.press("q")


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        (("l", "l"), 2),
        (("right", "left"), 0),
        (("h",), 0),
        (("j",), 3),
        (("j", "j"), 6),
        (("l", "j", "j"), 6),
        (("j", "k"), 0),
        (("l", "k"), 1),
        (("G",), 6),
        (("G", "g"), 0),
    ],
)
async def test_the_cursor_moves_by_tiles_and_by_rows(
    driver: GridDriver, keys: tuple[str, ...], cursor: int
) -> None:
    async with gridded(driver):
        assert driver.screen.grid.columns == 3
        await driver.press(*keys)
        assert driver.cursor == cursor


async def test_a_page_goes_as_far_as_is_seen() -> None:
    driver = GridDriver(30)
    async with gridded(driver, 80, 24):
        assert driver.screen.grid.columns == 2
        await driver.press("pagedown")
        assert driver.cursor == 6
        await driver.press("ctrl+d")
        assert driver.cursor == 8
        assert "#9 My" in driver.text and "#1 My" not in driver.text
        await driver.press("pageup")
        assert driver.cursor == 2


async def test_e_goes_round_the_runs_that_failed(driver: GridDriver) -> None:
    async with gridded(driver):
        await driver.press("e")
        assert driver.cursor == 0
        await driver.play()
        await driver.press("e")
        assert driver.cursor == 2
        await driver.press("g", "E")
        assert driver.cursor == 2


@pytest.mark.parametrize("key", ["X", "ctrl+c"])
async def test_the_cancel_menu_stops_one_run_or_all(driver: GridDriver, key: str) -> None:
    async with gridded(driver):
        await driver.play()
        await driver.press(key, "enter")
        cancelled = [bool(run.controls.cancelled) for run in driver.runs]
        assert cancelled == [True, *[False] * 6]
        await driver.press(key, "ctrl+c")
        cancelled = [bool(run.controls.cancelled) for run in driver.runs]
        assert cancelled[0] and cancelled[1] and not cancelled[2]


async def test_q_asks_while_runs_go_on(driver: GridDriver) -> None:
    async with gridded(driver):
        await driver.play()
        await driver.press("q")
        assert "runs are still going on" in driver.text


async def test_a_batch_that_is_over_stands_still_and_is_left_at_once(driver: GridDriver) -> None:
    async with gridded(driver):
        for run in driver.runs:
            run.feed(1_000)
            run.end()
        await driver.app.workers.wait_for_complete()
        await driver.frame()
        assert "✓ 6 finished" in driver.text
        frames = driver.screen._frames
        assert frames is not None and not frames._active.is_set()
        await driver.press("q")
        assert driver.app._exit


async def test_a_covered_grid_draws_nothing(driver: GridDriver) -> None:
    async with gridded(driver):
        await driver.play()
        await driver.press("enter")
        frames = driver.screen._frames
        assert frames is not None and not frames._active.is_set()
        await driver.press("q")
        assert frames._active.is_set()


async def test_clicks_select_and_open_a_tile(driver: GridDriver) -> None:
    async with gridded(driver):
        await driver.play()
        await driver.pilot.click("#grid", offset=(60, 8))
        await driver.pilot.pause()
        assert driver.cursor == 4
        await driver.pilot.click("#grid", offset=(5, 2), times=2)
        await driver.pilot.pause()
        assert isinstance(driver.app.screen, RunScreen)


async def test_help_names_the_keys_of_the_grid(driver: GridDriver) -> None:
    async with gridded(driver):
        await driver.press("question_mark")
        assert isinstance(driver.app.screen, HelpScreen)
        assert "The next run that failed." in driver.text


async def test_hostile_titles_reach_no_terminal(driver: GridDriver) -> None:
    driver.runs[0].title = "evil\x1b]0;x\x07[bold]"
    async with gridded(driver):
        assert "\x1b" not in driver.text and "␛]0;x␇[bold]" in driver.text
