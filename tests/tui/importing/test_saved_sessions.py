"""Sessions of Codex, Claude Code and the Agents SDK, as runs."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from agents_core.errors import RecordingError
from agents_core.history.run_history import RunHistory
from agents_core.json_text import encode_json
from tui.importing.agents_session import read_agents_sessions
from tui.importing.claude_code import read_claude_code
from tui.importing.codex import read_codex
from tui.importing.json_lines import JsonLines
from tui.importing.saved_run import SavedRun

USAGE = {"input_tokens": 50, "cached_input_tokens": 40, "output_tokens": 5}


def lines(objects: Iterable[dict[str, Any]]) -> JsonLines:
    return JsonLines(BytesIO(b"\n".join(map(encode_json, objects))), "session.jsonl")


def codex(second: float, type_: str, **payload: Any) -> dict[str, Any]:
    return {"timestamp": f"2026-10-29T10:00:{second:06.3f}Z", "type": type_, "payload": payload}


def claude(second: float, type_: str, content: Any, **more: Any) -> dict[str, Any]:
    message = {"role": type_, "content": content, **more}
    return {
        "type": type_,
        "sessionId": "s1",
        "cwd": "/home/me/shop",
        "timestamp": f"2026-10-29T10:00:{second:06.3f}Z",
        "message": message,
    }


def history_of(run: SavedRun) -> RunHistory:
    history = RunHistory()
    for event in run.events:
        history.append(event)
    return history


def outline(history: RunHistory) -> list[tuple[str, str, str, float]]:
    """What each item is, says and came to, and when it began."""
    return [
        (item.kind, history.item_text(item.index, 0, 99), item.output or "", item.began_at)
        for item in history.items(len(history))
    ]


def test_keys_that_were_saved_are_not_kept() -> None:
    key = "sk-proj-abcdefghijklmnop1234567890"
    session = [
        codex(0, "session_meta", id="x1", cwd="/home/me/shop"),
        codex(1, "event_msg", type="user_message", message=f"Use {key}."),
    ]
    [run] = read_codex(lines(session))
    assert run.events
    assert all(key.encode() not in event.line for event in run.events)


def test_a_codex_session_is_a_run_with_the_times_of_its_items() -> None:
    call = {"type": "function_call", "call_id": "c1", "name": "shell", "arguments": "{}"}
    said = [{"type": "output_text", "text": "Four."}]
    session = [
        codex(0, "session_meta", id="x1", cwd="/home/me/shop", instructions="Be brief."),
        codex(1, "event_msg", type="user_message", message="How many?"),
        codex(1.5, "turn_context", model="gpt-5-codex"),
        codex(3, "event_msg", type="agent_reasoning", text="Hm"),
        codex(4, "response_item", **call),
        codex(4, "event_msg", type="token_count", info={"last_token_usage": USAGE}),
        codex(6, "response_item", type="function_call_output", call_id="c1", output="4"),
        codex(9, "response_item", type="message", role="assistant", content=said),
        codex(9, "event_msg", type="token_count", info={"last_token_usage": USAGE}),
        codex(9, "event_msg", type="task_complete", last_agent_message="Four."),
        codex(20, "event_msg", type="user_message", message="And now?"),
        codex(21, "event_msg", type="turn_aborted", reason="interrupted"),
    ]
    [run] = read_codex(lines(session))
    history = history_of(run)

    assert (run.title, run.timing, run.began_at.isoformat()) == (
        "shop",
        "items",
        "2026-10-29T10:00:00+00:00",
    )
    assert outline(history) == [
        ("input", "How many?", "", 1),
        ("tool", "{}", "4", 4),
        ("message", "Four.", "", 9),
        ("input", "And now?", "", 20),
    ]
    view = history.view(len(history))
    assert (view.status, view.tokens.input, view.tokens.cached) == ("cancelled", 100, 80)
    calls = [history.call(number, len(history)) for number in range(2)]
    assert [(call.model, call.at) for call in calls] == [("gpt-5-codex", 1.5), ("gpt-5-codex", 6)]


def test_a_claude_code_session_is_a_run_without_its_sub_agents() -> None:
    usage = {"input_tokens": 1, "cache_read_input_tokens": 8, "output_tokens": 3}
    part = {"id": "m1", "model": "claude-x", "usage": usage}
    use = {"type": "tool_use", "id": "t1", "name": "Read", "input": {"path": "a"}}
    result = {"type": "tool_result", "tool_use_id": "t1", "content": "gone", "is_error": True}
    answer = {"type": "text", "text": "It is gone."}
    session = [
        {"type": "summary", "summary": "A lost file", "leafUuid": "u"},
        claude(0, "user", "Where is a?"),
        claude(2, "assistant", [{"type": "thinking", "thinking": "Look."}], **part),
        claude(3, "assistant", [use], **part),
        claude(3, "user", "hidden") | {"isSidechain": True},
        claude(3, "user", "meta") | {"isMeta": True},
        claude(5, "user", [result]),
        claude(7, "assistant", [answer], **part | {"id": "m2"}),
    ]
    [run] = read_claude_code(lines(session))
    history = history_of(run)

    assert (run.title, run.left_out) == ("A lost file", ["1 messages of sub-agents are left out."])
    assert outline(history) == [
        ("input", "Where is a?", "", 0),
        ("reasoning", "Look.", "", 2),
        ("tool", '{"path":"a"}', "gone", 3),
        ("message", "It is gone.", "", 7),
    ]
    view = history.view(len(history))
    assert (view.status, view.final_output, view.tokens.input) == ("finished", "It is gone.", 18)
    assert history.item(2, len(history)).status == "failed"


def test_parts_of_an_answer_that_come_while_its_tools_run_are_still_of_one_call() -> None:
    part = {"id": "m1", "model": "claude-x", "usage": {"output_tokens": 3}}
    session = [claude(0, "user", "Read both.")]
    for number in (1, 2):
        use = {"type": "tool_use", "id": f"t{number}", "name": "Read", "input": {}}
        result = {"type": "tool_result", "tool_use_id": f"t{number}", "content": "ok"}
        session += [claude(1, "assistant", [use], **part), claude(2, "user", [result])]
    [run] = read_claude_code(
        lines(line | {"isSidechain": True, "agentId": "a"} for line in session)
    )
    history = history_of(run)

    view = history.view(len(history))
    assert (view.calls, view.tokens.output, view.items, run.left_out) == (1, 3, 3, [])


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Two sessions, as an `SQLiteSession` keeps them; a row of the second one is damaged."""
    path = tmp_path / "chat.db"
    items: list[tuple[str, bytes]] = [
        ("alice", encode_json({"role": "user", "content": "Refund?"})),
        ("alice", encode_json(transfer("refunds"))),
        ("alice", encode_json(output('{"assistant":"refunds"}'))),
        ("alice", encode_json(message("Done."))),
        ("bob", b"{damaged \xff"),
        ("bob", encode_json({"role": "user", "content": "Hello"})),
    ]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TABLE agent_messages (id INTEGER PRIMARY KEY, session_id TEXT, "
            "message_data TEXT, created_at TIMESTAMP DEFAULT '2026-10-29 10:00:00')"
        )
        for session, data in items:
            connection.execute(
                "INSERT INTO agent_messages (session_id, message_data) VALUES (?, ?)",
                (session, data),
            )
        connection.execute("INSERT INTO agent_messages (session_id, message_data) VALUES (7, NULL)")
        connection.commit()
    return path


def transfer(agent: str) -> dict[str, Any]:
    return {
        "type": "function_call",
        "call_id": "c1",
        "name": f"transfer_to_{agent}",
        "arguments": "{}",
    }


def output(text: str) -> dict[str, Any]:
    return {"type": "function_call_output", "call_id": "c1", "output": text}


def message(text: str) -> dict[str, Any]:
    part = {"type": "output_text", "text": text}
    return {"type": "message", "role": "assistant", "content": [part]}


def test_each_session_of_the_agents_sdk_is_a_run_of_items(database: Path) -> None:
    alice, bob = read_agents_sessions(database)
    history = history_of(alice)

    assert (alice.title, alice.timing) == ("alice", "saving")
    items = [(item.kind, item.name, item.agent) for item in history.items(len(history))]
    assert items == [
        ("input", "input", "agent"),
        ("handoff", "refunds", "agent"),
        ("message", "message", "refunds"),
    ]
    assert history.view(len(history)).final_output == "Done."
    assert bob.left_out == ["chat.db: session bob: 1 damaged rows."]
    assert history_of(bob).view(len(bob.events)).status == "running"  # nobody answered


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE cats (name TEXT)")
    with pytest.raises(RecordingError, match="none of sessions of the Agents SDK"):
        read_agents_sessions(path)
