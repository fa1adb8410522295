"""`x`: the run up to the cursor, written to a file in the form that was chosen."""

from pathlib import Path

import pytest
from pilot_steps import workers_done
from screen_driver import ScreenDriver, shown
from textual.widgets import Input

from agents_core.recording import RunHeader, read_run
from tui.screens.choice_dialog import ChoiceDialog

HEADER = RunHeader("r1", "2026-11-23T14:03:05.000000+00:00", "support.toml")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def choose(driver: ScreenDriver, down: int) -> None:
    """Open the menu and take an entry."""
    await driver.press("x", *["j"] * down, "enter")


async def test_the_run_up_to_the_cursor_becomes_a_run_file(folder: Path) -> None:
    driver = ScreenDriver(upto=60)
    driver.run.header = HEADER
    async with shown(driver):
        await driver.press("comma", "comma")
        await choose(driver, 4)
        assert driver.screen.query_one(Input).value == "r1.jsonl"
        await driver.press("enter")
        await workers_done(driver.app, lambda worker: worker.name == "_export_copy")
    with read_run(folder / "r1.jsonl") as run:
        assert (run.header, len(list(run))) == (HEADER, 58)
    assert (folder / "r1.jsonl").stat().st_mode & 0o777 == 0o600


async def test_a_picture_is_of_the_screen_without_the_prompt(folder: Path) -> None:
    driver = ScreenDriver(upto=195)
    driver.run.header = HEADER
    async with shown(driver):
        await choose(driver, 2)
        await driver.press("enter")
        await driver.frame()
        await driver.frame()
    picture = (folder / "r1.svg").read_text()
    assert "research" in picture
    assert "svg&#160;to" not in picture


async def test_a_file_that_exists_is_not_overwritten(folder: Path) -> None:
    (folder / "r1.md").write_text("mine")
    driver = ScreenDriver(upto=60)
    driver.run.header = HEADER
    async with shown(driver):
        await choose(driver, 0)
        await driver.press("enter")
        assert "exists already" in driver.text
        assert driver.screen.query_one(Input).has_focus
    assert (folder / "r1.md").read_text() == "mine"


async def test_leaving_the_menu_writes_nothing() -> None:
    driver = ScreenDriver(upto=60)
    driver.run.header = HEADER
    async with shown(driver):
        await driver.press("x")
        assert isinstance(driver.app.screen, ChoiceDialog)
        await driver.press("ctrl+c")
        assert not isinstance(driver.app.screen, ChoiceDialog)
        await driver.frame()
        assert "written" not in driver.text


async def test_before_the_first_event_there_is_nothing_to_export() -> None:
    async with shown(ScreenDriver(upto=0)) as driver:
        await driver.press("x")
        assert not isinstance(driver.app.screen, ChoiceDialog)
