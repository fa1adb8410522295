"""Recorded chat streams, served over real sockets, watched by the real program."""

import json
from pathlib import Path
from typing import Any

import pytest
from recorded_streams import ROOT, STREAMS, agent_tui, expected, needs_streams
from sse_server import Reply, SseServer

from agents_core.run_events import RunEvent, read_event

CLOSING = b'data: {"choices":[{"delta":{"content":"Done."},"finish_reason":"stop"}]}\n\n'
"""What the server answers once the calls of a recording were run."""


def config(base_url: str, tools: list[str]) -> str:
    """Return an agents.toml with one agent and, as commands, the functions it may call."""
    tables = "".join(
        f'[tools.{name}]\nkind = "command"\ncommand = ["{{{{ python }}}}", "-c", "print(42)"]\n'
        'parameters = { type = "object", additionalProperties = true }\n'
        for name in tools
    )
    return (
        'version = 1\n[run]\ninput = "Go."\n'
        f'[providers.local]\nkind = "openai"\napi = "chat_completions"\nbase_url = "{base_url}"\n'
        "keyless = true\nmax_retries = 0\n"
        f'[agents.main]\nmodel = "local/recorded"\ntools = {json.dumps(tools)}\n{tables}'
    )


def watch(body: bytes, tools: list[str], folder: Path) -> tuple[int, list[RunEvent], list[Any]]:
    """Serve a body to `agent-tui run --json`; return exit code, events and requests."""
    with SseServer([Reply(body, chunk_size=7), Reply(CLOSING, repeat=True)]) as server:
        (folder / "agents.toml").write_text(config(server.base_url, tools))
        done = agent_tui("run", "agents.toml", "--json", cwd=folder)
    assert b"Traceback" not in done.stderr
    _, *lines = done.stdout.splitlines()
    events = [read_event(line) for line in lines if b'"seq":' in line[:8]]
    return done.returncode, events, [request.body for request in server.seen]


@needs_streams
@pytest.mark.parametrize(
    "name",
    ["chat-gemini-parallel-tools.sse", "chat-mistral-tool-noindex.sse", "chat-parallel-tools.sse"],
)
def test_the_calls_of_a_recording_are_run_and_answered(name: str, tmp_path: Path) -> None:
    calls = expected()[name]["choices"][0]["tool_calls"]
    names = [call["name"] for call in calls]
    code, events, requests = watch((STREAMS / name).read_bytes(), names, tmp_path)
    assert (code, events[-1].data["status"]) == (0, "finished")
    assert sorted(e.data["name"] for e in events if e.type == "tool.start") == sorted(names)
    _, *told = requests[1]["messages"]
    assert [call["id"] for call in told[0]["tool_calls"]] == [call["id"] for call in calls]
    assert [message["tool_call_id"] for message in told[1:]] == [call["id"] for call in calls]


@needs_streams
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("chat-groq-tool-use-failed.sse", "Tool call validation failed"),
        ("chat-openrouter-error.sse", "Token limit reached"),
    ],
)
def test_an_error_in_the_midst_ends_the_run_with_its_words(
    name: str, message: str, tmp_path: Path
) -> None:
    code, events, _ = watch((STREAMS / name).read_bytes(), [], tmp_path)
    assert (code, events[-1].data["status"]) == (1, "failed")
    assert message in events[-1].data["error"]["message"]


def test_a_call_that_was_cut_off_is_never_run(tmp_path: Path) -> None:
    body = (ROOT / "tests" / "streams" / "chat-cut-call.sse").read_bytes()
    code, events, requests = watch(body, ["add"], tmp_path)
    assert (code, len(requests)) == (1, 1)
    assert not [event for event in events if event.type == "tool.start"]
    assert "max_output_tokens" in events[-1].data["error"]["message"]


def test_a_script_plays_the_same_over_either_api(tmp_path: Path) -> None:
    script = (
        'version = 1\n[run]\ninput = "2+2?"\nagent = "asker"\nmodel = "s/x"\n'
        '[providers.s]\nkind = "scripted"\napi = "API"\ntokens_per_second = 0\n'
        '[[providers.s.turns]]\nreasoning = "Hm."\n'
        'tool_calls = [{ name = "add", arguments = { a = 2 } }]\n'
        '[[providers.s.turns]]\nhandoff = "teller"\n'
        '[[providers.s.turns]]\nagent = "teller"\ntext = "It is {{ tool.add }}."\n'
        '[agents.asker]\ntools = ["add"]\nhandoffs = ["teller"]\n'
        '[agents.teller]\nhandoff_description = "Tells."\n'
        '[tools.add]\nkind = "command"\ncommand = ["{{ python }}", "-c", "print(4)"]\n'
        'parameters = { type = "object", additionalProperties = true }\n'
    )
    for api in ("responses", "chat_completions"):
        (tmp_path / "agents.toml").write_text(script.replace("API", api))
        done = agent_tui("run", "agents.toml", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (0, b"It is 4.\n"), done.stderr.decode()
        assert b"thinking: Hm." in done.stderr
