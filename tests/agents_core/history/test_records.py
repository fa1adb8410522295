"""What the records of a run keep hold of while it grows."""

from fake_run import Story

from agents_core.history.records import Scope
from agents_core.history.run_history import RunHistory


def test_items_that_ended_are_not_looked_at_again() -> None:
    story = Story()
    story.start_run("Go.", [{"name": "triage", "tools": [], "handoffs": []}])
    for number in range(50):
        story.start_turn()
        story.say("Done.")
        story.end_turn(1)
        story.hand_off(f"agent {number}", f"h{number}")
    history = RunHistory()
    for event in story.events:
        history.append(event)
    root: Scope = history._index.scopes[None]
    assert len(root.open) < 5 < history.item_count(len(history))
