"""Pane 6: what a model call received, key by key, and what it looks like at three sizes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fake_run import Story, agent_card, seq_of, support_desk
from run_traces import agent_saying, labels, watched
from screen_driver import ScreenDriver, shown
from textual.pilot import Pilot

from agents_core import HandoffInputData, handoff
from agents_core.run_events import RunEvent
from agents_core.testing import assistant_message, function_call
from tui.widgets.context_pane import ContextPane
from tui.widgets.pane_deck import CONTEXT

EVENTS = support_desk()
END = len(EVENTS)
AT_THE_HANDOFF = seq_of(EVENTS, '"model.request"', 1)
TURN_3 = seq_of(EVENTS, '"model.request"', 2)


def pane(driver: ScreenDriver) -> ContextPane:
    found = driver.deck.panes[CONTEXT]
    assert isinstance(found, ContextPane)
    return found


def rows(driver: ScreenDriver) -> list[str]:
    """What the pane says: its lines on a screen where it stands alone."""
    return [line.strip("│ ▌█") for line in driver.text.splitlines() if line.startswith("│")]


async def test_c_shows_what_the_newest_call_received() -> None:
    async with shown(ScreenDriver(upto=END), 80, 24) as driver:
        await driver.press("c")
        assert driver.deck.front == CONTEXT
        assert rows(driver)[0] == "what research received · turn 4   (vs turn 3)"
        assert rows(driver)[1] == "13 items · 1.2k tok · 15% of 8.0k · 600 cached · $0.002"
        assert any(row.startswith("= ▸ 12 entries as before") for row in rows(driver))
        assert any(row.startswith("+ output    writer  Dear customer") for row in rows(driver))


async def test_tokens_are_guesses_until_the_provider_has_told() -> None:
    async with shown(ScreenDriver(upto=TURN_3), 80, 24) as driver:
        await driver.press("c")
        assert "~" in rows(driver)[1]
        await driver.feed(seq_of(EVENTS, '"model.end"', 2))
        assert rows(driver)[1].startswith("11 items · 1.2k tok")


async def test_the_first_call_after_a_handoff_is_held_against_who_handed_off() -> None:
    async with shown(ScreenDriver(upto=AT_THE_HANDOFF), 80, 24) as driver:
        await driver.press("c")
        said = rows(driver)
        assert said[0] == "what research received · turn 2   (vs triage, turn 1)"
        assert any(row.startswith("~ system") for row in said)
        assert any(row.startswith("+ tool      web_search") for row in said)


async def test_d_holds_the_call_against_other_calls_in_turn() -> None:
    async with shown(ScreenDriver(upto=TURN_3), 80, 24) as driver:
        await driver.press("c")
        titles = []
        for _ in range(4):
            titles.append(rows(driver)[0].partition("(")[2])
            await driver.press("d")
        assert titles == ["vs turn 2)", "vs triage, turn 1)", "all of it)", "vs turn 2)"]


async def test_o_and_enter_unfold_what_is_under_the_cursor_and_fold_it_again() -> None:
    async with shown(ScreenDriver(upto=AT_THE_HANDOFF), 80, 24) as driver:
        words = "You are research, one of the agents of a support desk."
        await driver.press("c", "d", "o")
        assert any(row.startswith(words) for row in rows(driver))
        await driver.press("enter")
        assert driver.deck.front == CONTEXT
        assert not any(row.startswith(words) for row in rows(driver))


async def test_entries_as_before_unfold_into_their_rows() -> None:
    async with shown(ScreenDriver(upto=END), 80, 40) as driver:
        await driver.press("c", "o")
        assert sum(row.startswith("= ") for row in rows(driver)) == 13


async def test_yy_copies_the_entry_under_the_cursor(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    async with shown(ScreenDriver(upto=AT_THE_HANDOFF), 80, 24) as driver:
        await driver.press("c", "d", "y", "y")
        assert driver.app.clipboard.startswith("You are research")


async def test_it_goes_with_the_selection() -> None:
    async with shown(ScreenDriver(upto=END), 200, 60) as driver:
        await driver.press("2", "g", "j")
        assert "what triage received · turn 1" in driver.text
        await driver.press(*"jjjjjjjjj")
        assert "what writer received · turn 1" in driver.text


async def test_what_is_looked_at_stays_while_the_run_goes_on_until_g() -> None:
    async with shown(ScreenDriver(upto=TURN_3), 80, 24) as driver:
        await driver.press("c", "j", "j")
        await driver.feed(END)
        assert rows(driver)[0].startswith("what research received · turn 3")
        assert "g: go with the selection" in driver.text
        await driver.press("g")
        assert rows(driver)[0].startswith("what research received · turn 4")


async def test_before_any_call_there_is_nothing_to_see() -> None:
    async with shown(ScreenDriver(upto=2), 80, 24) as driver:
        await driver.press("c", "o", "d", "enter")
        assert rows(driver)[0] == "no model was asked yet"


async def test_a_search_finds_words_inside_of_entries() -> None:
    async with shown(ScreenDriver(upto=END), 80, 40) as driver:
        await driver.press("c", "slash")
        await driver.type("within 30 days")
        assert "Damaged goods: full refund within 30 days." in rows(driver)


async def filtered_run() -> list[RunEvent]:
    """A real run in which a handoff leaves out what tools gave back."""

    def without_tools(data: HandoffInputData) -> HandoffInputData:
        kept = tuple(item for item in data.pre_handoff_items if "tool" not in item.type)
        return data.clone(pre_handoff_items=kept)

    writer = agent_saying([assistant_message("Dear customer")], name="writer")
    tool = writer.as_tool("write", "Writes")
    ask = function_call("write", {"input": "a letter"}, call_id="w1")
    b = agent_saying([assistant_message("done")], name="b")
    a = agent_saying([ask], [function_call("transfer_to_b", {}, call_id="h")], tools=[tool])
    a.handoffs = [handoff(b, input_filter=without_tools)]
    result, events = watched(a)
    await labels(result)
    return events


async def test_what_a_handoff_filter_dropped_is_marked() -> None:
    async with shown(ScreenDriver(await filtered_run(), is_live=False), 80, 24) as driver:
        await driver.press("F", "c")
        said = rows(driver)
        assert said[0] == "what b received · turn 3   (vs a, turn 2)"
        dropped = [row.split() for row in said if row.startswith("- ")]
        assert [(row[1], row[2], row[-1]) for row in dropped[:2]] == [
            ("call", "write", "filtered"),
            ("output", "write", "filtered"),
        ]


async def test_a_call_of_two_thousand_items_and_a_megabyte_is_shown_to_its_end() -> None:
    story = Story()
    story.start_run("hi", [agent_card("triage")])
    words = [*(f"item {number}" for number in range(2_000)), "big " * 250_000 + "END"]
    story.input += [{"role": "user", "content": text} for text in words]
    story.start_turn()
    async with shown(ScreenDriver(story.events, upto=9), 80, 24) as driver:
        await driver.press("c", "G")
        assert any("big big" in row for row in rows(driver))
        await driver.press("k", "o", "G")
        assert any(row.endswith("END") for row in rows(driver))


SIZES = [(80, 24), (120, 40), (200, 60)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_looks_what_was_received_at_a_handoff(
    size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    driver = ScreenDriver(upto=seq_of(EVENTS, '"model.end"', 1))

    async def look(pilot: Pilot[Any]) -> None:
        driver.pilot = pilot
        await driver.frame()
        await driver.press("c")
        await driver.frame()

    assert snap_compare(driver.app, terminal_size=size, run_before=look)
