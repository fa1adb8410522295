"""Runs nested two deep and three side by side, made by the runner, as the screen has them."""

import pytest
from run_traces import agent_saying, labels, watched
from screen_driver import ScreenDriver, shown

from agents_core import Agent
from agents_core.run_events import RunEvent
from agents_core.testing import assistant_message, function_call
from tui.widgets.events_pane import EventsPane
from tui.widgets.pane_deck import EVENTS

DESKS = ("north", "south", "west")


def desk(name: str) -> Agent[None]:
    """An agent that asks a proof reader, who is an agent too, before it answers."""
    proof = agent_saying([assistant_message(f"proof of {name}")], name=f"proof_{name}")
    ask = function_call(f"ask_proof_{name}", {"input": "read"}, call_id=f"p_{name}")
    return agent_saying(
        [ask],
        [assistant_message(f"letter of {name}")],
        name=name,
        tools=[proof.as_tool(f"ask_proof_{name}", "Reads.")],
    )


async def nested_run() -> list[RunEvent]:
    """A lead that asks three desks at once."""
    calls = [function_call(f"ask_{name}", {"input": "write"}, call_id=name) for name in DESKS]
    tools = [desk(name).as_tool(f"ask_{name}", "Writes.") for name in DESKS]
    lead = agent_saying(calls, [assistant_message("sent")], name="lead", tools=tools)
    result, events = watched(lead)
    await labels(result)
    return events


async def on_screen() -> ScreenDriver:
    events = await nested_run()
    return ScreenDriver(events, upto=len(events))


def rows(driver: ScreenDriver) -> list[str]:
    """The rows of Events, without times: letter, fold sign and name, indented by depth."""
    pane = driver.deck.panes[EVENTS]
    assert isinstance(pane, EventsPane)
    lines = [pane.rows.row(at, 60) for at in range(len(pane.rows))]
    return ["".join(text for text, _ in line[2:5]).rstrip() for line in lines]


def named(driver: ScreenDriver, name: str) -> int:
    """The row of Events that shows `name`."""
    return next(at for at, row in enumerate(rows(driver)) if row.endswith(name))


async def go_to(driver: ScreenDriver, name: str) -> None:
    await driver.press("2", "g", *"j" * named(driver, name))


async def test_every_level_is_indented_and_calls_with_runs_in_them_say_so() -> None:
    async with shown(await on_screen()) as driver:
        seen = rows(driver)
        for name in DESKS:
            assert f"T ▾ ask_{name}" in [row.strip() for row in seen]
            depths = [len(row) - len(row.lstrip()) for row in seen if row.endswith(f"_{name}")]
            assert depths == sorted(depths) and len(set(depths)) == 3


async def test_h_folds_a_nested_run_and_l_unfolds_it() -> None:
    async with shown(await on_screen()) as driver:
        everything = rows(driver)
        await go_to(driver, "▾ ask_north")
        await driver.press("h")
        folded = rows(driver)
        assert [row for row in everything if "_north" in row or row[-5:] == "north"] != folded
        assert not [row for row in folded if row.endswith("proof_north")]
        assert [row for row in folded if row.endswith("proof_south")]
        assert folded[named(driver, "▸ ask_north")]
        assert driver.deck.panes[EVENTS].view.cursor == named(driver, "▸ ask_north")
        await driver.press("l")
        assert rows(driver) == everything


async def test_o_opens_a_folded_run_before_raw_events() -> None:
    async with shown(await on_screen()) as driver:
        everything = rows(driver)
        await go_to(driver, "▾ ask_west")
        await driver.press("h", "o")
        assert rows(driver) == everything


async def test_h_within_a_nested_run_goes_to_the_call_around_it() -> None:
    async with shown(await on_screen()) as driver:
        await go_to(driver, "M proof_south")
        await driver.press("h")
        assert driver.deck.panes[EVENTS].view.cursor == named(driver, "▾ ask_proof_south")
        await driver.press("h", "h")
        assert driver.deck.panes[EVENTS].view.cursor == named(driver, "▾ ask_south")


async def test_what_is_folded_away_stands_on_the_row_of_its_call() -> None:
    async with shown(await on_screen()) as driver:
        await go_to(driver, "▾ ask_north")
        await driver.press("h", "3", "slash")
        await driver.type("letter of north")
        assert driver.deck.panes[EVENTS].view.cursor == named(driver, "▸ ask_north")


async def test_solo_of_an_agent_keeps_the_runs_nested_in_its_calls() -> None:
    async with shown(await on_screen()) as driver:
        await go_to(driver, "M south")
        await driver.press("a")
        scene = driver.screen.scene
        assert scene is not None
        agents = {scene.history.agent_of(item) for item in scene.shown.items}
        assert agents == {"south", "proof_south"}


@pytest.mark.parametrize("name", DESKS)
async def test_the_transcript_says_whose_run_each_block_is_of(name: str) -> None:
    async with shown(await on_screen(), 200, 60) as driver:
        await driver.press("z", "g")
        assert f"{name} · turn 1" in driver.text
        assert f"proof of {name}" in driver.text
