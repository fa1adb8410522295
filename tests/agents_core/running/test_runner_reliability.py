"""Nothing is left behind: not after many runs, not after a cancel, not when things go wrong."""

import asyncio
import gc
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sse_server import Reply, SseServer
from wire_answers import Provider, call, message, stream

from agents_core import (
    Agent,
    CustomTool,
    Model,
    ModelBehaviorError,
    OpenAIResponsesModel,
    RunConfig,
    Runner,
    SQLiteSession,
    Tool,
    ToolContext,
    function_tool,
)
from agents_core.journal import Journal
from agents_core.models.client import make_client
from agents_core.running.result import RunResultStreaming
from agents_core.testing import ScriptedModel, function_call
from agents_core.tools.command_tool import CommandSpec, command_tool

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="counts what Linux shows"
)
DONE_ITEM = message("done")
DONE = stream(DONE_ITEM)
ENDLESS = "import subprocess, sys, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
"""A program with a child of its own; neither ends by itself."""


class Tireless(Provider):
    """Asks for tools, and is done once it has their outputs."""

    def __init__(self, *calls: dict[str, Any]) -> None:
        super().__init__([])
        self._calls = stream(*calls)

    def answer(self, asked: dict[str, Any]) -> bytes:
        self.requests.clear()
        is_answered = asked["input"][-1].get("type") == "function_call_output"
        return DONE if is_answered else self._calls


@function_tool
def plain() -> str:
    """Run in a thread."""
    return "x"


@function_tool
async def failing() -> str:
    """Fail."""
    raise ValueError("no")


def program(name: str, source: str) -> Any:
    spec = CommandSpec(command=[sys.executable, "-c", source])
    return command_tool(name, "Runs a program.", {"type": "object", "properties": {}}, spec)


def held() -> dict[str, int]:
    """Count what a process can hold on to."""
    children = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()
    return {
        "tasks": len(asyncio.all_tasks()),
        "threads": threading.active_count(),
        "files and sockets": len(os.listdir("/proc/self/fd")),
        "processes": len(children),
    }


async def warmed_up() -> None:
    """Make a run, for the openai client keeps a thread of the loop's once it was used."""
    agent = Agent[Any](name="a", model=Provider([DONE]).model())
    await Runner.run(agent, "hi")


async def until(claim: Callable[[], bool], seconds: float) -> bool:
    """Say whether a claim comes true in time."""
    deadline = time.monotonic() + seconds
    while not claim():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.01)
    return True


async def finished(result: RunResultStreaming) -> None:
    with suppress(ModelBehaviorError):
        async for _ in result.stream_events():
            pass


async def some_runs(first: int, base_url: str) -> None:
    """Make ten runs with a client of their own, which is closed."""
    client = make_client(api_key="k", base_url=base_url, max_retries=0)
    calls = [call(name, '{"input":""}', name) for name in ("plain", "failing", "inner")]
    models = (Tireless(*calls).model(), OpenAIResponsesModel("m", client))
    for number in range(first, first + 10):
        await one_run(number, models[number % 2], models[1])
    await client.close()


async def one_run(number: int, model: Model, inner_model: Model) -> None:
    """Make a run with tools, failures, a session and a nested run, or one that is stopped."""
    inner = Agent[Any](name="inner", model=inner_model)
    tools: list[Tool] = [plain, failing, inner.as_tool(tool_name="inner")]
    agent = Agent[Any](name="a", model=model, tools=tools)
    session, config = SQLiteSession("s"), RunConfig(journal=Journal())
    result = Runner.run_streamed(agent, "hi", session=session, run_config=config)
    if number % 5 == 0:
        await anext(result.stream_events())
        result.cancel()
    await finished(result)
    session.close()


async def test_two_hundred_runs_leave_nothing_behind() -> None:
    body = stream(message("done"))
    with SseServer([Reply(body, repeat=True)]) as server:
        await some_runs(0, server.base_url)
        await until(lambda: threading.active_count() < 3, 1)
        before = held()
        for first in range(0, 200, 10):
            await some_runs(first, server.base_url)
        after: dict[str, int] = {}

        def is_clean() -> bool:
            gc.collect()
            after.update(held())
            return all(after[kind] <= before[kind] for kind in before)

        assert await until(is_clean, 2), (before, after)


async def test_five_hundred_runs_at_once_finish_with_bounded_memory() -> None:
    async def run(number: int) -> str:
        model = ScriptedModel([[function_call("plain", {}, call_id="c")], [DONE_ITEM]])
        agent = Agent[Any](name=f"a{number}", model=model, tools=[plain])
        result = await Runner.run(agent, "hi")
        return str(result.final_output)

    await run(0)
    gc.collect()
    before = resident_from_here()
    outputs = await asyncio.gather(*map(run, range(500)))
    grown = {kind: now - before[kind] for kind, now in resident().items()}
    assert outputs == ["done"] * 500
    assert grown["VmHWM"] < 200_000, f"{grown} kB"


def resident_from_here() -> dict[str, int]:
    """Return how much memory the process has, and count its peak afresh."""
    Path("/proc/self/clear_refs").write_text("5")
    return resident()


def resident() -> dict[str, int]:
    """Return how much memory the process has and had at the most, in kB."""
    lines = (line.split() for line in Path("/proc/self/status").read_text().splitlines())
    return {name.rstrip(":"): int(rest[0]) for name, *rest in lines if name in ("VmRSS:", "VmHWM:")}


@function_tool
async def hanging() -> str:
    """Never end."""
    await asyncio.Event().wait()
    return ""


async def test_a_cancel_leaves_no_task_and_no_process_within_a_second() -> None:
    inner = Agent[Any](
        name="inner", model=Provider([stream(call("hanging"))]).model(), tools=[hanging]
    )
    calls = [call(name, '{"input":""}', name) for name in ("endless", "hanging", "inner")]
    agent = Agent[Any](
        name="a",
        model=Provider([stream(*calls)]).model(),
        tools=[program("endless", ENDLESS), hanging, inner.as_tool(tool_name="inner")],
    )
    await warmed_up()
    before = held()
    result = Runner.run_streamed(agent, "hi")
    assert await until(lambda: held()["processes"] > before["processes"], 10)
    result.cancel()
    assert await until(lambda: held() == before, 1), (before, held())
    assert not sleeping()


def sleeping() -> list[str]:
    """Return the processes that run what the endless program starts."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found += [entry.parent.name] if entry.read_bytes() == b"sleep\x0060\x00" else []
    return found


async def test_a_cancel_closes_the_connection_of_a_model_that_says_nothing() -> None:
    silent = Reply(b": still here\n\n", hold_open=True)
    with SseServer([silent]) as server:
        client = make_client(api_key="k", base_url=server.base_url, max_retries=0)
        agent = Agent[Any](name="a", model=OpenAIResponsesModel("m", client))
        await warmed_up()
        before = held()
        result = Runner.run_streamed(agent, "hi")
        assert await until(lambda: bool(server.requests()), 10)
        result.cancel()
        assert await until(lambda: held() == before, 1), (before, held())
        await client.close()


async def test_a_cancelled_run_does_not_wait_for_code_that_cannot_be_stopped() -> None:
    release = threading.Event()

    @function_tool
    def stubborn() -> str:
        release.wait(30)
        return ""

    provider = Provider([stream(call("stubborn"))])
    agent = Agent[Any](name="a", model=provider.model(), tools=[stubborn])
    result = Runner.run_streamed(agent, "hi")
    try:
        assert await until(lambda: threading.active_count() > 1, 5)
        result.cancel()
        assert result.run_loop_task is not None
        await asyncio.wait([result.run_loop_task], timeout=1)
        assert result.run_loop_task.done()
    finally:
        release.set()


async def leave(context: ToolContext[Any], *_: str) -> str:
    """Try to end the program."""
    sys.exit(3)


@pytest.mark.parametrize("is_custom", [False, True])
async def test_a_tool_that_exits_ends_its_call_and_nothing_else(is_custom: bool) -> None:
    asked = call("leave")
    if is_custom:
        asked = {"type": "custom_tool_call", "name": "leave", "call_id": "c1", "input": ""}

    @function_tool(name_override="leave")
    async def leaving() -> str:
        sys.exit(3)

    tool = CustomTool("leave", "", leave) if is_custom else leaving
    provider = Provider([stream(asked), DONE])
    agent = Agent[Any](name="a", model=provider.model(), tools=[tool])
    assert (await Runner.run(agent, "hi")).final_output == "done"


async def test_a_tool_may_return_bytes_and_very_much() -> None:
    @function_tool(name_override="give_bytes")
    def give_bytes() -> bytes:
        return b"\xff\x00"

    @function_tool(name_override="give_much")
    def give_much() -> str:
        return "x" * 20_000_000

    provider = Provider([stream(call("give_bytes"), call("give_much", call_id="c2")), DONE])
    agent = Agent[Any](name="a", model=provider.model(), tools=[give_bytes, give_much])
    result = await Runner.run(agent, "hi")
    assert result.final_output == "done"
    first, second = provider.requests[1]["input"][-2:]
    assert first["output"] == "b'\\xff\\x00'"
    assert len(second["output"]) == 20_000_000
