"""A recorded run, exported as a script and played: the journal has the same items again."""

import asyncio
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from recorded_streams import (
    STREAMS,
    expected,
    needs_streams,
    responses_streams,
)
from sse_server import Reply, SseServer

from agents_core.config import Overrides, load_config
from agents_core.config.script_text import AgentTables, script_text
from agents_core.config.toml_text import toml_key, toml_text, toml_value
from agents_core.models.recorded_script import recorded_script
from agents_core.recording import RunStore
from agents_core.recording.model_calls import RecordedCall, RecordedRetry
from agents_core.run_events import RunEvent
from tui.cli import cli
from tui.sources.live_run import LiveRun
from tui.sources.run_target import config_target

ROOT = Path(__file__).parents[3]
MADE_UP = ("id", "call_id", "status", "response_id")


def items_of(events: Sequence[RunEvent]) -> list[Any]:
    """Return the items of a run, without the ids and paths that are new in every run."""
    return [
        (event.agent, event.turn, event.data["name"], essence(event.data["item"]))
        for event in events
        if event.type == "item.create"
    ]


def essence(value: Any) -> Any:
    if isinstance(value, Mapping):
        found = {key: essence(each) for key, each in value.items() if key not in MADE_UP}
        return {key: each for key, each in found.items() if each not in (None, [])}
    if isinstance(value, list):
        return [essence(each) for each in value]
    return "…" if isinstance(value, str) and "agent-tui-demo-" in value else value


def play(folder: Path, config: str, *models: str) -> list[RunEvent]:
    """Run a configuration, record it, and return its events."""
    file = folder / "agents.toml"
    file.write_text(config)
    loaded = load_config(file, overrides=Overrides(models=models, pace=0), for_run=True)
    source = LiveRun(config_target(loaded), store=RunStore(folder / "runs"))
    events = list[RunEvent]()
    source.subscribe(events.append)
    asyncio.run(run_and_close(source))
    return events


def export(folder: Path) -> str:
    """Return the latest run as a script."""
    arguments = ["export", "last", "-f", "script", "--runs-dir", str(folder / "runs")]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_demo_makes_the_same_items_again(tmp_path: Path) -> None:
    config = (ROOT / "agents.toml").read_text().replace("./examples", str(ROOT / "examples"))
    first = play(tmp_path, config)
    script = export(tmp_path)
    assert 'handoff = "researcher"' in script and "status = 429" in script
    again = play(tmp_path, config + script, "recorded/demo")
    # the answer names a folder that is new in every run, and the script says it verbatim
    assert items_of(again) == items_of(first) != []


ONE_TURN = [name for name in responses_streams() if not name.startswith("responses-agent-handoff")]
NO_ITEMS = ("failed-rate-limit", "incomplete-mid-tool", "apply-patch", "computer-use")
"""Recordings that end in an error before their items are the run's."""


@needs_streams
@pytest.mark.parametrize("name", ONE_TURN)
def test_a_recorded_stream_makes_the_same_items_again(name: str, tmp_path: Path) -> None:
    calls = expected()[name]["tool_calls"]
    names = [call["name"] for call in calls if call["type"] == "function_call"]
    tools = "".join(
        f'[tools.{tool}]\nkind = "command"\ncommand = ["{{{{ python }}}}", "-c", "print(42)"]\n'
        'parameters = { type = "object", additionalProperties = true }\n'
        for tool in names
    )
    reply = Reply((STREAMS / name).read_bytes())
    refused = Reply(b'{"error": {"message": "no more"}}', status=400)
    with SseServer([reply, refused]) as server:
        config = (
            f'version = 1\n[run]\ninput = "Go."\n[providers.local]\nkind = "openai"\n'
            f'base_url = "{server.base_url}"\nkeyless = true\nmax_retries = 0\n'
            f'[agents.main]\nmodel = "local/x"\ntools = {json.dumps(names)}\n{tools}'
        )
        first = play(tmp_path, config)
    again = play(tmp_path, config + export(tmp_path), "recorded/x")
    assert items_of(again) == items_of(first)
    assert bool(items_of(first)) != any(part in name for part in NO_ITEMS)


def recorded(payloads: list[bytes], **more: Any) -> RecordedCall:
    events = [(index / 10, payload) for index, payload in enumerate(payloads)]
    return RecordedCall("a", 1, 0.0, "m", None, [], [], events=events, **more)


def answer(*output: Any) -> list[bytes]:
    return [json.dumps({"type": "response.completed", "response": {"output": output}}).encode()]


def call(arguments: str) -> dict[str, Any]:
    return {"type": "function_call", "id": "x", "call_id": "y", "name": "f", "arguments": arguments}


def message(text: str) -> dict[str, Any]:
    content = [{"type": "output_text", "text": text}]
    return {"type": "message", "role": "assistant", "content": content}


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        ('{"a":1}', {"a": 1}),
        ('{"a": 1}', '{"a": 1}'),
        ('{"a":null}', '{"a":null}'),
        ('{"a":', '{"a":'),
        ("", ""),
    ],
)
def test_arguments_come_out_as_the_model_wrote_them(arguments: str, written: Any) -> None:
    (turn,) = recorded_script([recorded(answer(call(arguments)))]).turns
    assert turn.calls[0].arguments == written


def test_what_no_words_of_a_turn_can_say_is_kept_as_items() -> None:
    searched = {"type": "web_search_call", "id": "ws_1", "status": "completed", "action": None}
    (turn,) = recorded_script([recorded(answer(searched))]).turns
    assert turn.items == ({"type": "web_search_call", "id": "ws_1", "status": "completed"},)


def test_failed_attempts_and_a_broken_stream_become_errors() -> None:
    delta = b'{"type":"response.output_text.delta","delta":"Half an"}'
    retry = RecordedRetry(429, "slow", 0.5)
    broken = recorded([delta], retries=[retry], error={"message": "gone"})
    refused, half = recorded_script([broken]).turns
    assert refused.error is not None and half.error is not None
    assert (refused.error.status, refused.error.retry_after) == (429, 0.5)
    assert (half.text, half.error.after_tokens, half.error.message) == ("Half an", 2, "gone")


def test_a_request_that_was_refused_is_refused_with_the_servers_words() -> None:
    error = {"message": "api.example.com answered 404: no such model"}
    (turn,) = recorded_script([recorded([], error=error)]).turns
    assert turn.error is not None
    assert (turn.error.status, turn.error.message) == (404, "no such model")


def test_the_pace_is_that_of_the_recording() -> None:
    deltas = [b'{"type":"response.output_text.delta","delta":"word "}'] * 11
    text = message("word " * 11)
    script = recorded_script([recorded([*deltas, *answer(text)])])
    # 11 words are 12 tokens, the last of them a space, in the second between first and last delta
    assert script.turns[0].tokens_per_second == 12.0


def test_an_exported_script_is_not_taken_for_templates(tmp_path: Path) -> None:
    said = answer(message("{{ vars.x }}"))
    text = script_text(recorded_script([recorded(said)]), "p", AgentTables(None))
    file = tmp_path / "agents.toml"
    file.write_text(f'version = 1\n[run]\ninput = "x"\n[agents.a]\nmodel = "p/x"\n{text}')
    loaded = load_config(file)
    assert loaded.warnings == ()
    assert loaded.config.providers["p"].templates is False  # type: ignore[union-attr]


JSON = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.text(), JSON), st.text())
def test_toml_text_is_read_again_as_the_same_values(values: dict[str, Any], text: str) -> None:
    written = "\n".join(f"{toml_key(key)} = {toml_value(value)}" for key, value in values.items())
    assert tomllib.loads(written) == values
    assert tomllib.loads(f"x = {toml_text(text)}") == {"x": text}
    assert tomllib.loads(f"x = {toml_text(text + chr(10) + text)}") == {"x": f"{text}\n{text}"}


async def run_and_close(source: LiveRun) -> None:
    """Run once, and let go of everything."""
    await source.run()
    await source.close()
