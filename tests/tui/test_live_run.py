"""Live runs as sources: each way a run can end is in its history, and in its file."""

from pathlib import Path
from typing import Any

import pytest

from agents_core.config import Overrides, load_config
from agents_core.recording import RunStore, read_run
from tui.sources.live_run import LiveRun
from tui.sources.recorded_run import is_ended
from tui.sources.run_target import config_target

CONFIG = """
version = 1
[run]
input = "hello"
[agents.writer]
instructions = "x"
model = "scripted/demo"
tools = ["wait"]
[tools.wait]
kind = "command"
description = "Wait."
command = ["{{ python }}", "-c", "import time; time.sleep(30)"]
[providers.scripted]
kind = "scripted"
first_token_ms = 0
[[providers.scripted.turns]]
"""
ANSWER = 'text = "Once upon a time."'
WAIT = 'tool_calls = [{ name = "wait", arguments = {} }]'


class Live:
    """A live run and where it is recorded."""

    def __init__(self, folder: Path, turn: str, **overrides: Any) -> None:
        (folder / "agents.toml").write_text(CONFIG + turn)
        options = Overrides(pace=0, **overrides)
        self.store = RunStore(folder / "runs")
        loaded = load_config(folder / "agents.toml", overrides=options, for_run=True)
        self.run = LiveRun(config_target(loaded), store=self.store)

    def recorded(self) -> tuple[list[bytes], str]:
        """Return the lines of the file, and the status a list of runs shows."""
        (summary,) = self.store.list()
        with read_run(summary.path) as run:
            return [event.line for event in run], summary.status

    def lines(self) -> list[bytes]:
        history = self.run.history
        return [history.event(seq).line for seq in range(len(history))]


async def test_a_finished_run_is_in_history_and_file_alike(tmp_path: Path) -> None:
    live = Live(tmp_path, ANSWER)
    assert live.run.is_live and not live.run.is_recording
    await live.run.run()
    assert live.recorded() == (live.lines(), "finished")
    assert live.run.end["final_output"] == "Once upon a time."
    assert not live.run.is_live and not live.run.is_recording
    assert live.run.problems == []
    assert live.run.recorded_at == live.store.path_of(live.run.header.run_id)


@pytest.mark.parametrize("mode", ["immediate", "after_turn"])
async def test_a_run_cancelled_before_it_began_is_a_cancelled_run(
    tmp_path: Path, mode: Any
) -> None:
    live = Live(tmp_path, ANSWER)
    live.run.controls.cancel(mode)
    await live.run.run()
    assert live.run.end["status"] == "cancelled"
    assert live.recorded() == (live.lines(), "cancelled")


async def test_a_run_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    live = Live(tmp_path, WAIT, timeout=0.2)
    await live.run.run()
    assert live.run.end["error"]["type"] == "RunTimeoutError"
    assert live.run.end["error"]["fault"] == "limit"
    assert live.recorded() == (live.lines(), "failed")


async def test_a_run_cancelled_in_the_middle_ends_once(tmp_path: Path) -> None:
    live = Live(tmp_path, WAIT)
    live.run.subscribe(
        lambda event: live.run.controls.cancel("immediate") if event.type == "tool.start" else None
    )
    await live.run.run()
    assert live.recorded() == (live.lines(), "cancelled")
    assert sum(b'"type":"run.end"' in line for line in live.lines()) == 1


async def test_a_bug_is_written_down_and_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("agents_core.running.runner.Runner.run_streamed", broken)
    live = Live(tmp_path, ANSWER)
    with pytest.raises(ZeroDivisionError, match="a bug"):
        await live.run.run()
    error = live.run.end["error"]
    assert (error["fault"], error["type"]) == ("bug", "ZeroDivisionError")
    assert "in broken" in error["traceback"]
    assert live.recorded() == (live.lines(), "failed")


@pytest.fixture
def unbuildable(tmp_path: Path) -> Live:
    (tmp_path / "broken.py").write_text("def wait(): ...\nraise OSError('no luck')\n")
    live = Live(tmp_path, ANSWER)
    text = CONFIG.replace('kind = "command"', 'kind = "python"\nfunction = "./broken.py:wait"')
    kept = [line for line in text.splitlines() if not line.startswith("command")]
    (tmp_path / "agents.toml").write_text("\n".join([*kept, ANSWER]))
    loaded = load_config(tmp_path / "agents.toml", for_run=True)
    live.run = LiveRun(config_target(loaded), store=live.store)
    return live


async def test_a_run_that_cannot_be_built_fails_without_a_file(unbuildable: Live) -> None:
    run = unbuildable.run
    await run.run()
    assert run.failure is not None and "no luck" in str(run.failure)
    assert run.end["error"]["fault"] == "user"
    assert is_ended(run.history) and not run.is_live
    assert unbuildable.store.list() == []
