"""Small runs for the tests, written as a real run writes them."""

from pathlib import Path

from agents_core.journal import Journal, JournalScope
from agents_core.recording import RunHeader, RunRecorder

DELTA = b'{"type":"response.output_text.delta","output_index":0,"delta":"word "}'
USAGE = {"total_tokens": 42}


def header(run_id: str = "2026-11-23T14-03-05-ab12", title: str = "support.toml") -> RunHeader:
    return RunHeader(
        run_id=run_id,
        created_at=f"{run_id[:10]}T{run_id[11:19].replace('-', ':')}.000000+00:00",
        title=title,
        agent="triage",
        argv=("agent-tui", "run", "support.toml"),
    )


def run_something(scope: JournalScope, deltas: int = 3) -> None:
    """Write the events of a short run, all but its end."""
    scope.append("run.start", {"run_id": "x", "agent": "triage", "input": "hello"})
    scope.agent = "triage"
    scope.turn = 1
    scope.append("turn.start", {"turn": 1, "max_turns": 10})
    for _ in range(deltas):
        scope.append_json("model.event", DELTA)
    scope.append("model.end", {"status": "completed", "usage": USAGE, "seconds": 0.5})


def end(scope: JournalScope, status: str = "finished", error: object = None) -> None:
    scope.append(
        "run.end",
        {
            "status": status,
            "final_output": "word word word" if status == "finished" else None,
            "error": error,
            "usage": USAGE,
            "turns": 1,
            "cost": {"dollars": 0.031, "unpriced": 1},
        },
    )


def record(path: Path, *, status: str | None = "finished", title: str = "support.toml") -> None:
    """Write a whole run file; `status` None leaves it without an end, as a killed process does."""
    journal = Journal()
    with RunRecorder(path, header(path.stem, title)) as recorder:
        journal.subscribe(recorder.record)
        scope = JournalScope(journal)
        run_something(scope)
        if status is not None:
            end(scope, status)
