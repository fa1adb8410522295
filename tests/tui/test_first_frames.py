"""A pane that is brought to the front has its content from the first frame on."""

import pytest
from fake_run import support_desk
from screen_driver import ScreenDriver, shown

EVENTS = support_desk()
CONTENT = {"1": "triage", "2": "web_search", "3": "we send the money today", "4": "pretty"}
"""What must be seen in each pane."""


def frames_of(driver: ScreenDriver, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every frame from now on, as it is painted."""
    frames: list[str] = []
    display = driver.app._display

    def paint(screen: object, renderable: object) -> None:
        display(screen, renderable)  # type: ignore[arg-type]
        frames.append(driver.text)

    monkeypatch.setattr(driver.app, "_display", paint)
    return frames


def is_in_front(frame: str, number: str) -> bool:
    """Whether a frame is that of a pane, which fills the screen."""
    return f"─ {number} " in frame


@pytest.mark.parametrize("size", [(80, 24), (60, 16)], ids=str)
@pytest.mark.parametrize("order", ["1234", "4321", "2413", "1414"])
async def test_a_pane_is_never_painted_empty(
    order: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shown(ScreenDriver(upto=len(EVENTS)), *size) as driver:
        frames = frames_of(driver, monkeypatch)
        for number in order:
            await driver.pass_time(1)  # quick digits are a count
            frames.clear()
            await driver.press(number)
            await driver.frame()
            painted = [frame for frame in frames if is_in_front(frame, number)]
            assert painted or number == "3"
            for frame in painted:
                assert CONTENT[number] in frame.lower(), frame


async def test_a_pane_that_comes_back_shows_what_changed_meanwhile() -> None:
    async with shown(ScreenDriver(upto=len(EVENTS)), 80, 24) as driver:
        for face in ("Raw", "Schema", "Timing"):
            await driver.pass_time(1)
            await driver.press("4")
            await driver.pass_time(1)
            await driver.press("2", "p", "4")
            assert f"[{face}]" in driver.text
