"""What the grid of runs looks like, at three sizes. Update only after looking at the report."""

from collections.abc import Callable

import pytest
from grid_driver import GridDriver
from textual.pilot import Pilot

SIZES = [(80, 24), (120, 40), (200, 60)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_looks(size: tuple[int, int], snap_compare: Callable[..., bool]) -> None:
    driver = GridDriver(30, 30)

    async def play(pilot: Pilot[None]) -> None:
        driver.pilot = pilot
        await driver.frame()
        await driver.play()
        await driver.press("l")
        await driver.frame()

    assert snap_compare(driver.app, terminal_size=size, run_before=play)
