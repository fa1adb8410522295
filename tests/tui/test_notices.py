"""Notices outside the terminal, while nobody looks."""

from dataclasses import replace

import pytest
from fake_run import seq_of, support_desk
from screen_driver import ScreenDriver, shown

from tui.app import AgentTui
from tui.desktop_notice import notice
from tui.screens.aspects import notifying
from tui.screens.run_screen import RunScreen
from tui.settings import Settings

EVENTS = support_desk()
FAILS = seq_of(EVENTS, "upstream 504") + 1


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was told outside."""
    words: list[str] = []
    monkeypatch.setattr(notifying, "tell_outside", lambda app, told: words.append(told))
    return words


def noticing(wanted: str | None) -> ScreenDriver:
    class Driver(ScreenDriver):
        def app_of(self, run: object) -> AgentTui:
            settings = replace(Settings(), notify=wanted)
            return AgentTui(RunScreen(self.run), clock=lambda: self.now, settings=settings)

    return Driver(upto=20)


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
        await driver.feed(FAILS)
        await driver.frame()
        assert any("failed" in words for words in told) is said
        assert len(told) == len(set(told)), "each once"


async def test_what_was_there_before_is_no_news(told: list[str]) -> None:
    driver = noticing(None)
    driver.run.feed(FAILS)
    async with shown(driver):
        driver.app.app_focus = False
        await driver.frame()
        assert told == []


def test_nothing_in_a_notice_can_end_it_or_be_obeyed() -> None:
    told = notice("evil\x07\x1b]52;c;AAAA\x07" + "x" * 1000)
    assert told.startswith("\x1b]9;") and told.endswith("\x1b\\")
    assert "\x07" not in told and told.count("\x1b") == 2 and len(told) < 200
