"""A live run goes on when the user says more: one conversation, one session, one file."""

from pathlib import Path
from typing import Any

import pytest

from agents_core.config import Overrides, load_config
from agents_core.recording import RunStore, read_run
from agents_core.recording.model_calls import RecordedCall, read_model_calls
from agents_core.run_events import RunEvent
from tui.sources.live_run import LiveRun
from tui.sources.run_target import config_target

CONFIG = """
version = 1
[run]
agent = "triage"
model = "scripted/demo"
{input}
[agents.triage]
handoffs = ["writer"]
[agents.writer]
tools = ["stamp"]
[tools.stamp]
kind = "command"
description = "Stamps a letter."
command = ["{{{{ python }}}}", "-c", "print('stamped')"]
[providers.scripted]
kind = "scripted"
first_token_ms = 0
[[providers.scripted.turns]]
agent = "triage"
handoff = "writer"
[[providers.scripted.turns]]
tool_calls = [{{ name = "stamp", arguments = {{}} }}]
[[providers.scripted.turns]]
text = "The first answer."
[[providers.scripted.turns]]
text = "The second answer."
"""


class Talk:
    """A live run of the configuration above, and its file."""

    def __init__(self, folder: Path, said: str | None = "First.", **overrides: Any) -> None:
        line = "" if said is None else f'input = "{said}"'
        (folder / "agents.toml").write_text(CONFIG.format(input=line))
        loaded = load_config(
            folder / "agents.toml",
            overrides=Overrides(pace=0, **overrides),
            for_run=said is not None,
        )
        self.store = RunStore(folder / "runs")
        self.run = LiveRun(config_target(loaded), store=self.store)

    async def go_on(self, *texts: str) -> None:
        """Say something, and see it answered."""
        for text in texts:
            self.run.controls.send(text)
        await self.run.run()

    @property
    def recorded(self) -> list[RunEvent]:
        (summary,) = self.store.list()
        with read_run(summary.path) as run:
            return list(run)

    @property
    def calls(self) -> list[RecordedCall]:
        return read_model_calls(self.recorded)


def told(call: RecordedCall) -> list[str]:
    """Return what a model was sent, each item by its role or type."""
    return [str(item.get("type") if "role" not in item else item["role"]) for item in call.input]


BEFORE = ["user", "function_call", "function_call_output"]


async def test_a_follow_up_is_answered_by_the_last_agent_who_knows_what_was_said(
    tmp_path: Path,
) -> None:
    talk = Talk(tmp_path)
    await talk.go_on()
    await talk.go_on("Second.")
    await talk.run.close()
    latest = talk.calls[-1]
    assert latest.agent == "writer"
    assert told(latest) == [*BEFORE, "function_call", "function_call_output", "assistant", "user"]
    assert latest.input[-1]["content"] == "Second."
    assert talk.run.end["final_output"] == "The second answer."


async def test_a_conversation_is_one_file_whose_root_run_starts_again(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    await talk.go_on()
    first = len(talk.recorded)
    await talk.go_on("Second.")
    await talk.run.close()
    lines = [event.line for event in talk.recorded]
    assert lines == [talk.run.history.event(seq).line for seq in range(len(talk.run.history))]
    start = talk.recorded[first]
    assert (start.type, start.data["input"], start.data["agent"]) == (
        "run.start",
        "Second.",
        "writer",
    )
    assert "resumed" not in start.data
    (summary,) = talk.store.list()
    assert (summary.status, summary.events) == ("finished", len(lines))


async def test_a_history_shows_both_inputs_and_the_latest_outcome(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    await talk.go_on()
    await talk.go_on("Second.")
    await talk.run.close()
    history = talk.run.history
    items = history.items(len(history))
    assert [item.text for item in items if item.kind == "input"] == ["First.", "Second."]
    view = history.view(len(history))
    assert (view.status, view.final_output) == ("finished", "The second answer.")
    start = next(event.seq for event in talk.recorded if event.type == "run.end") + 2
    assert (history.view(start).status, history.view(start).final_output) == ("running", None)


async def test_the_tokens_of_the_last_end_are_those_of_the_conversation(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    await talk.go_on()
    await talk.go_on("Second.")
    await talk.run.close()
    history = talk.run.history
    assert talk.run.end["usage"]["total_tokens"] == history.view(len(history)).tokens.total


async def test_what_is_said_meanwhile_waits_and_can_be_taken_back(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    talk.run.controls.send("Second.")
    talk.run.controls.send("Never mind.")
    assert talk.run.controls.waiting == ("Second.", "Never mind.")
    talk.run.controls.take_back()
    await talk.go_on()
    await talk.run.close()
    starts = [event.data["input"] for event in talk.recorded if event.type == "run.start"]
    assert starts == ["First.", "Second."]


async def test_after_a_run_that_failed_what_waits_is_kept_until_more_is_said(
    tmp_path: Path,
) -> None:
    talk = Talk(tmp_path, max_turns=1)
    talk.run.controls.send("Second.")
    await talk.go_on()
    assert talk.run.end["status"] == "failed"
    assert (talk.run.is_live, talk.run.controls.waiting) == (False, ("Second.",))
    talk.run.controls.send("Third.")
    assert talk.run.is_live
    await talk.go_on()
    await talk.run.close()
    starts = [event.data["input"] for event in talk.recorded if event.type == "run.start"]
    assert starts[:2] == ["First.", "Second."]


async def test_without_an_input_nothing_runs_until_something_is_said(tmp_path: Path) -> None:
    talk = Talk(tmp_path, said=None)
    assert not talk.run.is_live
    await talk.go_on()
    assert not talk.store.list()
    await talk.go_on("First.")
    await talk.run.close()
    assert talk.recorded[0].data["input"] == "First."


async def test_a_follow_up_goes_into_the_kept_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGENT_TUI_SESSIONS", str(tmp_path / "sessions.sqlite"))
    for said, before in (("First.", 0), ("Again.", 8)):
        talk = Talk(tmp_path, said=said, session="trip")
        await talk.go_on()
        await talk.go_on("Second.")
        await talk.run.close()
        calls = read_model_calls(
            talk.run.history.event(seq) for seq in range(len(talk.run.history))
        )
        assert len(calls[0].input) == before + 1
