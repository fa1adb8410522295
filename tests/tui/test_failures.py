"""What went wrong is said in full in the transcript, with what to do about it."""

import pytest

from agents_core.history.run_history import RunHistory
from agents_core.journal import Journal, JournalScope
from agents_core.run_events import EventType
from tui.drawing.item_block import ItemBlock
from tui.rendering.styled_line import line_text

WHY = "the upstream server said no because its tables are being moved; it will be so for an hour"
HINT = "Try again later, or name another server in agents.toml under providers.local.base_url."
ERROR = {"fault": "tool", "type": "UpstreamError", "message": WHY, "hint": HINT, "traceback": "T"}

Told = tuple[EventType, object]
"""The type of an event, and its payload."""

FAILED_RUN: Told = ("run.end", {"status": "failed", "error": ERROR})


def failed_call(error: object, output: str = "An error occurred") -> Told:
    end = {"call_id": "c1", "name": "look_up", "output": output, "is_error": True, "error": error}
    return "tool.end", end


def told(*events: Told, agent: str | None = "writer") -> RunHistory:
    history = RunHistory()
    journal = Journal(clock=lambda: 1.0)
    journal.subscribe(history.append)
    scope = JournalScope(journal)
    scope.agent = agent
    for type_, data in events:
        scope.append(type_, data)
    return history


def last_block(history: RunHistory, *, is_folded: bool = False) -> ItemBlock:
    items = history.items(len(history))
    block = ItemBlock(items[-1], items[-2] if len(items) > 1 else None, 2.0, None)
    block.fold(is_folded)
    return block


def lines(block: ItemBlock, width: int = 40) -> list[str]:
    return [line_text(block.line(number, width)) for number in range(block.height(width))]


def words(block: ItemBlock, width: int = 40) -> str:
    """All words of a block, as if it had never been wrapped."""
    return " ".join(" ".join(lines(block, width)).split())


@pytest.mark.parametrize("width", [20, 40, 78])
@pytest.mark.parametrize(
    "event",
    [
        FAILED_RUN,
        failed_call(ERROR),
    ],
    ids=["run", "tool"],
)
def test_a_failure_is_told_whole_with_its_hint(event: Told, width: int) -> None:
    block = last_block(told(("run.start", {"agent": "writer", "input": "hi"}), event))
    said = lines(block, width)
    assert all(len(line) <= width for line in said if not line.startswith("▾"))
    assert WHY.replace(" ", "") in "".join(said).replace(" ", "")
    assert "hint" + HINT.replace(" ", "") in "".join(said).replace(" ", "")
    assert "UpstreamError" in "".join(said) or width == 20


def test_a_folded_failure_is_one_line() -> None:
    for event in (FAILED_RUN, failed_call(ERROR)):
        block = last_block(told(event), is_folded=True)
        assert sum(bool(line) and "──" not in line for line in lines(block, 78)) == 1
        assert "UpstreamError: the upstream" in words(block, 78)


def test_a_call_that_failed_without_an_error_tells_its_output() -> None:
    block = last_block(told(failed_call(None, "exit code 1\nno such table")))
    assert lines(block)[-2:] == ["    ✗ exit code 1", "      no such table"]


def test_a_failure_appears_in_a_block_that_is_on_the_screen() -> None:
    start: Told = ("tool.start", {"call_id": "c1", "name": "look_up", "arguments": "{}"})
    before, after = told(start), told(start, failed_call(ERROR))
    block = last_block(before)
    assert WHY[:10] not in words(block)
    assert block.update(after.items(2)[-1], 2.0)
    assert WHY in words(block)


def test_what_a_failure_says_does_not_act() -> None:
    block = last_block(told(failed_call({**ERROR, "message": "a\x1b[8mb", "hint": "\x1b[1;1H"})))
    assert "\x1b" not in words(block)
    assert "a␛[8mb" in words(block)


def test_a_retry_is_told_whole_and_called_a_retry_once() -> None:
    retry = {"attempt": 1, "status": None, "message": WHY, "delay_s": 1.0}
    said = words(last_block(told(("model.retry", retry))))
    assert WHY in said
    assert said.count("retry") == 1


def test_a_run_that_fails_before_it_starts_has_no_heading() -> None:
    history = told(FAILED_RUN, agent=None)
    assert lines(last_block(history), 78)[0].startswith("E UpstreamError: the upstream")
