"""`y` and a second key: what is copied, and where it goes."""

import json
import shlex
from pathlib import Path

import pytest
from fake_run import POLICY, Story, agent_card, support_desk
from scenes import scene_of
from screen_driver import ScreenDriver, shown

from tui.drawing.copied import copied
from tui.outside import OSC52_LIMIT
from tui.scene import Selection

EVENTS = support_desk()
SEARCH = 6
"""The item of the web search."""


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path


def saved(state: Path) -> str:
    return next(state.rglob("copied.txt")).read_text()


@pytest.mark.parametrize(
    ("key", "begins"),
    [
        ("y", f"web_search c1\n\n{POLICY}\n\n"),
        ("a", POLICY),
        ("o", "Damaged goods"),
        ("j", '{\n  "kind": "tool",\n  "name": "web_search"'),
        ("c", 'curl "${OPENAI_BASE_URL:-https://api.openai.com/v1}/responses"'),
    ],
)
async def test_y_and_a_key_copy_a_part_of_the_selected_item(key: str, begins: str) -> None:
    async with shown(ScreenDriver(upto=len(EVENTS))) as driver:
        await driver.press("2", "g", *"j" * SEARCH, "y", key)
        assert driver.app.clipboard.startswith(begins)


async def test_the_footer_says_what_can_follow_y() -> None:
    async with shown(ScreenDriver(upto=len(EVENTS))) as driver:
        await driver.press("y")
        footer = driver.text.splitlines()[-1]
        assert all(word in footer for word in ("y item", "a args", "o output", "j json", "c curl"))
        await driver.press("escape", "j")
        assert driver.app.clipboard == ""


async def test_what_is_not_there_is_said_and_not_copied() -> None:
    async with shown(ScreenDriver(upto=len(EVENTS))) as driver:
        await driver.press("2", "g", "y", "a")
        assert driver.app.clipboard == ""
        assert "no arguments to copy" in driver.text


async def test_a_text_too_long_for_the_clipboard_says_where_its_file_is(state: Path) -> None:
    story = Story()
    story.start_run("x" * (OSC52_LIMIT + 1), [agent_card("triage")])
    async with shown(ScreenDriver(story.events, upto=len(story.events)), 200, 60) as driver:
        await driver.press("y", "y")
        assert driver.app.clipboard == ""
        assert "too long for the clipboard, so only in" in driver.text
    assert saved(state) == "x" * (OSC52_LIMIT + 1)


def test_json_of_a_call_has_its_arguments_and_output_as_json() -> None:
    data = json.loads(copied(scene_of(EVENTS), Selection(SEARCH + 1), "json"))
    assert data["arguments"] == {"query": "A-1042", "include": ["items", "photos"]}
    assert data["output"] == {"lamp": 89.9, "bulb": 4.5, "photos": ["1.jpg"]}
    assert (data["agent"], data["turn"], data["status"]) == ("research", 2, "done")


def request(story: Story, kept: int, *items: object) -> None:
    """Ask the model, as a run writes it down."""
    story.happen("turn.start", turn=1, max_turns=9)
    story.happen(
        "model.request",
        model="demo",
        instructions="It's \x9b31m",
        kept=kept,
        input=list(items),
        tools=[{"name": "f", "description": "d", "parameters": {"type": "object"}}],
        settings={"temperature": 0.5},
    )
    story.wire("response.created", response={"id": "r", "status": "in_progress"})
    story.say("a word")
    story.end_turn(1)


def test_the_request_is_whole_has_no_key_and_is_safe_in_a_shell() -> None:
    story = Story()
    story.start_run("go", [agent_card("triage")])
    request(story, 0, "a", "b", "c")
    request(story, 3, "d")
    request(story, 2, "e")
    scene = scene_of(story.events)
    text = copied(scene, Selection(scene.view.items - 1), "request")
    assert "$OPENAI_API_KEY" in text
    assert text.isascii()
    words = shlex.split(text.replace("\\\n", " "))
    assert json.loads(words[words.index("-d") + 1]) == {
        "model": "demo",
        "instructions": "It's \x9b31m",
        "input": ["a", "b", "e"],
        "tools": [
            {"type": "function", "name": "f", "description": "d", "parameters": {"type": "object"}}
        ],
        "temperature": 0.5,
    }
