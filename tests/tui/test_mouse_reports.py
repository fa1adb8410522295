"""Whose the mouse is."""

from typing import Any, cast

import pytest
from screen_driver import ScreenDriver, shown
from textual.app import App

from tui import mouse_reports


class FakeDriver:
    """Of a driver, what reports of the mouse need."""

    def __init__(self) -> None:
        self._mouse = True
        self.done: list[str] = []

    def _enable_mouse_support(self) -> None:
        self.done.append(f"on {self._mouse}")

    def _disable_mouse_support(self) -> None:
        self.done.append(f"off {self._mouse}")


class FakeApp:
    """An app on a driver."""

    def __init__(self) -> None:
        self._driver = FakeDriver()


def test_the_driver_is_told_while_it_listens() -> None:
    fake = FakeApp()
    app = cast(App[Any], fake)
    for wanted in (False, False, True):
        mouse_reports.report_mouse(app, wanted)
        assert mouse_reports.has_mouse(app) is wanted
    assert fake._driver.done == ["off True", "on True"]


async def test_m_frees_the_mouse_and_the_footer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    mouse = [True]
    monkeypatch.setattr("tui.app.has_mouse", lambda app: mouse[0])
    monkeypatch.setattr("tui.app.report_mouse", lambda app, wanted: mouse.__setitem__(0, wanted))
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("M")
        assert mouse == [False] and "M mouse is free" in driver.text
        await driver.press("M")
        assert mouse == [True] and "mouse is free" not in driver.text
