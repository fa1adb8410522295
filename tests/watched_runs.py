"""Reading the runs that a program of this process has written by being watched."""

from collections.abc import Iterator
from pathlib import Path

from agents_core.history.run_history import RunHistory
from agents_core.recording import read_run
from agents_core.run_events import RunEvent
from tui.watch.writer import run_writer


def read_only_run(directory: Path) -> RunHistory:
    """Return the one run in a directory, once all that was told is in its file."""
    assert run_writer().notes.flush(60)
    [file] = directory.glob("*.jsonl")
    history = RunHistory()
    with read_run(file) as recording:
        for event in recording:
            history.append(event)
    return history


def written(history: RunHistory, type_: str) -> Iterator[RunEvent]:
    """Yield the events of a type."""
    events = map(history.event, range(len(history)))
    return (event for event in events if event.type == type_)
