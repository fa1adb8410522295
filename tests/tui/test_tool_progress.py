"""What a running tool tells, as it is seen: in text, in the transcript, in lists and in Inspect."""

from typing import Any

import pytest
from scenes import scene_of

from agents_core.history.run_history import RunHistory
from agents_core.history.views import ItemView
from agents_core.journal import Journal, JournalScope
from agents_core.run_events import EventType, RunEvent
from tui.drawing.event_rows import item_state
from tui.drawing.item_block import ItemBlock
from tui.drawing.pretty import pretty
from tui.event_text import EventText


def told(*events: tuple[EventType, dict[str, Any]]) -> tuple[ItemView, list[RunEvent]]:
    journal, history, kept = Journal(), RunHistory(), list[RunEvent]()
    journal.subscribe(history.append)
    journal.subscribe(kept.append)
    scope = JournalScope(journal)
    for type_, data in events:
        scope.append(type_, {"call_id": "c", "name": "copy", **data})
    return history.item(0, len(history)), kept


START: tuple[EventType, dict[str, Any]] = ("tool.start", {"arguments": "{}"})
HALF: tuple[EventType, dict[str, Any]] = (
    "tool.progress",
    {"text": "row 1\nrow 2\n", "fraction": 0.5, "message": "copying \x1b[2J"},
)


def drawn(item: ItemView) -> str:
    block = ItemBlock(item, None, 0.0, None)
    lines = [block.line(number, 80) for number in range(block.height(80))]
    return "\n".join("".join(text for text, _ in line) for line in lines)


def test_a_running_tool_shows_a_bar_its_message_and_its_latest_lines() -> None:
    item, _ = told(START, HALF)
    text = drawn(item)
    assert "━━━━━━━━──────── 50%   copying ␛[2J" in text
    assert "row 2" in text


def test_the_output_takes_the_place_of_what_was_told() -> None:
    item, _ = told(START, HALF, ("tool.end", {"output": "copied"}))
    assert "row 2" not in drawn(item)
    assert "copied" in drawn(item)


def test_a_list_row_shows_the_share_that_is_done() -> None:
    item, _ = told(START, HALF)
    assert "50%" in "".join(text for text, _ in item_state(item, 0.0))


def test_inspect_keeps_what_was_told_after_the_end() -> None:
    item, events = told(START, HALF, ("tool.end", {"output": "copied"}))
    lines = pretty(item, scene_of(events))
    text = "\n".join("".join(text for text, _ in line) for line in lines)
    assert "row 1" in text
    assert "copied" in text


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ({"text": "row 1\n"}, "… copy: row 1"),
        ({"fraction": 0.25}, "… copy 25%"),
        ({"fraction": 1.0, "message": "done"}, "… copy 100%: done"),
        ({"text": "\n"}, None),
    ],
)
def test_progress_is_told_as_text(data: dict[str, Any], line: str | None) -> None:
    _, events = told(START, ("tool.progress", data))
    lines = [each.text[22:] for each in EventText().lines(events[1])]
    assert lines == ([] if line is None else [line])


def test_text_names_the_file_that_holds_all_of_a_long_output() -> None:
    end = {"output": "so", "seconds": 1.0, "output_files": ["/runs/x.outputs/c.txt"]}
    _, events = told(START, ("tool.end", end))
    assert "all of it: /runs/x.outputs/c.txt" in "\n".join(
        line.text for line in EventText().lines(events[1])
    )
