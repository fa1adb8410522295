"""Journals for the tests: recorded streams wrapped as runs, and small runs told by hand."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from agents_core.journal import Journal, JournalScope
from agents_core.run_events import RunEvent


def new_scope(*, tick_s: float = 0.01) -> tuple[list[RunEvent], JournalScope]:
    """Return an empty journal's root scope, and the list its events will be in."""
    ticks: Iterator[int] = count()
    journal = Journal(clock=lambda: next(ticks) * tick_s)
    events: list[RunEvent] = []
    journal.subscribe(events.append)
    return events, JournalScope(journal)


def payloads(recording: Path) -> Iterator[bytes]:
    """Return the payloads of a recorded response."""
    for block in recording.read_bytes().replace(b"\r\n", b"\n").split(b"\n\n"):
        lines = [line[5:].lstrip() for line in block.split(b"\n") if line.startswith(b"data:")]
        if lines and lines != [b"[DONE]"]:
            yield b"\n".join(lines)


def play_turn(scope: JournalScope, recording: Path) -> None:
    """Journal one model call that answers with a recording."""
    scope.turn += 1
    scope.append("turn.start", {"turn": scope.turn, "max_turns": 10})
    prices = {"input_price": 1.25, "output_price": 10.0, "context_window": 128_000}
    scope.append("model.request", {"model": "m", "kept": 0, "input": [], **prices})
    for payload in payloads(recording):
        scope.append_json("model.event", payload)
    scope.append("model.end", {"usage": {"input_tokens": 7, "output_tokens": 5}})


def start_run(scope: JournalScope, agent: str = "triage") -> None:
    """Journal what every run begins with."""
    scope.agent = agent
    cards = [
        {"name": "triage", "handoffs": ["billing"], "tools": [{"name": "look_up"}]},
        {"name": "billing", "handoffs": []},
    ]
    scope.append(
        "run.start", {"agent": agent, "input": "Where is it?", "max_turns": 10, "agents": cards}
    )
    scope.append("agent.update", {"agent": agent, "from": None})


def recorded_run(*recordings: Path) -> list[RunEvent]:
    """Return a whole run made of recorded turns."""
    events, scope = new_scope()
    start_run(scope)
    for recording in recordings:
        play_turn(scope, recording)
    scope.append("run.end", {"status": "finished", "final_output": "done"})
    return events


def parallel_tools(scope: JournalScope) -> None:
    """Journal two tools side by side, one of which fails and one of which runs an agent."""
    calls = [
        {"type": "function_call", "call_id": f"c{n}", "name": name, "arguments": '{"q":1}'}
        for n, name in enumerate(("look_up", "ask_writer"))
    ]
    for call in calls:
        scope.append("item.create", {"name": "tool_called", "item": call})
    for call in calls:
        seq = scope.append("tool.start", call)
    nested_run(scope, seq)
    progress = {"call_id": "c0", "name": "look_up", "text": "row 1\n", "fraction": 0.25}
    scope.append("tool.progress", progress)
    scope.append("tool.progress", {"call_id": "c0", "text": "row 2\n", "message": "half way"})
    error = {"fault": "tool", "type": "TimeoutError", "message": "too slow"}
    scope.append("tool.end", {"call_id": "c0", "is_error": True, "error": error, "output": "no"})
    scope.append("tool.end", {"call_id": "c1", "output": {"words": 3}, "is_error": False})
    for call in calls:
        output = {"type": "function_call_output", "call_id": call["call_id"], "output": "ok"}
        scope.append("item.create", {"name": "tool_output", "item": output})


def nested_run(scope: JournalScope, parent: int) -> None:
    """Journal an agent that works as a tool of another."""
    inner = JournalScope(scope.journal, parent)
    inner.agent = "writer"
    inner.append("run.start", {"agent": "writer", "input": "write", "agents": [{"name": "writer"}]})
    inner.append("agent.update", {"agent": "writer", "from": None})
    inner.turn = 1
    inner.append("turn.start", {"turn": 1})
    inner.append("model.request", {"model": "m"})
    for delta in ("Dear ", "customer", ' \\"hi\\" '):
        inner.append_json(
            "model.event",
            b'{"type":"response.output_text.delta","output_index":0,"delta":"%s"}' % delta.encode(),
        )
        scope.append_json("model.event", b'{"type":"response.new.thing","output_index":0}')
    inner.append("model.end", {"usage": {"input_tokens": 1}, "status": "completed"})
    inner.append("run.end", {"status": "finished", "final_output": "Dear customer"})


def handoff(scope: JournalScope) -> None:
    """Journal a handoff from triage to billing."""
    call = {"type": "function_call", "call_id": "h", "name": "transfer_to_billing"}
    scope.append("item.create", {"name": "handoff_requested", "item": call})
    answer = {"type": "function_call_output", "call_id": "h", "output": '{"assistant":"billing"}'}
    scope.append("item.create", {"name": "handoff_occured", "item": answer})
    scope.agent = "billing"
    scope.append("agent.update", {"agent": "billing", "from": "triage"})


def retried_attempt(scope: JournalScope) -> None:
    """Journal a response that broke off and was asked for again."""
    scope.turn += 1
    scope.append("turn.start", {"turn": scope.turn})
    scope.append("model.request", {"model": "m"})
    for piece in (b"Hal", b"lo"):
        scope.append_json("model.event", b'{"type":"response.created","response":{}}')
        scope.append_json(
            "model.event",
            b'{"type":"response.output_text.delta","output_index":0,"delta":"%s"}' % piece,
        )
    scope.append("model.retry", {"attempt": 1, "status": 429, "message": "slow down"})
    scope.append_json("model.event", b'{"type":"response.refusal.delta","delta":"No."}')
    scope.append("model.end", {"usage": None, "status": "failed"})


def told_run(*chapters: Callable[[JournalScope], None], error: bool = False) -> list[RunEvent]:
    """Return a whole run told by hand."""
    events, scope = new_scope()
    start_run(scope)
    for chapter in chapters:
        chapter(scope)
    failure = {"fault": "model", "type": "ModelBehaviorError", "message": "broke off"}
    status = "failed" if error else "finished"
    scope.append("run.end", {"status": status, "error": failure if error else None})
    return events
