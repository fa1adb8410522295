"""Text from models and tools is shown and never obeyed, in every pane, dialog and notification."""

import re
from collections.abc import Sequence

import pytest
from fake_run import Story, agent_card
from screen_driver import ScreenDriver, shown

from agents_core.run_events import RunEvent

HOSTILE = "\x1b]52;c;aGFjaw==\x07\x1b[2J\x9b31m[bold red]\u202e\x00\x7fend"
"""Clipboard write, screen clear, C1, markup, bidi override, NUL, DEL."""

OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What must not be in what is drawn."""


def hostile_events() -> Sequence[RunEvent]:
    """A run in which every text there is wants to act on the terminal."""
    story = Story()
    story.agent = f"agent{HOSTILE}"
    story.start_run(HOSTILE, [agent_card(story.agent, [HOSTILE], [f"tool{HOSTILE}"])])
    story.start_turn()
    story.happen("model.retry", attempt=1, status=429, message=HOSTILE, delay_s=0.1)
    story.reason(HOSTILE)
    story.say(f"# {HOSTILE}\n\n```{HOSTILE}\n{HOSTILE}\n```\n| {HOSTILE} |\n|---|\n| {HOSTILE} |")
    story.call(f"tool{HOSTILE}", "c1", f'{{"{HOSTILE}": "{HOSTILE}"')
    story.call(f"tool{HOSTILE}", f"c2{HOSTILE}", HOSTILE)
    story.end_turn(9)
    story.start_tool(f"tool{HOSTILE}", "c1", HOSTILE)
    story.end_tool(f"tool{HOSTILE}", "c1", HOSTILE, error=HOSTILE)
    story.end_tool(f"tool{HOSTILE}", f"c2{HOSTILE}", HOSTILE)
    story.hand_off(f"other{HOSTILE}", "h1")
    story.start_turn()
    story.say(HOSTILE, done=False)
    return story.events


KEYS = {
    "stream": ("3", "g", "o"),
    "events": ("2", "g", "o", "j", "j"),
    "inspect": ("2", "g", "j", "j", "j", "j", "4", "z"),
    "raw": ("2", "g", "j", "j", "j", "j", "j", "p", "4", "z"),
    "schema": ("2", "g", "j", "j", "j", "j", "p", "p", "4", "z"),
    "agents": ("1", "z"),
    "context": ("c", "o", "j", "o", "d", "o", "j", "o", "z"),
    "cancel": ("X",),
    "quit": ("q",),
    "help": ("question_mark",),
}


@pytest.mark.parametrize("place", KEYS)
@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
async def test_nothing_on_the_screen_can_act(place: str, size: tuple[int, int]) -> None:
    driver = ScreenDriver(hostile_events())
    driver.run.title = f"title{HOSTILE}"
    async with shown(driver, *size) as driver:
        await driver.feed(len(driver.run.events))
        await driver.press(*KEYS[place])
        assert OBEYED.search(driver.text) is None


async def test_a_hostile_problem_is_a_harmless_notification() -> None:
    driver = ScreenDriver(hostile_events())
    driver.run.problems = [f"disk full{HOSTILE}"]
    async with shown(driver) as driver:
        await driver.feed(3)
        await driver.frame()
        assert "disk full" in driver.text
        assert "[bold red]" in driver.text
        assert OBEYED.search(driver.text) is None


async def test_what_is_searched_can_be_hostile_too() -> None:
    driver = ScreenDriver(hostile_events())
    async with shown(driver) as driver:
        driver.deck.front_pane.searched = HOSTILE
        driver.deck.action_search(1)
        await driver.frame()
        assert OBEYED.search(driver.text) is None


async def test_a_copy_is_the_text_itself_in_base64(
    monkeypatch: pytest.MonkeyPatch, tmp_path: "object"
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    driver = ScreenDriver(hostile_events())
    async with shown(driver) as driver:
        await driver.feed(4)
        await driver.press("y", "y")
        assert driver.app.clipboard == HOSTILE
        assert OBEYED.search(driver.text) is None
