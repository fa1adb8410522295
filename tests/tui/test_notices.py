"""Notices outside the terminal, while nobody looks."""

from dataclasses import replace

import pytest
from fake_run import FakeRun, seq_of, support_desk
from screen_driver import ScreenDriver, shown

from tui import notices
from tui.app import AgentTui
from tui.desktop_notice import notice
from tui.screens.run_screen import RunScreen
from tui.settings import Settings

EVENTS = support_desk()
ALL = len(EVENTS)
FAILS = seq_of(EVENTS, "upstream 504") + 1


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was told outside."""
    words: list[str] = []
    monkeypatch.setattr(notices, "tell_outside", lambda app, told: words.append(told))
    return words


def noticing(wanted: str | None) -> ScreenDriver:
    class Driver(ScreenDriver):
        def app_of(self, run: object) -> AgentTui:
            settings = replace(Settings(), notify=wanted)
            return AgentTui(RunScreen(self.run), clock=lambda: self.now, settings=settings)

    return Driver(upto=20)


def look_at_all(driver: ScreenDriver) -> None:
    """Look so often that all items have been looked at: each look takes a few milliseconds."""
    for _ in range(50):
        driver.app.notices.look()


@pytest.mark.parametrize(
    ("wanted", "is_away", "said"),
    [
        (None, True, True),
        (None, False, False),
        ("", True, False),
        ("kind:tool & is:error", True, True),
        ("tool:nothing", True, False),
    ],
)
async def test_a_failure_is_told_while_nobody_looks(
    told: list[str], wanted: str | None, is_away: bool, said: bool
) -> None:
    async with shown(noticing(wanted)) as driver:
        driver.app.app_focus = not is_away
        driver.run.feed(FAILS)
        look_at_all(driver)
        assert any("failed" in words for words in told) is said
        assert len(told) == len(set(told)), "each once"


async def test_what_was_there_before_is_no_news(told: list[str]) -> None:
    driver = noticing(None)
    driver.run.feed(FAILS)
    async with shown(driver):
        driver.app.app_focus = False
        driver.app.notices.look()
        assert told == []


async def test_what_happens_in_a_run_that_is_not_shown_is_told_on_the_screen(
    told: list[str],
) -> None:
    async with shown(noticing(None)) as driver:
        below = driver.run
        driver.app.open_run(FakeRun(EVENTS))
        await driver.pilot.pause()
        below.feed(ALL)
        look_at_all(driver)
        await driver.pilot.pause()
        assert "support.toml: research: tool get_customer failed" in driver.text
        assert told == []


async def test_nothing_is_looked_at_once_no_run_is_live() -> None:
    async with shown(noticing(None)) as driver:
        timer = driver.app.notices._timer
        assert timer is not None and timer._active.is_set()
        driver.run.end()
        driver.app.notices.look()
        assert not timer._active.is_set()


def test_nothing_in_a_notice_can_end_it_or_be_obeyed() -> None:
    told = notice("evil\x07\x1b]52;c;AAAA\x07" + "x" * 1000)
    assert told.startswith("\x1b]9;") and told.endswith("\x1b\\")
    assert "\x07" not in told and told.count("\x1b") == 2 and len(told) < 200
