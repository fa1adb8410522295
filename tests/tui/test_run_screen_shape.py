"""Which panes are seen at which size, the mouse, and resizing while the run goes on."""

import pytest
from screen_driver import ScreenDriver, shown
from textual.events import MouseDown
from textual.widgets._toast import Toast

from tui.widgets.pane_deck import AGENTS, CONTEXT, EVENTS, INSPECT, LANES, STREAM
from tui.widgets.pane_tabs import PaneTabs
from tui.widgets.transport_bar import TransportBar

FIVE = [AGENTS, EVENTS, STREAM, INSPECT, LANES]
ALL = [*FIVE, CONTEXT]


def seen(driver: ScreenDriver) -> list[int]:
    """Indexes of the panes that have cells on the screen."""
    return [i for i, pane in enumerate(driver.deck.panes) if pane.region.area > 0]


@pytest.mark.parametrize(
    ("size", "panes", "has_tabs", "has_transport"),
    [
        ((40, 10), [STREAM], False, False),
        ((59, 30), [STREAM], False, True),
        ((60, 24), [STREAM, LANES], True, True),
        ((80, 19), [STREAM], True, True),
        ((99, 40), [STREAM, LANES], True, True),
        ((100, 24), [EVENTS, STREAM, LANES], False, True),
        ((100, 19), [EVENTS, STREAM], False, True),
        ((100, 30), FIVE, False, True),
        ((120, 11), [EVENTS, STREAM], False, False),
        ((160, 60), ALL, False, True),
        ((200, 20), [EVENTS, STREAM, LANES], False, True),
    ],
)
async def test_the_size_decides_what_is_seen(
    size: tuple[int, int], panes: list[int], has_tabs: bool, has_transport: bool
) -> None:
    async with shown(ScreenDriver(upto=60), *size) as driver:
        assert seen(driver) == panes
        assert (driver.screen.query_one(PaneTabs).region.area > 0) == has_tabs
        assert (driver.screen.query_one(TransportBar).region.area > 0) == has_transport


async def test_three_columns_put_inspect_beside_the_stream() -> None:
    async with shown(ScreenDriver(upto=60), 160, 40) as driver:
        stream, inspect = (driver.deck.panes[index].region for index in (STREAM, INSPECT))
        assert inspect.x == stream.right
        assert inspect.y == stream.y


async def test_resizing_keeps_the_pane_in_front_and_the_run_going() -> None:
    async with shown(ScreenDriver(upto=60), 200, 60) as driver:
        await driver.press("2")
        for width, height in ((80, 24), (40, 10), (120, 40), (10, 3), (200, 60)):
            await driver.pilot.resize_terminal(width, height)
            await driver.feed(driver.position + 10)
            assert driver.deck.front == EVENTS
            assert EVENTS in seen(driver) or height == 3
        assert seen(driver) == ALL
        assert driver.position == 110


async def test_a_low_screen_shows_the_pane_chosen_last_in_each_column() -> None:
    async with shown(ScreenDriver(upto=60), 120, 24) as driver:
        await driver.press("1")
        assert seen(driver) == [AGENTS, STREAM, LANES]
        await driver.pass_time(1)
        await driver.press("4")
        assert seen(driver) == [AGENTS, INSPECT, LANES]


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (100, 19)])
async def test_every_pane_can_be_brought_to_the_front(size: tuple[int, int]) -> None:
    async with shown(ScreenDriver(upto=195), *size) as driver:
        for index in ALL:
            await driver.pass_time(1)  # quick digits are a count
            await driver.press(str(index + 1))
            region = driver.deck.panes[index].region
            assert region.width >= 36 and region.height >= size[1] - 8


async def test_plus_and_underscore_give_the_pane_in_front_more_room_and_less() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("2")
        width = driver.deck.panes[EVENTS].region.width
        await driver.press("plus")
        assert seen(driver) == [EVENTS, STREAM, INSPECT, LANES]
        assert driver.deck.panes[EVENTS].region.width == 60
        await driver.press("plus")
        assert seen(driver) == [EVENTS]
        await driver.press("plus")
        assert seen(driver) == FIVE
        await driver.press("underscore", "underscore")
        assert driver.deck.panes[EVENTS].region.width == 60
        await driver.press("escape")
        assert driver.deck.panes[EVENTS].region.width == width


async def test_of_inspect_and_context_two_columns_show_the_one_chosen_last() -> None:
    async with shown(ScreenDriver(upto=60)) as driver:
        await driver.press("6")
        assert seen(driver) == [AGENTS, EVENTS, STREAM, LANES, CONTEXT]
        await driver.pass_time(1)
        await driver.press("3")
        assert CONTEXT in seen(driver)


async def test_a_click_on_a_row_selects_it() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        await driver.pilot.click(driver.deck.panes[EVENTS].view, offset=(5, 2))
        await driver.pilot.pause()
        assert driver.deck.front == EVENTS
        assert driver.deck.selection.item == 2


async def test_a_click_on_a_tab_brings_its_pane_to_the_front() -> None:
    async with shown(ScreenDriver(upto=60), 80, 24) as driver:
        await driver.pilot.click(PaneTabs, offset=(14, 0))
        await driver.pilot.pause()
        assert seen(driver) == [EVENTS, LANES]


async def test_click_and_drag_on_the_transport_bar_seek() -> None:
    async with shown(ScreenDriver(upto=195)) as driver:
        bar = driver.screen.query_one(TransportBar)
        await driver.pilot.mouse_down(bar, offset=(60, 0))
        await driver.pilot.pause()
        middle = driver.position
        assert 0 < middle < 195
        assert driver.screen.playhead.mode == "paused"
        await driver.pilot.hover(bar, offset=(30, 0))
        await driver.pilot.pause()
        assert driver.position < middle
        await driver.pilot.mouse_up(bar, offset=(30, 0))
        await driver.pilot.hover(bar, offset=(90, 0))
        await driver.pilot.pause()
        assert driver.position < middle


@pytest.mark.parametrize("width", [1, 2, 5, 17])
async def test_no_size_is_too_small_to_survive(width: int) -> None:
    async with shown(ScreenDriver(upto=195), width, 2) as driver:
        await driver.press("2", "j", "tab", "p", "z", "z")
        assert driver.app.is_running


async def test_a_toast_hides_none_of_the_figures_in_the_bars() -> None:
    async with shown(ScreenDriver(upto=195), 80, 24) as driver:
        driver.screen.notify("said")
        await driver.frame()
        bars = driver.screen.query_one(TransportBar).region
        assert driver.screen.query_one(Toast).region.bottom <= bars.y


async def test_a_click_on_a_toast_that_is_going_breaks_nothing() -> None:
    async with shown(ScreenDriver(upto=195), 80, 24) as driver:
        driver.screen.notify("said")
        await driver.frame()
        toast = driver.screen.query_one(Toast)
        x, y = toast.region.offset
        with driver.app.batch_update():  # it is gone, and the layout is not new yet
            await toast.remove()
            driver.app.post_message(
                MouseDown(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y)
            )
            await driver.pilot.pause()
        assert driver.app.is_running
