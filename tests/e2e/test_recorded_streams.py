"""Every recorded Responses stream, served over real sockets, watched by the real program."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from recorded_streams import (
    STREAMS,
    agent_tui,
    expected,
    facts_of,
    needs_streams,
    responses_streams,
)
from sse_server import Reply, SseServer

from agents_core.history.run_history import RunHistory
from agents_core.run_events import RunEvent, read_event

EXPECTED = expected()
FAILED = {
    "responses-failed-rate-limit.sse": "rate_limit_exceeded",
    "responses-incomplete-mid-tool.sse": "response.incomplete",
    "responses-refusal.sse": "I'm sorry, I can't assist with that.",
    "responses-apply-patch.sse": "apply_patch_call",
    "responses-computer-use.sse": "computer_call",
}
"""Recordings that end in an error, or ask for what no tool of the run does; and what says so."""

UNAPPROVED = "responses-mcp-approval.sse"
"""The recording that asks for an approval which nobody is there to give."""

CLOSING = b"".join(
    b"data: " + json.dumps(event).encode() + b"\n\n"
    for event in (
        {"type": "response.created", "response": {"id": "resp_end", "output": []}},
        {
            "type": "response.completed",
            "response": {
                "id": "resp_end",
                "status": "completed",
                "output": [
                    {
                        "type": "message",
                        "id": "msg_end",
                        "role": "assistant",
                        "status": "completed",
                        "content": [{"type": "output_text", "text": "Done.", "annotations": []}],
                    }
                ],
            },
        },
    )
)
"""What the server answers once the calls of a recording were run."""


def config(base_url: str, facts: dict[str, Any]) -> str:
    """Return an agents.toml with one agent and, as commands, the functions the recording calls."""
    names = [call["name"] for call in facts["tool_calls"] if call["type"] == "function_call"]
    tools = "".join(
        f'[tools.{name}]\nkind = "command"\ncommand = ["{{{{ python }}}}", "-c", "print(42)"]\n'
        'parameters = { type = "object", additionalProperties = true }\n'
        for name in names
    )
    return (
        'version = 1\n[run]\ninput = "Go."\n'
        f'[providers.local]\nkind = "openai"\nbase_url = "{base_url}"\nkeyless = true\n'
        f'max_retries = 0\n[agents.main]\nmodel = "local/recorded"\ntools = {json.dumps(names)}\n'
        f"{tools}"
    )


def watch(name: str, folder: Path) -> tuple[int, str, list[RunEvent]]:
    """Serve a recording to `agent-tui run --json`; return exit code, stderr and the events.

    It comes 7 bytes at a time; that whole ones are read the same is known of the reader alone.
    """
    body = (STREAMS / name).read_bytes()
    replies = [Reply(body, chunk_size=7), Reply(CLOSING, repeat=True)]
    with SseServer(replies) as server:
        (folder / "agents.toml").write_text(config(server.base_url, EXPECTED[name]))
        done = agent_tui("run", "agents.toml", "--json", cwd=folder)
    _, *lines = done.stdout.splitlines()
    events = [read_event(line) for line in lines if b'"seq":' in line[:8]]
    return done.returncode, done.stderr.decode(), events


def status_of(name: str) -> str:
    """Return how a run of this recording ends."""
    if name in FAILED:
        return "failed"
    return "needs_approval" if name == UNAPPROVED else "finished"


def first_response(events: list[RunEvent]) -> Iterator[bytes]:
    """Yield the payloads of the first model call."""
    for event in events:
        if event.type == "model.event":
            yield event.payload
        elif event.type == "model.end":
            return


@needs_streams
@pytest.mark.parametrize("name", responses_streams())
def test_a_recorded_stream_arrives_whole(name: str, tmp_path: Path) -> None:
    code, errors, events = watch(name, tmp_path)
    assert "Traceback" not in errors
    assert code == (1 if name in FAILED else 5 if name == UNAPPROVED else 0), errors
    assert [event.seq for event in events] == list(range(len(events)))
    assert events[-1].type == "run.end"
    assert events[-1].data["status"] == status_of(name)
    assert_recorded_verbatim(name, events, tmp_path)
    assert_shown_whole(name, events)


def assert_recorded_verbatim(name: str, events: list[RunEvent], folder: Path) -> None:
    """The provider's payloads are in the journal, and say what they said on the wire."""
    sse = folder / name
    sse.write_bytes(b"".join(b"data: %s\n\n" % payload for payload in first_response(events)))
    arrived, facts = facts_of(sse), EXPECTED[name]
    if name == "responses-failed-rate-limit.sse":  # the run ends at its `error`, one event early
        assert arrived["events"] == facts["events"] - 1
        return
    for fact in ("events", "event_types", "text", "output_items", "tool_calls", "terminal"):
        assert arrived[fact] == facts[fact], fact
    for fact in ("refusal", "reasoning_summary", "reasoning_text", "usage", "annotations"):
        assert arrived.get(fact) == facts.get(fact), fact


def assert_shown_whole(name: str, events: list[RunEvent]) -> None:
    """The history shows the texts, calls, tokens and the error of a recording."""
    facts, history = EXPECTED[name], RunHistory()
    for event in events:
        history.append(event)
    view = history.view(len(events))
    items = [item for item in history.items(len(events)) if item.turn == 1]

    shown = "".join(item.text for item in items if item.kind == "message" and not item.is_refusal)
    assert len(shown) == facts["text"]["len"]
    refused = "".join(item.text for item in items if item.is_refusal)
    assert len(refused) == facts.get("refusal", {}).get("len", 0)
    calls = [(item.name, item.call_id, item.text) for item in items if item.kind == "tool"]
    for call in facts["tool_calls"]:
        if call["type"] == "function_call":
            assert (call["name"], call["call_id"], call["arguments"]) in calls
    if facts["usage"] is not None:
        first = next(event for event in events if event.type == "model.end").data["usage"]
        assert first["total_tokens"] == facts["usage"]["total_tokens"]
    if name in FAILED:
        assert view.error is not None
        assert FAILED[name] in view.error.message


@needs_streams
def test_the_recorded_handoff_runs_through_its_agents(tmp_path: Path) -> None:
    turns = [STREAMS / f"responses-agent-handoff.t{n}.sse" for n in (1, 2, 3)]
    with SseServer([Reply(turn.read_bytes()) for turn in turns]) as server:
        (tmp_path / "agents.toml").write_text(
            'version = 1\n[run]\nagent = "director"\ninput = "A symphony, please."\n'
            'model = "local/recorded"\n'
            f'[providers.local]\nkind = "openai"\nbase_url = "{server.base_url}"\nkeyless = true\n'
            '[agents.director]\nhandoffs = ["symphony"]\n'
            '[agents.symphony]\nname = "Symphony Composer"\nhandoff_description = "Composes."\n'
            'tools = ["compose_music"]\nhandoffs = ["critic"]\n'
            '[agents.critic]\nhandoff_description = "Listens."\n'
            '[tools.compose_music]\nkind = "command"\n'
            'command = ["{{ python }}", "-c", "print(42)"]\n'
            'parameters = { type = "object", additionalProperties = true }\n'
        )
        done = agent_tui("run", "agents.toml", cwd=tmp_path)
        requests = server.requests()
    assert (done.returncode, len(requests)) == (0, 3), done.stderr.decode()
    assert (
        len(done.stdout.decode().strip())
        == EXPECTED["responses-agent-handoff.t3.sse"]["text"]["len"]
    )
    assert "Symphony Composer" in done.stderr.decode()


@needs_streams
@pytest.mark.parametrize("number", range(11))
def test_an_http_error_is_one_clear_line(number: int, tmp_path: Path) -> None:
    recorded = json.loads((STREAMS / "http-errors.json").read_text("utf-8"))[number]
    reply = Reply(
        recorded["body"].encode(), recorded["status"], {"content-type": recorded["content_type"]}
    )
    with SseServer([reply]) as server:
        (tmp_path / "agents.toml").write_text(config(server.base_url, {"tool_calls": []}))
        done = agent_tui("run", "agents.toml", cwd=tmp_path)
    errors = done.stderr.decode()
    assert (done.returncode, done.stdout) == (1, b"")
    assert "Traceback" not in errors
    (line,) = [line for line in errors.splitlines() if "failed: " in line]
    assert f"127.0.0.1 answered {recorded['status']}: " in line


def test_the_recordings_are_beside_the_project_in_a_full_checkout() -> None:
    if not EXPECTED:
        pytest.skip("the recorded provider streams (../shared/streams) are not beside this clone")
    assert len(responses_streams()) == 28
