"""How the times of items are written, and how a run is begun to be watched."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from screen_driver import ScreenDriver, shown

from tui.app import AgentTui
from tui.screens.run_screen import RunScreen
from tui.settings import Settings
from tui.stamps import Stamps

BEGAN = "2026-11-23T14:03:00+00:00"


def with_settings(**settings: Any) -> ScreenDriver:
    """A run that is over, watched with other settings."""

    class Driver(ScreenDriver):
        def app_of(self, run: object) -> AgentTui:
            screen = RunScreen(self.run)
            return AgentTui(
                screen, clock=lambda: self.now, settings=replace(Settings(), **settings)
            )

    return Driver(upto=195)


def test_times_are_relative_of_the_clock_or_left_out() -> None:
    local = datetime.fromisoformat(BEGAN).astimezone()
    assert Stamps().at(41.3) == "0:41.3"
    assert Stamps("clock", BEGAN).at(7.2) == f"{local:%H:%M}:07"
    assert Stamps("clock", "long ago").at(41.3) == "0:41.3"
    assert Stamps("off").at(41.3) == ""


async def test_without_timestamps_rows_and_rules_have_none() -> None:
    for wanted, are_there in (("relative", True), ("off", False)):
        async with shown(with_settings(timestamps=wanted)) as driver:
            rows = [line for line in driver.text.splitlines() if "─ turn" in line or " T " in line]
            assert any(re.search(r"\d:\d\d\.\d", row) for row in rows) is are_there


async def test_reasoning_begins_unfolded_when_wanted() -> None:
    async with shown(with_settings(show_reasoning=True)) as driver:
        await driver.press("g")
        assert "▾ reasoning" in driver.text and "▸ reasoning" not in driver.text


async def test_panes_do_not_follow_when_not_wanted() -> None:
    async with shown(with_settings(follow=False)) as driver:
        assert not any(pane.view.following for pane in driver.deck.panes[1:3])
        await driver.press("F")
        assert all(pane.view.following for pane in driver.deck.panes[1:3])


async def test_frames_come_as_often_as_wanted() -> None:
    async with shown(with_settings(max_fps=5)) as driver:
        assert driver.screen._frames is not None
        assert driver.screen._frames._interval == 1 / 5
