"""How runs of the Agents SDK end, and what their models were asked, as a watched process tells."""

import asyncio
import gc
import importlib
import importlib.util
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tui.attaching.attached_run import AttachedRun
from tui.attaching.places import live_runs, socket_of
from tui.watch import watch
from tui.watch.loop_spans import loop_spans
from tui.watch.program import watched_program
from tui.watch.writer import run_writer

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("agents") is None,
    reason="openai-agents is not installed (extra: openai-agents)",
)


@pytest.fixture
def sdk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The SDK, of which nobody else's watching is left, and to which nothing sticks."""
    agents = importlib.import_module("agents")
    runner = importlib.import_module("agents.run").AgentRunner
    for name in ("run", "run_streamed"):
        monkeypatch.setattr(runner, name, getattr(runner, name))
    agents.set_trace_processors([])
    watched_program.cache_clear()
    with TemporaryDirectory(prefix="at-") as folder:  # short enough for sockets
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        monkeypatch.setenv("AGENT_TUI_RUNS_DIR", f"{folder}/runs")
        yield agents
        flush()
        log = Path(folder) / "watch.log"
        assert not log.exists(), log.read_text("utf-8")
    watched_program.cache_clear()
    agents.set_trace_processors([])
    loop_spans.cache_clear()  # it is no processor any more


def flush() -> None:
    assert run_writer().notes.flush(30)


def runs() -> list[list[dict[str, Any]]]:
    """Return the events of each run, oldest run first."""
    from agents_core.recording.store import default_runs_dir

    flush()
    files = sorted(default_runs_dir().glob("*.jsonl"), key=lambda file: file.stat().st_ctime_ns)
    return [list(map(json.loads, file.read_text("utf-8").splitlines()[1:])) for file in files]


def data(events: list[dict[str, Any]], type_: str) -> list[dict[str, Any]]:
    return [event["data"] for event in events if event["type"] == type_]


def agent(sdk: Any, *steps: Any, **options: Any) -> Any:
    """Return an agent whose model says what the steps say."""
    model = importlib.import_module("agents.testing").ScriptedModel(list(steps))
    return sdk.Agent(name="desk", model=model, **options)


def say(text: str) -> list[Any]:
    return [importlib.import_module("agents.testing").assistant_message(text)]


def call(name: str) -> list[Any]:
    return [importlib.import_module("agents.testing").function_call(name, {}, call_id="c1")]


async def read(result: Any) -> Any:
    async for _ in result.stream_events():
        pass
    return result


async def ways(sdk: Any, starting: Any) -> AsyncIterator[Any]:
    """Yield what a run does, without a stream and with one."""
    yield sdk.Runner.run(starting(), "Hello.")
    yield read(sdk.Runner.run_streamed(starting(), "Hello."))


async def test_a_guardrail_that_trips_fails_its_run(sdk: Any) -> None:
    async def is_rude(context: Any, agent: Any, text: Any) -> Any:
        return sdk.GuardrailFunctionOutput(output_info=None, tripwire_triggered=True)

    def guarded() -> Any:
        return agent(sdk, say("Hi."), input_guardrails=[sdk.input_guardrail(is_rude)])

    watch()
    async for run in ways(sdk, guarded):
        with pytest.raises(sdk.InputGuardrailTripwireTriggered):
            await run
    for events in runs():
        assert [found["tripped"] for found in data(events, "guardrail.result")] == [True]
        [end] = data(events, "run.end")
        assert (end["status"], end["error"]["fault"]) == ("failed", "guardrail")
    assert len(runs()) == 2


async def test_a_model_that_fails_fails_its_run(sdk: Any) -> None:
    step = importlib.import_module("agents.testing").ModelStep.raise_error(ConnectionError("gone"))
    watch()
    async for run in ways(sdk, lambda: agent(sdk, step)):
        with pytest.raises(ConnectionError):
            await run
    ends = [end for events in runs() for end in data(events, "run.end")]
    assert [(end["status"], end["error"]["message"]) for end in ends] == [("failed", "gone")] * 2


async def test_a_run_stops_for_an_approval_and_goes_on_as_another(sdk: Any) -> None:
    def refund() -> str:
        return "refunded"

    tool = sdk.function_tool(refund, needs_approval=True)
    watch()
    desk = agent(sdk, call("refund"), say("Done."), tools=[tool])
    state = (await read(sdk.Runner.run_streamed(desk, "Refund it."))).to_state()
    [waiting] = state.get_interruptions()
    state.approve(waiting)
    await read(sdk.Runner.run_streamed(desk, state))

    first, second = runs()
    assert [asked["name"] for asked in data(first, "approval.request")] == ["refund"]
    assert data(first, "run.end")[0]["status"] == "needs_approval"
    assert data(second, "run.end")[0]["status"] == "finished"
    assert [item["name"] for item in data(second, "item.create")] == [
        "tool_output",
        "message_output_created",
    ]
    [request] = data(second, "model.request")
    assert [item.get("type", "message") for item in request["input"]] == [
        "message",
        "function_call",
        "function_call_output",
    ]


async def test_a_stream_that_its_program_cancels_is_cancelled(sdk: Any) -> None:
    result = watch(sdk.Runner.run_streamed(agent(sdk, say("Hi.")), "Hello."))
    async for _ in result.stream_events():
        result.cancel()
    [events] = runs()
    assert data(events, "run.end")[0]["status"] == "cancelled"


async def test_a_stream_that_is_left_early_is_told_to_its_end(sdk: Any) -> None:
    async for _ in watch(sdk.Runner.run_streamed(agent(sdk, say("Hi.")), "Hello.")).stream_events():
        break
    while not data(runs()[0], "run.end"):  # noqa: ASYNC110 - the SDK goes on by itself
        await asyncio.sleep(0)
    [end] = data(runs()[0], "run.end")
    assert (end["status"], end["final_output"]) == ("finished", "Hi.")


async def test_a_stream_nobody_reads_ends_when_it_is_let_go_of(sdk: Any) -> None:
    result = watch(sdk.Runner.run_streamed(agent(sdk, say("Hi.")), "Hello."))
    await asyncio.wait([result.run_loop_task])
    await asyncio.sleep(0)  # its task tells that it is done
    [events] = runs()
    assert not data(events, "run.end")
    del result
    gc.collect()
    [events] = runs()
    [end] = data(events, "run.end")
    assert (end["status"], end["final_output"]) == ("finished", "Hi.")
    assert [item["name"] for item in data(events, "item.create")] == ["message_output_created"]


async def test_requests_hold_what_sessions_and_filters_make_of_them(sdk: Any) -> None:
    heard: list[str] = []

    class Hooks(sdk.RunHooks):  # type: ignore[misc]  # the SDK is optional, and so has no types
        async def on_agent_start(self, context: Any, agent: Any) -> None:
            heard.append("start")

        async def on_llm_start(self, context: Any, agent: Any, told: Any, items: Any) -> None:
            heard.append(told)

    def short(asked: Any) -> Any:
        model_input = asked.model_data
        words = f"Say less than {len(model_input.input)}."
        return type(model_input)(input=model_input.input, instructions=words)

    session = sdk.SQLiteSession("one")
    desk = agent(sdk, say("Hi."), say("Bye."), instructions="Talk.")
    config = sdk.RunConfig(call_model_input_filter=short)
    watch()
    await sdk.Runner.run(desk, "Hello.", session=session)
    streamed = sdk.Runner.run_streamed(
        desk, "So long.", session=session, run_config=config, hooks=Hooks()
    )
    await read(streamed)
    session.close()

    [request] = data(runs()[1], "model.request")
    assert [item["content"] for item in request["input"] if "role" in item][::2] == [
        "Hello.",
        "So long.",
    ]
    assert request["instructions"] == "Say less than 3."
    assert heard == ["start", "Say less than 3."]


@asynccontextmanager
async def watcher() -> AsyncIterator[AttachedRun]:
    """Somebody who watches the only run."""
    async with asyncio.timeout(30):
        while not (run_ids := await asyncio.to_thread(lambda: list(live_runs()))):
            pass  # its socket is opened in another thread
        watcher = AttachedRun(socket_of(run_ids[0]))
        task = asyncio.create_task(watcher.run())
        await watcher.caught_up.wait()
        yield watcher
        await task
    await watcher.close()


@pytest.mark.parametrize("is_streamed", [True, False])
async def test_a_watcher_may_cancel_a_run_that_is_streamed_and_no_more(
    is_streamed: bool, sdk: Any
) -> None:
    is_asked, may_answer = asyncio.Event(), asyncio.Event()

    async def wait() -> str:
        is_asked.set()
        await may_answer.wait()
        return "done"

    watch()
    desk = agent(sdk, call("wait"), say("Hi."), tools=[sdk.function_tool(wait)])
    way = read(sdk.Runner.run_streamed(desk, "Go.")) if is_streamed else sdk.Runner.run(desk, "Go.")
    running = asyncio.create_task(way)
    await is_asked.wait()
    async with watcher() as remote:
        remote.controls.send("Hurry.")
        remote.controls.cancel("immediate")
        while len(remote.problems) + remote.controls.obeyed < 2:  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.001)
        if not is_streamed:
            may_answer.set()
        result = await running
    assert "only watched" in remote.problems[0]
    last = remote.history.event(len(remote.history) - 1).data
    if is_streamed:
        assert (result.final_output, last["status"]) == (None, "cancelled")
    else:
        assert "not streamed" in remote.problems[1]
        assert (result.final_output, last["status"]) == ("Hi.", "finished")
