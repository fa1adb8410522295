"""One agent alone: `a` hides what the others do, `A` shows it again."""

import pytest
from fake_run import seq_of, support_desk
from screen_driver import ScreenDriver, shown

from tui.widgets.pane_deck import EVENTS, STREAM

pytestmark = pytest.mark.asyncio

EVENTS_OF_RUN = support_desk()
ALL = len(EVENTS_OF_RUN)


def agents_shown(driver: ScreenDriver) -> list[str | None]:
    scene = driver.screen.scene
    assert scene is not None
    return [scene.history.agent_of(item) for item in scene.shown.items]


async def test_a_shows_the_agent_of_the_selected_item_alone_with_its_nested_runs() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press("g", *"jjjjjj", "a")
        assert set(agents_shown(driver)) == {"research", "writer"}
        assert "hidden: solo research (A: all)" in driver.text
        assert "triage → research" not in driver.text


async def test_capital_a_shows_all_agents_again() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        everybody = agents_shown(driver)
        await driver.press("a")
        assert len(agents_shown(driver)) < len(everybody)
        await driver.press("A")
        assert agents_shown(driver) == everybody
        assert "hidden" not in driver.text


async def test_the_selected_item_stays_selected_on_its_new_row_in_every_pane() -> None:
    async with shown(ScreenDriver(upto=ALL)) as driver:
        await driver.press("2", "g", *"jjjjjjj")
        before = driver.deck.selection.item
        await driver.press("a")
        assert driver.deck.selection.item == before
        cursors = {driver.deck.panes[index].view.cursor for index in (EVENTS, STREAM)}
        assert cursors == {driver.screen.scene.shown.row_of(before)}  # type: ignore[union-attr, arg-type]


async def test_a_solo_holds_for_what_comes() -> None:
    upto = seq_of(EVENTS_OF_RUN, '"from":"triage"') + 20
    async with shown(ScreenDriver(upto=upto)) as driver:
        await driver.press("a")
        few = len(agents_shown(driver))
        await driver.feed(ALL)
        assert len(agents_shown(driver)) > few
        assert "triage" not in agents_shown(driver)
