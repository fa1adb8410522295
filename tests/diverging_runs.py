"""Two runs that begin alike, for what holds runs against each other."""

from collections.abc import Sequence
from pathlib import Path

from fake_run import CARDS, Story
from recordings import header

from agents_core.run_events import RunEvent

ORDER = '{"lamp": 89.9, "bulb": 4.5, "paid": true, "photos": ["1.jpg"]}'
LATE = '{"lamp": 89.9, "bulb": 4.5, "paid": false, "photos": ["1.jpg"]}'


def refund_run(
    *, query: str = "A-1", output: str = ORDER, extra: bool = False, answer: str = "Paid back."
) -> list[RunEvent]:
    """A question, a look at the order, an answer; with `extra`, a look at the customer as well."""
    story = Story()
    story.start_run("Where is my refund?", CARDS)
    story.start_turn()
    story.reason("The order says whether it was paid.")
    story.say("I will look at the order.")
    story.call("get_order", "c1", f'{{"query": "{query}", "limit": 5}}')
    if extra:
        story.call("get_customer", "c2", '{"query": "A-1"}')
    story.end_turn(9)
    story.start_tool("get_order", "c1", "{}")
    story.wait(1).end_tool("get_order", "c1", output)
    if extra:
        story.start_tool("get_customer", "c2", "{}")
        story.end_tool("get_customer", "c2", "An error occurred", error="upstream 504")
    story.start_turn()
    story.say(answer)
    story.end_turn(9)
    story.end_run(answer)
    return story.events


def write_run(path: Path, events: Sequence[RunEvent]) -> None:
    """Write a run file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [header(path.stem).line, *(event.line for event in events)]
    path.write_bytes(b"\n".join([*lines, b""]))
