"""An opened file says what the same events say when they are appended."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journals import (
    handoff,
    new_scope,
    parallel_tools,
    retried_attempt,
    start_run,
    told_run,
)
from random_events import EVENTS, as_events

from agents_core.history.lines import FileLines
from agents_core.history.run_history import RunHistory
from agents_core.run_events import RunEvent, read_event

HEADER = b'{"format":"agent-tui run","version":"1.0"}\n'
RUN = told_run(handoff, retried_attempt, parallel_tools)


def opened(path: Path) -> RunHistory:
    history = RunHistory.open(path)
    for _ in history.index():
        pass
    return history


def appended(events: list[RunEvent]) -> RunHistory:
    history = RunHistory()
    for event in events:
        history.append(read_event(event.line))  # the clock as the file has it
    return history


def assert_same(one: RunHistory, other: RunHistory) -> None:
    assert len(one) == len(other)
    for position in range(len(one) + 1):
        assert one.items(position)[:] == other.items(position)[:]
    for seq in range(len(one)):
        assert one.event(seq) == other.event(seq)
        assert one.item_at(seq) == other.item_at(seq)
    assert [view.text for view in one.items(len(one))] == [v.text for v in other.items(len(other))]


def streamed(pieces: list[str]) -> list[RunEvent]:
    events, scope = new_scope()
    start_run(scope)
    scope.append("model.request", {})
    for number, piece in enumerate(pieces):
        scope.append(
            "model.event",
            {
                "type": "response.output_text.delta",
                "sequence_number": number,
                "output_index": 0,
                "content_index": int(number >= len(pieces) // 2),
                "delta": piece,
            },
        )
    return events


def test_an_opened_run_equals_the_appended_one(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_bytes(HEADER + b"".join(event.line + b"\n" for event in RUN))
    assert_same(opened(path), appended(RUN))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=4), max_size=30))
def test_deltas_read_in_bulk_equal_those_appended(pieces: list[str]) -> None:
    events = streamed(pieces)
    with NamedTemporaryFile() as file:
        file.write(b"".join(event.line + b"\n" for event in events))
        file.flush()
        assert_same(opened(Path(file.name)), appended(events))


def test_lines_that_hold_no_event_are_counted_and_read_past(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    lines = [event.line for event in streamed(list("abcdef"))]
    for place in (6, 8, 8):
        lines.insert(place, b"\x00 not an event")
    path.write_bytes(HEADER + b"\n".join(lines) + b"\n")
    history = opened(path)
    assert history.skipped == 3
    assert history.items(len(history))[-1].text == "abc\n\ndef"


def test_a_half_written_last_line_is_read_past_until_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    whole = HEADER + b"".join(event.line + b"\n" for event in RUN)
    path.write_bytes(whole[:-20])
    history = opened(path)
    assert len(history) == len(RUN) - 1
    path.write_bytes(whole)
    assert list(history.index())[-1] == 1.0
    assert_same(history, appended(RUN))


def test_a_last_line_without_its_line_break_is_read(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_bytes(b"\n".join(event.line for event in RUN))
    assert len(opened(path)) == len(RUN)


def test_a_file_cut_short_after_it_was_opened_raises_nothing_deadly(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_bytes(b"".join(event.line + b"\n" for event in RUN))
    history = opened(path)
    path.write_bytes(b"")
    assert history.view(len(history)).items == history.item_count(len(history))


def test_an_empty_file_is_an_empty_history(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_bytes(b"")
    history = opened(path)
    assert len(history) == 0
    assert history.view(0).status == "waiting"


NO_EVENTS = st.sampled_from(
    [
        b"",
        b"junk",
        b'{"seq":1}',
        b"\xff\xfe",
        b"[" * 5_000,
        b'{"seq":3,"type":"x","t":[1]}',
        b'{"seq":1,"t":1.2.3,"type":"model.event","agent":null,"turn":1,"data":{}}',
        b'{"seq":1,"t":1.0,"type":"\xff","agent":null,"turn":1,"data":{}}',
    ]
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EVENTS, max_size=20), st.sampled_from([64, 1 << 20]))
def test_any_event_list_says_the_same_from_a_file(
    drawn: list[dict[str, Any]], block_size: int
) -> None:
    events = as_events(drawn)
    with NamedTemporaryFile() as file, pytest.MonkeyPatch.context() as patch:
        patch.setattr(FileLines, "BLOCK", block_size)
        file.write(b"".join(event.line + b"\n" for event in events))
        file.flush()
        assert_same(opened(Path(file.name)), appended(events))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EVENTS, max_size=10), st.lists(st.tuples(st.integers(0, 10), NO_EVENTS)))
def test_no_file_makes_the_history_raise(
    drawn: list[dict[str, Any]], damage: list[tuple[int, bytes]]
) -> None:
    lines = [event.line for event in as_events(drawn)]
    for place, line in damage:
        lines.insert(place, line)
    with NamedTemporaryFile() as file:
        file.write(b"\n".join(lines))
        file.flush()
        history = opened(Path(file.name))
    for position in range(len(history) + 1):
        assert len(history.items(position)[:]) == history.view(position).items
