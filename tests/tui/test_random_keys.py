"""Whatever is pressed, typed and clicked, nothing breaks."""

from pathlib import Path

import pytest
from busy_run import BusyRun
from random_keys import RandomKeys
from screen_driver import ScreenDriver, shown
from swift_pilot import SwiftPilot

KEYS = 100
STEP_S = 0.25


async def test_random_keys_break_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # keys copy and export
    for name in ("XDG_STATE_HOME", "AGENT_TUI_RUNS_DIR"):
        monkeypatch.setenv(name, str(tmp_path))
    driver, keys, run = ScreenDriver(), RandomKeys(7), BusyRun(7, deltas_per_s=50)
    driver.run, driver.app = run, driver.app_of(run)
    async with shown(driver, 100, 30):
        driver.pilot = SwiftPilot(driver.app)
        for _ in range(KEYS):
            await driver.pass_time(STEP_S)
            run.advance(driver.now)
            await keys.act(driver.pilot)
            assert driver.app.is_running, keys.done[-20:]
        assert len(run.history) > KEYS
