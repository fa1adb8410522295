"""[providers.*] of kind "replay": a whole run answered from a recorded one."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from agents_core.config import ConfigError, LoadedConfig, Overrides, load_config
from agents_core.recording import RunStore
from agents_core.run_events import RunEvent
from tui.sources.live_run import LiveRun
from tui.sources.run_target import config_target

CONFIG = """
version = 1
[run]
agent = "a"
input = "Go."
runs_dir = "runs"
[agents.a]
handoffs = ["b"]
tools = ["now"]
[agents.b]
handoff_description = "x"
[tools.now]
kind = "command"
command = ["cat", "clock"]
env_vars = ["TOKEN_OF_TEST"]
[providers.again]
kind = "replay"
run = "last"
[providers.scripted]
kind = "scripted"
[[providers.scripted.turns]]
error = { status = 429, message = "slow down", retry_after = 0.001 }
[[providers.scripted.turns]]
reasoning = "Let me see."
tool_calls = [{ name = "now" }]
[[providers.scripted.turns]]
handoff = "b"
agent = "a"
[[providers.scripted.turns]]
text = "It is {{ tool.now }}."
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("AGENT_TUI_RUNS_DIR", raising=False)
    (tmp_path / "agents.toml").write_text(CONFIG)
    (tmp_path / "clock").write_text("noon")
    return tmp_path


def load(home: Path, model: str, **more: Any) -> LoadedConfig:
    overrides = Overrides(models=[model], pace=0, **more)
    return load_config(home / "agents.toml", overrides=overrides)


def run(loaded: LoadedConfig) -> list[RunEvent]:
    source = LiveRun(config_target(loaded), store=RunStore(loaded.runs_dir))
    events = list[RunEvent]()
    source.subscribe(events.append)
    asyncio.run(run_and_close(source))
    return events


def of(events: list[RunEvent], type: str) -> list[Any]:
    return [event.data for event in events if event.type == type]


def said(events: list[RunEvent]) -> list[bytes]:
    return [event.payload for event in events if event.type == "model.event"]


def test_a_replayed_run_is_the_recorded_run(home: Path) -> None:
    first = run(load(home, "scripted/x"))
    again = run(load(home, "again/x"))
    assert said(again) == said(first) != []
    assert of(again, "item.create") == of(first, "item.create")
    assert [event.type for event in again] == [event.type for event in first]
    assert of(again, "model.retry")[0]["message"] == "slow down"


def test_what_differs_is_noted_and_the_run_goes_on(home: Path) -> None:
    first = run(load(home, "scripted/x"))
    (home / "clock").write_text("midnight")
    again = run(load(home, "again/x"))
    assert said(again) == said(first)
    noted = of(again, "model.difference")
    assert [(each["call"], len(each["differences"])) for each in noted] == [(2, 1), (3, 1)]
    assert 'recorded "noon", now "midnight"' in noted[0]["differences"][0]


def test_what_differs_can_end_the_run(home: Path) -> None:
    run(load(home, "scripted/x"))
    again = run(
        load(home, "again/x", input="Other.", settings=['providers.again.on_difference="fail"'])
    )
    (end,) = of(again, "run.end")
    assert end["status"] == "failed"
    assert 'recorded "Go.", now "Other."' in end["error"]["message"]


def test_a_secret_that_was_masked_is_no_difference(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN_OF_TEST", "tok-4f9c1e7a2b8d6305")
    (home / "clock").write_text("tok-4f9c1e7a2b8d6305")
    run(load(home, "scripted/x"))
    assert of(run(load(home, "again/x")), "model.difference") == []


def test_a_run_that_is_not_there_is_an_error_to_a_run_that_needs_it(home: Path) -> None:
    (warning,) = load(home, "scripted/x").warnings
    assert (warning.severity, warning.code) == ("warning", "missing-file")
    with pytest.raises(ConfigError) as caught:
        load_config(home / "agents.toml", overrides=Overrides(models=["again/x"]), for_run=True)
    (found,) = (each for each in caught.value.diagnostics if each.severity == "error")
    assert (found.code, found.source) == ("missing-file", 'run = "last"')
    assert "there are no runs in" in found.message


async def run_and_close(source: LiveRun) -> None:
    """Run once, and let go of everything."""
    await source.run()
    await source.close()
