"""Brings two runs beside each other on the screen, for the tests of that screen."""

from diverging_runs import LATE, refund_run
from fake_run import FakeRun
from screen_driver import ScreenDriver

from tui.screens.diff_screen import DiffScreen

OTHER = {"output": LATE, "extra": True, "answer": "Not yet paid, \x1b[31mI fear."}


async def compared(driver: ScreenDriver) -> DiffScreen:
    """The screen that compares the driver's run with another one, done comparing."""
    other = FakeRun(refund_run(**OTHER), is_live=False)  # type: ignore[arg-type]
    driver.app.open_diff(driver.run, other)
    await driver.pilot.pause()
    screen = driver.app.screen
    assert isinstance(screen, DiffScreen)
    while screen.diff is None:
        await driver.pilot.pause(0.01)
    await driver.pilot.pause()
    return screen


def left() -> ScreenDriver:
    return ScreenDriver(refund_run(), is_live=False)
