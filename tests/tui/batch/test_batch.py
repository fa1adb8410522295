"""Many runs at once: how many, in which order, and that they keep out of each other's way."""

import asyncio
from pathlib import Path

import pytest
from fake_run import FakeRun, support_desk

from agents_core.config import LoadedConfig, Overrides, load_config
from agents_core.run_events import RunEvent
from tui.batch.batch import Batch
from tui.sources.live_run import LiveRun
from tui.sources.run_source import RunSource
from tui.sources.run_target import config_target

EVENTS = support_desk()

PRINTING = """version = 1
[run]
agent = "a"
model = "scripted/x"
input = "{{ vars.word }}"
[vars]
word = "none"
[agents.a]
tools = ["speak"]
[tools.speak]
kind = "python"
function = "./speaking.py:speak"
[providers.scripted]
kind = "scripted"
tokens_per_second = 0
[[providers.scripted.turns]]
tool_calls = [{ name = "speak", arguments = { word = "{{ vars.word }}" } }]
[[providers.scripted.turns]]
text = "said {{ vars.word }}"
"""

SPEAKING = '''
import asyncio
from pathlib import Path

async def speak(word: str) -> str:
    """Say a word, from everywhere, while the other run does the same."""
    folder = Path(__file__).parent
    (folder / f"{word}.begun").touch()
    while len(list(folder.glob("*.begun"))) < 2:
        await asyncio.sleep(0.001)
    print(f"first {word}")
    await asyncio.sleep(0.001)
    print(f"second {word}")
    await asyncio.to_thread(print, f"thread {word}")
    return word
'''


def fakes(count: int) -> list[FakeRun]:
    return [FakeRun(EVENTS) for _ in range(count)]


async def settled() -> None:
    """Let all tasks come as far as they can."""
    for _ in range(20):
        await asyncio.sleep(0)


async def drive(source: RunSource) -> None:
    await source.run()


async def test_so_many_runs_go_on_at_once_in_the_order_of_their_lines() -> None:
    runs = fakes(4)
    begun: list[RunSource] = []

    async def note(source: RunSource) -> None:
        begun.append(source)
        await source.run()

    batch = Batch(runs, 2)
    task = asyncio.create_task(batch.run(note))
    await settled()
    assert begun == runs[:2]
    runs[1].end()
    await settled()
    assert begun == runs[:3]
    for run in runs:
        run.end()
    await task
    assert begun == runs


async def test_a_cancelled_batch_stops_what_goes_on_and_begins_no_more() -> None:
    runs = fakes(3)
    batch = Batch(runs, 1)
    task = asyncio.create_task(batch.run(drive))
    await settled()
    runs[0].feed(10)
    assert batch.counts() == {"running": 1, "waiting": 2}
    batch.cancel()
    runs[0].feed(len(EVENTS))
    runs[0].end()
    await task
    assert [run.controls.cancelled for run in runs] == [["immediate"], [], []]
    assert batch.counts() == {"finished": 1, "skipped": 2}
    assert batch.is_over


def test_a_view_is_made_anew_only_when_something_happened() -> None:
    (run,) = fakes(1)
    batch = Batch([run], 1)
    run.feed(10)
    view = batch.view(run)
    assert batch.view(run) is view
    run.feed(11)
    assert batch.view(run).position == 11


async def test_parallel_runs_do_not_mix_what_their_tools_print(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "agents.toml"
    config.write_text(PRINTING, "utf-8")
    (tmp_path / "speaking.py").write_text(SPEAKING, "utf-8")
    runs = [LiveRun(config_target(_loaded(config, word))) for word in ("left", "right")]
    batch = Batch(runs, 2)
    await batch.run(drive)
    await batch.close()
    for run, word in zip(runs, ("left", "right"), strict=True):
        assert run.end["final_output"] == f"said {word}"
        progress = [e.data["text"] for e in _events(run) if e.type == "tool.progress"]
        assert "".join(progress).splitlines() == [
            f"first {word}",
            f"second {word}",
            f"thread {word}",
        ]
    assert capsys.readouterr().out == ""


def _loaded(config: Path, word: str) -> LoadedConfig:
    return load_config(config, overrides=Overrides(variables={"word": word}), for_run=True)


def _events(run: LiveRun) -> list[RunEvent]:
    return [run.history.event(seq) for seq in range(len(run.history))]
