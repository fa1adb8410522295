"""Screens upon each other: opening runs, leaving them, and runs that go on unseen."""

import pytest
from fake_run import FakeRun, support_desk
from screen_driver import ScreenDriver, shown

from tui.screens.run_screen import RunScreen


class Counted(FakeRun):
    """Counts how often it was driven and closed."""

    begun = 0
    closed = 0

    async def run(self) -> None:
        self.begun += 1
        await super().run()

    async def close(self) -> None:
        self.closed += 1


async def opened(driver: ScreenDriver, run: FakeRun) -> RunScreen:
    """Open a run on top of the driver's own."""
    driver.app.open_run(run)
    await driver.pilot.pause()
    await driver.frame()
    return driver.screen


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_leaving_a_run_shows_the_screen_below_and_asks_nothing(key: str) -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        below, other = driver.screen, FakeRun(support_desk())
        above = await opened(driver, other)
        assert above.source is other
        await driver.press(key)
        assert driver.screen is below
        assert other.controls.cancelled == []


async def test_escape_on_the_last_screen_stays() -> None:
    async with shown(ScreenDriver(is_live=False)) as driver:
        await driver.press("escape", "escape")
        assert driver.app.is_running


async def test_a_run_that_is_left_goes_on_unseen_and_is_driven_once() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        run = Counted(support_desk())
        above = await opened(driver, run)
        await driver.press("q")
        run.feed(120)
        again = await opened(driver, run)
        assert again is not above
        assert driver.position == 120
        assert run.begun == 1


async def test_a_live_run_is_closed_with_the_program_and_a_recorded_one_when_it_is_left() -> None:
    live, recorded = Counted(support_desk()), Counted(support_desk(), is_live=False)
    recorded.controls = None  # type: ignore[assignment]  # as those of a recorded run
    async with shown(ScreenDriver(upto=60)) as driver:
        for run in (live, recorded):
            await opened(driver, run)
            await driver.press("q")
            await driver.pilot.pause()
        assert (live.closed, recorded.closed) == (0, 1)
    assert (live.closed, recorded.closed) == (1, 1)


async def test_a_covered_screen_draws_nothing_until_it_is_seen_again() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        below = driver.screen
        await opened(driver, FakeRun(support_desk()))
        scene = below.scene
        driver.run.feed(120)
        below.sample()
        assert below.scene is scene
        assert below._frames is not None
        assert not below._frames._active.is_set()
        await driver.press("q")
        assert below.scene is not None
        assert below.scene.total == 120


async def test_a_screen_under_a_dialog_goes_on() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("X")
        await driver.feed(120)
        assert driver.screen.scene is not None
        assert driver.screen.scene.total == 120


async def test_a_covered_screen_learns_of_a_new_size() -> None:
    async with shown(ScreenDriver(upto=60), 120, 40) as driver:
        below = driver.screen
        await opened(driver, FakeRun(support_desk()))
        await driver.pilot.resize_terminal(80, 24)
        await driver.press("q")
        await driver.pilot.pause()
        assert below.has_class("-narrow")
        assert driver.deck.panes[2].view.size.width > 70


async def test_quitting_asks_for_all_live_runs_and_cancels_all() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        other = FakeRun(support_desk())
        await opened(driver, other)
        await driver.press("q", "q")
        assert "2 runs are still going on" in driver.text
        await driver.press("j", "enter")
        assert driver.run.controls.cancelled == other.controls.cancelled == ["immediate"]


async def test_ctrl_c_on_a_recording_asks_while_another_run_is_live() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await opened(driver, FakeRun(support_desk(), is_live=False))
        await driver.press("ctrl+c")
        assert "still going on" in driver.text
        assert driver.run.controls.cancelled == []


async def test_a_bug_in_an_unseen_run_ends_the_program_loudly() -> None:
    class Broken(FakeRun):
        async def run(self) -> None:
            await super().run()
            raise RuntimeError("a bug")

    with pytest.raises(Exception, match="a bug"):
        async with shown(ScreenDriver(upto=60)) as driver:
            run = Broken(support_desk())
            await opened(driver, run)
            await driver.press("q")
            run.end()
            await driver.pilot.pause()
            await driver.pilot.pause()
