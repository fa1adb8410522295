"""How the screen begins and ends: the first frame, problems, bugs, and standing still."""

import subprocess
import sys

import pytest
from fake_run import seq_of
from screen_driver import ScreenDriver, shown


def test_the_app_is_imported_without_the_client() -> None:
    program = "import sys, tui.app; print({'openai', 'aiohttp'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "set()"


async def test_the_screen_is_up_before_the_first_event() -> None:
    async with shown(ScreenDriver()) as driver:
        assert "STARTING" in driver.text
        await driver.feed(10)
        assert "● LIVE" in driver.text


async def test_a_bug_in_the_source_ends_the_program_loudly() -> None:
    driver = ScreenDriver(upto=10)

    async def broken() -> None:
        raise RuntimeError("a bug")

    driver.run.run = broken  # type: ignore[method-assign]
    with pytest.raises(Exception, match="a bug"):
        async with shown(driver) as driver:
            await driver.pilot.pause()
            await driver.pilot.pause()


async def test_the_end_of_a_live_run_is_shown_and_can_be_walked_back() -> None:
    driver = ScreenDriver(upto=195)
    async with shown(driver) as driver:
        driver.run.is_live = False  # the program that has it may stay
        await driver.frame()
        assert "space play" in driver.text
        driver.run.end()
        await driver.pilot.app.workers.wait_for_complete()
        await driver.frame()
        assert "✓ FINISHED" in driver.text
        await driver.press("[", "h")
        assert driver.position < 195
        assert "✓ FINISHED" not in driver.text


async def test_a_recording_that_stops_short_says_so() -> None:
    driver = ScreenDriver(is_live=False)
    driver.run = type(driver.run)(driver.run.events[:100], is_live=False)
    driver.app = driver.app_of(driver.run)
    async with shown(driver) as driver:
        await driver.press("colon")
        await driver.type("100%")
        assert "INTERRUPTED" in driver.text


async def test_running_times_go_on_while_nothing_happens() -> None:
    driver = ScreenDriver()
    async with shown(driver) as driver:
        await driver.feed(seq_of(driver.run.events, '"tool.start"'))
        await driver.pass_time(3.0)
        assert "running 3.0 s" in driver.text


async def test_a_paused_view_stands_still_while_time_passes() -> None:
    driver = ScreenDriver()
    async with shown(driver) as driver:
        await driver.feed(seq_of(driver.run.events, '"tool.start"'))
        await driver.press("space")
        before = driver.screen.scene
        await driver.pass_time(30.0)
        assert driver.screen.scene is before


@pytest.mark.parametrize(("key", "program"), [("v", "pager"), ("V", "editor")])
async def test_a_terminal_that_cannot_be_left_is_said_and_survived(key: str, program: str) -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press(key)
        await driver.pilot.pause()
        assert program in driver.text
        assert driver.app.is_running
