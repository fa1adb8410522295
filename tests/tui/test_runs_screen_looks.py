"""What the Runs screen looks like, at three sizes. Update only after looking at the report."""

import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from pilot_steps import Text
from runs_driver import AGENTS, RunsDriver
from textual.pilot import Pilot
from textual.widgets import Input

SIZES = [(80, 24), (120, 40), (200, 60)]

STATES: dict[str, tuple[str, ...]] = {
    "runs": ("j", "P"),
    "searched": ("slash", Text("lamp"), "enter", "G"),
    "details": ("3",),
    "asked": ("1", "enter"),
}


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES)
def test_looks(
    state: str,
    size: tuple[int, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    snap_compare: Callable[..., bool],
) -> None:
    monkeypatch.chdir(tmp_path)
    driver = RunsDriver(tmp_path, AGENTS, file=Path("agents.toml"))
    assert snap_compare(driver.app, terminal_size=size, run_before=press(driver, *STATES[state]))


def press(driver: RunsDriver, *keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Return what presses keys and waits until all is shown."""

    async def before(pilot: Pilot[None]) -> None:
        driver.pilot = pilot
        await driver.settled()
        await driver.press(*keys)
        for field in driver.app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause()

    return before
