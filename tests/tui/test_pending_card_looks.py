"""What the card of a pending question looks like, at three sizes (mock-up A')."""

from collections.abc import Callable

import pytest
from fake_run import refund_desk, seq_of
from screen_driver import ScreenDriver, press
from textual.pilot import Pilot

EVENTS = refund_desk()
ASKED = seq_of(EVENTS, "approval.request", 1)
SIZES = [(80, 24), (120, 40), (200, 60)]

Compare = Callable[..., bool]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_looks_paused_while_an_approval_waits(size: tuple[int, int], snap_compare: Compare) -> None:
    driver = ScreenDriver(EVENTS, upto=60)

    async def pause_and_be_asked(pilot: Pilot[None]) -> None:
        await press(driver, "space")(pilot)
        await driver.feed(ASKED)
        await driver.pass_time(12)

    assert snap_compare(driver.app, terminal_size=size, run_before=pause_and_be_asked)


def test_looks_with_the_keys_in_a_small_window(snap_compare: Compare) -> None:
    driver = ScreenDriver(EVENTS, upto=ASKED)
    keys = press(driver, "exclamation_mark")
    assert snap_compare(driver.app, terminal_size=(40, 10), run_before=keys)
