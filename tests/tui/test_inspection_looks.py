"""What arguments look like against their schema, and the lineage of a call, at three sizes."""

from collections.abc import Callable, Sequence

import pytest
from fake_run import Story, agent_card, support_desk
from screen_driver import ScreenDriver, press

from agents_core.run_events import RunEvent

SIZES = [(80, 24), (120, 40), (200, 60)]

WRONG = '{"query": ["lamp"], "include": ["items", "prices"], "colour": "red"'


def wrong_arguments() -> list[RunEvent]:
    """A call with nearly everything wrong, still arriving."""
    story = Story()
    story.start_run("Where is my order?", [agent_card("triage", tools=["get_order", "web_search"])])
    story.start_turn()
    story.call("web_search", "c1", '{"query": "lamp", "limit": 50}')
    story.call("get_order", "c2", WRONG, done=False)
    return story.events


STATES: dict[str, tuple[Callable[[], Sequence[RunEvent]], tuple[str, ...]]] = {
    "wrong_arguments": (wrong_arguments, ()),
    "wrong_arguments_in_inspect": (wrong_arguments, ("4",)),
    "lineage": (support_desk, ("2", "g", *"jjjjjj", "4", *"pppp")),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES)
def test_looks(state: str, size: tuple[int, int], snap_compare: Callable[..., bool]) -> None:
    make, keys = STATES[state]
    events = make()
    driver = ScreenDriver(events, upto=len(events))
    assert snap_compare(driver.app, terminal_size=size, run_before=press(driver, *keys))
