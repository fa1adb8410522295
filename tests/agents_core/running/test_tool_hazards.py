"""Tools that misbehave: the run survives or ends clearly, and the terminal never sees them."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from agents_core import Agent, RunConfig, Runner, function_tool
from agents_core.journal import Journal
from agents_core.outputs.output_files import OutputFolder
from agents_core.outputs.printing import captured_prints
from agents_core.run_events import RunEvent
from agents_core.testing import ScriptedModel, assistant_message, function_call
from agents_core.tools.command_tool import CommandSpec, command_tool
from agents_core.tools.function_tool import FunctionTool
from agents_core.tools.tool_context import ToolContext

PYTHON = sys.executable


async def run(tool: FunctionTool, **config: Any) -> list[RunEvent]:
    journal, events = Journal(), list[RunEvent]()
    journal.subscribe(events.append)
    model = ScriptedModel(
        [[function_call(tool.name, {}, call_id="c")], [assistant_message("went on")]]
    )
    with captured_prints():
        result = await Runner.run(
            Agent("a", model=model, tools=[tool]),
            "go",
            run_config=RunConfig(journal=journal, **config),
        )
    assert result.final_output == "went on"
    return events


def end_of(events: list[RunEvent]) -> dict[str, Any]:
    (end,) = (event.data for event in events if event.type == "tool.end")
    return dict(end)


def size_of(file: str) -> int:
    return os.path.getsize(file)


def told(events: list[RunEvent]) -> str:
    return "".join(event.data.get("text", "") for event in events if event.type == "tool.progress")


@pytest.mark.parametrize("is_async", [False, True])
async def test_prints_are_told_and_never_reach_the_terminal(
    is_async: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    def talk() -> str:
        print("to stdout")
        print("to stderr", file=sys.stderr)
        sys.stdout.buffer.write(b"as bytes\n")
        thread = threading.Thread(target=print, args=("from a thread",))
        thread.start()
        thread.join()
        return "said"

    async def talk_async() -> str:
        return await asyncio.to_thread(talk) if is_async else talk()

    tool = function_tool(talk_async if is_async else talk)
    text = told(await run(tool))
    assert text == "to stdout\nto stderr\nas bytes\nfrom a thread\n"
    assert capsys.readouterr() == ("", "")


async def test_prints_of_parallel_calls_are_told_apart() -> None:
    both = threading.Barrier(2, timeout=10)

    @function_tool
    def say(word: str) -> str:
        both.wait()
        print(word)
        both.wait()
        return word

    journal, events = Journal(), list[RunEvent]()
    journal.subscribe(events.append)
    calls = [function_call("say", {"word": word}, call_id=word) for word in ("one", "two")]
    model = ScriptedModel([calls, [assistant_message("x")]])
    with captured_prints():
        await Runner.run(
            Agent("a", model=model, tools=[say]), "go", run_config=RunConfig(journal=journal)
        )
    texts = {e.data["call_id"]: e.data["text"] for e in events if e.type == "tool.progress"}
    assert texts == {"one": "one\n", "two": "two\n"}


async def test_standard_streams_are_as_before_afterwards() -> None:
    before = sys.stdout, sys.stderr
    with captured_prints(), captured_prints():
        assert sys.stdout is not before[0]
    assert (sys.stdout, sys.stderr) == before


async def test_progress_from_a_thread_comes_in_order_and_before_the_end() -> None:
    @function_tool
    def count(context: ToolContext[Any]) -> str:
        for number in range(10_000):
            context.emit(f"{number} ", fraction=number / 10_000)
        return "counted"

    events = await run(count)
    types = [event.type for event in events if event.type.startswith("tool.")]
    assert told(events) == "".join(f"{number} " for number in range(10_000))
    assert types[-1] == "tool.end"
    assert len(types) < 100


async def test_what_is_told_after_the_end_is_not_heard() -> None:
    contexts: list[ToolContext[Any]] = []

    @function_tool
    async def leave(context: ToolContext[Any]) -> str:
        contexts.append(context)
        return "left"

    events = await run(leave)
    contexts[0].emit("late")
    assert told(events) == ""


async def test_a_tool_that_prints_without_end_is_told_in_part() -> None:
    def flood() -> str:
        for _ in range(100):
            print("x" * 100_000)
        return "done"

    events = await run(function_tool(flood))
    assert len(told(events)) < 101_000
    assert "more characters were left out" in told(events)


async def test_200_megabytes_are_cut_and_kept(tmp_path: Path) -> None:
    def huge() -> str:
        return "x" * 200_000_000

    folder = OutputFolder(tmp_path)
    events = await run(function_tool(huge), max_tool_output=1000, outputs=folder)
    end = end_of(events)
    assert end["output"].startswith("x" * 1000 + "\n[199999000 more characters were left out; ")
    assert size_of(end["output_files"][0]) == 200_000_000


async def test_bytes_become_text() -> None:
    def binary() -> bytes:
        return b"\xff\x00text"

    assert "text" in end_of(await run(function_tool(binary)))["output"]


@pytest.mark.parametrize("is_async", [False, True])
async def test_sys_exit_fails_the_call_and_not_the_program(is_async: bool) -> None:
    def leave() -> str:
        sys.exit(3)

    async def leave_async() -> str:
        sys.exit(3)

    end = end_of(await run(function_tool(leave_async if is_async else leave)))
    assert end["is_error"]
    assert "SystemExit(3)" in end["error"]["message"]


async def test_a_tool_that_hangs_is_given_up_at_its_timeout() -> None:
    @function_tool(timeout=0.05)
    async def hang() -> str:
        await asyncio.Event().wait()
        return ""

    assert end_of(await run(hang))["error"]["type"] == "ToolTimeoutError"


async def test_a_tool_that_blocks_the_loop_delays_the_run_and_no_more() -> None:
    @function_tool
    async def block() -> str:
        time.sleep(0.1)  # noqa: ASYNC251 - the hazard itself
        print("awake")
        return "slept"

    events = await run(block)
    assert (end_of(events)["output"], told(events)) == ("slept", "awake\n")


async def test_the_children_of_a_program_do_not_outlive_it(tmp_path: Path) -> None:
    script = "import subprocess, sys; p = subprocess.Popen(['sleep', '60']); print(p.pid)"
    spec = CommandSpec([PYTHON, "-c", script])
    tool = command_tool("spawn", "Spawn.", {"type": "object", "properties": {}}, spec)
    pid = end_of(await run(tool))["output"]
    state = subprocess.run(["ps", "-o", "state=", "-p", pid], capture_output=True, text=True)  # noqa: ASYNC221
    assert state.stdout.strip() in ("", "Z")


async def test_a_program_tells_its_lines_while_it_runs(tmp_path: Path) -> None:
    script = "import sys; print('one', flush=True); print('two', file=sys.stderr); input()"
    spec = CommandSpec([PYTHON, "-c", script], stdin="")
    tool = command_tool("talk", "Talk.", {"type": "object", "properties": {}}, spec)
    events = await run(tool)
    assert "one\n" in told(events)
    assert "two\n" in told(events)


async def test_a_long_output_of_a_program_is_kept_whole(tmp_path: Path) -> None:
    spec = CommandSpec([PYTHON, "-c", "print('y' * 5000)"], max_output=100)
    tool = command_tool("long", "Long.", {"type": "object", "properties": {}}, spec)
    end = end_of(await run(tool, outputs=OutputFolder(tmp_path / "run.outputs")))
    (file,) = end["output_files"]
    assert size_of(file) == 5001
    assert f"[4901 more bytes were left out; all of it: {file}]" in end["output"]


async def test_a_tool_cancelled_in_the_middle_ends_in_the_journal() -> None:
    started = asyncio.Event()

    @function_tool
    async def wait(context: ToolContext[Any]) -> str:
        context.emit("half")
        started.set()
        await asyncio.Event().wait()
        return ""

    journal, events = Journal(), list[RunEvent]()
    journal.subscribe(events.append)
    model = ScriptedModel([[function_call("wait", {}, call_id="c")]])
    task = asyncio.ensure_future(
        Runner.run(
            Agent("a", model=model, tools=[wait]), "go", run_config=RunConfig(journal=journal)
        )
    )
    await started.wait()
    task.cancel()
    await asyncio.wait([task])
    types = [event.type for event in events]
    assert types[-3:] == ["tool.progress", "tool.end", "run.end"]
    assert end_of(events)["error"]["type"] == "CancelledError"
