"""MCP servers, real ones: the example over both transports, and one of the npm registry."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agents_core import Agent, RunConfig, Runner, function_tool
from agents_core.errors import MCPServerError, UserError
from agents_core.journal import Journal
from agents_core.mcp.servers import (
    MCPServer,
    MCPServerStdio,
    MCPServerStreamableHttp,
    ToolFilter,
)
from agents_core.run_events import RunEvent
from agents_core.testing import ScriptedModel, assistant_message, function_call

pytest.importorskip("mcp", reason="the mcp package is not installed: pip install -e '.[mcp]'")

EXAMPLE = Path(__file__).parents[3] / "examples" / "mcp_server.py"
DONE = [assistant_message("done")]


def example(**options: Any) -> MCPServerStdio:
    params: Any = {"command": sys.executable, "args": [str(EXAMPLE)], **options.pop("params", {})}
    return MCPServerStdio(params, name="example", startup_timeout=30.0, **options)


async def run(
    server: MCPServer, *calls: tuple[str, dict[str, Any]], **agent: Any
) -> tuple[list[RunEvent], BaseException | None]:
    turns = [
        [function_call(name, arguments, call_id=f"c{number}")]
        for number, (name, arguments) in enumerate(calls)
    ]
    journal, events, failure = Journal(), list[RunEvent](), None
    journal.subscribe(events.append)
    model = ScriptedModel([*turns, DONE])
    try:
        await Runner.run(
            Agent("a", model=model, mcp_servers=[server], **agent),
            "go",
            run_config=RunConfig(journal=journal),
        )
    except (MCPServerError, UserError) as error:
        failure = error
    return events, failure


def of_type(events: list[RunEvent], type_: str) -> list[Any]:
    return [event.data for event in events if event.type == type_]


def children() -> set[int]:
    """The processes that are children of this one."""
    command = ["ps", "-o", "pid=", "--ppid", str(os.getpid())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as ps:
        assert ps.stdout is not None
        return {int(pid) for pid in ps.stdout.read().split()} - {ps.pid}


@pytest.fixture
def http_server() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(EXAMPLE), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program:
        assert program.stderr is not None
        for line in program.stderr:
            if "running on" in line:
                break
        yield f"http://127.0.0.1:{port}/mcp"
        program.terminate()
        program.stderr.read()


async def test_a_run_starts_a_server_calls_its_tools_and_leaves_nothing_behind() -> None:
    before = children()
    events, failure = await run(example(), ("add", {"first": 1, "second": 2}))
    assert failure is None
    (connected,) = of_type(events, "mcp.connect")
    assert (connected["server"], connected["tools"][:2]) == ("example", ["add", "count_to"])
    assert [end["output"] for end in of_type(events, "tool.end")] == ["3"]
    assert children() <= before
    assert [task for task in asyncio.all_tasks() if "MCP" in task.get_name()] == []


async def test_a_server_over_http_is_called_the_same_way(http_server: str) -> None:
    server = MCPServerStreamableHttp({"url": http_server}, name="example")
    events, failure = await run(server, ("add", {"first": 20, "second": 22}))
    assert failure is None
    assert [end["output"] for end in of_type(events, "tool.end")] == ["42"]


async def test_a_call_tells_its_progress() -> None:
    events, _ = await run(example(), ("count_to", {"end": 4}))
    latest = of_type(events, "tool.progress")[-1]
    assert (latest["fraction"], latest["message"]) == (1.0, "at 4")


async def test_a_tool_that_fails_tells_the_model_and_the_run_goes_on() -> None:
    events, failure = await run(example(), ("fail", {"reason": "no"}))
    assert failure is None
    (end,) = of_type(events, "tool.end")
    assert (end["is_error"], end["error"]["type"]) == (True, "MCPToolError")


async def test_a_program_gets_only_the_variables_that_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET", "hidden")
    server = example(params={"env": {"GIVEN": "yes"}})
    calls = [("variable", {"name": name}) for name in ("SECRET", "GIVEN")]
    events, _ = await run(server, *calls)
    assert [end["output"] for end in of_type(events, "tool.end")] == ["not set", "yes"]


async def test_the_filter_says_which_tools_are_offered() -> None:
    events, _ = await run(example(tool_filter=ToolFilter(["add", "die"], ["die"])))
    assert of_type(events, "mcp.connect")[0]["tools"] == ["add"]


async def test_a_required_server_that_dies_ends_the_run() -> None:
    events, failure = await run(example(), ("die", {}))
    assert isinstance(failure, MCPServerError)
    assert of_type(events, "mcp.error") == [
        {
            "server": "example",
            "required": True,
            "message": "MCP server 'example': the connection was lost",
        }
    ]
    assert of_type(events, "run.end")[0]["error"]["fault"] == "tool"


async def test_the_run_goes_on_without_a_server_that_is_not_required() -> None:
    events, failure = await run(example(required=False), ("die", {}))
    assert failure is None
    assert of_type(events, "run.end")[0]["status"] == "finished"
    assert len(of_type(events, "mcp.error")) == 1
    assert of_type(events, "model.request")[-1]["tools"] == []


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["no-such-program"], "no-such-program"),
        ([sys.executable, "-c", "import sys; sys.exit('out of order')"], "out of order"),
    ],
)
async def test_a_server_that_does_not_start_says_why(command: list[str], said: str) -> None:
    server = MCPServerStdio({"command": command[0], "args": command[1:]}, name="broken")
    events, failure = await run(server)
    assert isinstance(failure, MCPServerError)
    assert said in str(failure)
    assert len(of_type(events, "mcp.error")) == 1


async def test_a_server_that_is_silent_is_given_up() -> None:
    before = children()
    params: Any = {"command": sys.executable, "args": ["-c", "import time; time.sleep(60)"]}
    server = MCPServerStdio(params, name="silent", startup_timeout=0.2)
    _, failure = await run(server)
    assert "did not start within 0.2 s" in str(failure)
    assert children() <= before


async def test_a_name_that_means_two_things_is_refused_naming_both() -> None:
    @function_tool
    def add(first: int) -> int:
        """Add."""
        return first

    _, failure = await run(example(), tools=[add])
    assert isinstance(failure, UserError)
    assert "'add' of MCP server 'example' is called like the agent's tool 'add'" in str(failure)


async def test_a_server_one_holds_already_outlives_the_run() -> None:
    async with example() as server:
        await run(server, ("add", {"first": 1, "second": 1}))
        assert server.is_connected
    assert not server.is_connected


async def test_a_run_that_is_cancelled_ends_its_servers() -> None:
    before = children()
    started = asyncio.Event()

    @function_tool
    async def wait() -> None:
        started.set()
        await asyncio.Event().wait()

    task = asyncio.ensure_future(run(example(), ("wait", {}), tools=[wait]))
    await started.wait()
    task.cancel()
    await asyncio.wait([task])
    assert children() <= before


async def test_a_server_of_npm_works_the_same() -> None:
    if shutil.which("npx") is None:
        pytest.skip("npx is not installed")
    package = "@modelcontextprotocol/server-everything"
    fetched = await asyncio.create_subprocess_exec(
        "npm", "view", package, "version", stdout=DEVNULL, stderr=DEVNULL
    )
    if await fetched.wait():
        pytest.skip("npm reaches no registry")
    env = {name: value for name, value in os.environ.items() if name.lower().startswith("npm_")}
    server = MCPServerStdio(
        {"command": "npx", "args": ["-y", package], "env": env}, startup_timeout=120.0
    )
    events, failure = await run(server, ("echo", {"message": "hello"}))
    assert failure is None
    assert [end["output"] for end in of_type(events, "tool.end")] == ["Echo: hello"]
