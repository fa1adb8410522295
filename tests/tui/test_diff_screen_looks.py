"""What the screen that compares two runs looks like. Update only after looking at the report."""

from collections.abc import Callable

import pytest
from diff_driver import compared, left
from screen_driver import ScreenDriver
from textual.pilot import Pilot

SIZES = [(80, 24), (120, 40), (200, 60)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_looks(size: tuple[int, int], snap_compare: Callable[..., bool]) -> None:
    driver: ScreenDriver = left()

    async def compare(pilot: Pilot[None]) -> None:
        driver.pilot = pilot
        await driver.frame()
        await compared(driver)

    assert snap_compare(driver.app, terminal_size=size, run_before=compare)
