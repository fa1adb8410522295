"""The stream of a run: its order, its readers, and its end."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from run_traces import agent_saying, label, labels, watched

from agents_core import Agent, ModelBehaviorError, Runner, function_tool
from agents_core.testing import ModelStep, ScriptedModel, assistant_message, function_call

HELLO = [assistant_message("hello")]
ADD = function_call("add", {"a": 1, "b": 2}, call_id="c1")


@function_tool
def add(a: int, b: int) -> int:
    return a + b


def two_turns() -> Agent[Any]:
    return agent_saying([ADD], HELLO, tools=[add])


class HangingModel(ScriptedModel):
    """Says one thing, then never goes on."""

    def __init__(self) -> None:
        super().__init__([HELLO])
        self.began = asyncio.Event()

    async def stream_response(self, *args: Any, **options: Any) -> AsyncIterator[Any]:
        async for event in super().stream_response(*args, **options):
            yield event
            self.began.set()
            await asyncio.Event().wait()


async def test_before_the_first_event_the_result_knows_the_agent_and_nothing_else() -> None:
    agent = agent_saying(HELLO)
    result = Runner.run_streamed(agent, "hi", max_turns=3)
    assert (result.current_agent, result.current_turn, result.max_turns) == (agent, 0, 3)
    assert (result.is_complete, result.final_output) == (False, None)
    await labels(result)


def test_a_run_needs_a_running_loop() -> None:
    with pytest.raises(RuntimeError):
        Runner.run_streamed(agent_saying(HELLO), "hi")


async def test_one_tool_turn_in_order() -> None:
    call = ["output_item.added", "function_call_arguments.delta", "function_call_arguments.done"]
    message = ["output_item.added", "output_text.delta", "output_item.done"]
    assert await labels(Runner.run_streamed(two_turns(), "hi"), raw=True) == [
        "agent a",
        *["created", "in_progress", *call, "output_item.done", "completed"],
        *["tool_called", "tool_output"],
        *["created", "in_progress", *message, "completed", "message_output_created"],
    ]


async def test_the_end_of_a_run_is_in_its_result() -> None:
    result = Runner.run_streamed(two_turns(), "hi")
    await labels(result)
    assert result.is_complete
    assert result.final_output == "hello"
    assert result.final_output_as(str) == "hello"
    kinds = [item.type for item in result.new_items]
    assert kinds == ["tool_call_item", "tool_call_output_item", "message_output_item"]
    assert (len(result.raw_responses), result.current_turn) == (2, 2)
    assert result.last_agent is result.current_agent
    assert result.last_response_id == "resp-scripted"
    assert result.run_loop_exception is None
    assert [dict(item).get("type") for item in result.to_input_list()] == [
        None,
        "function_call",
        "function_call_output",
        "message",
    ]


async def test_a_run_needs_no_reader_and_a_late_one_gets_everything_once() -> None:
    result = Runner.run_streamed(agent_saying(HELLO), "hi")
    await result.finished()
    assert result.final_output == "hello"
    assert len(await labels(result, raw=True)) == 8
    assert await labels(result, raw=True) == []


async def test_the_next_turn_waits_for_the_reader_of_this_one() -> None:
    model = ScriptedModel([[ADD], HELLO])
    result = Runner.run_streamed(Agent(name="a", model=model, tools=[add]), "hi")
    async for event in result.stream_events():
        if label(event) == "tool_output":
            for _ in range(50):
                await asyncio.sleep(0)
            assert len(model.calls) == 1
    assert len(model.calls) == 2


async def test_leaving_early_does_not_stop_the_run() -> None:
    result = Runner.run_streamed(two_turns(), "hi")
    async for _ in result.stream_events():
        break
    await result.finished()
    assert result.final_output == "hello"


async def test_a_reader_whose_task_died_holds_nothing_up() -> None:
    result = Runner.run_streamed(two_turns(), "hi")
    stream = result.stream_events()

    async def read_one() -> None:
        await anext(stream)

    await asyncio.create_task(read_one())
    await result.finished()
    assert result.final_output == "hello"
    await stream.aclose()  # type: ignore[attr-defined]  # it is a generator


async def test_cancelling_a_waiting_reader_cancels_the_run() -> None:
    model = HangingModel()
    result = Runner.run_streamed(Agent(name="a", model=model), "hi")
    reader = asyncio.create_task(labels(result))
    await model.began.wait()
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader
    assert result.is_complete
    assert result.run_loop_task is not None
    await asyncio.wait([result.run_loop_task])
    assert result.run_loop_task.cancelled()


async def test_a_timeout_around_the_loop_cancels_the_run() -> None:
    result = Runner.run_streamed(Agent(name="a", model=HangingModel()), "hi")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await labels(result)
    assert result.is_complete


async def test_what_happened_is_delivered_before_the_error_is_raised() -> None:
    error = RuntimeError("connection lost")
    step = ModelStep(stream_events=[{"type": "response.created", "response": {}}], error=error)
    result = Runner.run_streamed(agent_saying(step), "hi")
    seen = []
    with pytest.raises(RuntimeError) as raised:
        async for event in result.stream_events():
            seen.append(label(event))
            await asyncio.sleep(0)
    assert seen == ["agent a", "created"]
    assert raised.value is error
    assert result.run_loop_exception is error


async def test_an_error_of_the_library_carries_how_far_the_run_came() -> None:
    agent = agent_saying([function_call("nope", {}, call_id="c")])
    with pytest.raises(ModelBehaviorError, match="Tool nope not found in agent a") as raised:
        await Runner.run(agent, "hi")
    details = raised.value.run_data
    assert details is not None
    assert (details.input, details.last_agent, len(details.raw_responses)) == ("hi", agent, 1)


async def test_cancel_stops_at_once_and_ends_the_stream_without_an_error() -> None:
    result = Runner.run_streamed(Agent(name="a", model=HangingModel()), "hi")
    seen = []
    async for event in result.stream_events():
        seen.append(label(event))
        result.cancel()
        result.cancel()
    assert seen == ["agent a"]
    assert (result.is_complete, result.final_output) == (True, None)
    assert result.run_loop_exception is None
    result.cancel()


async def test_cancel_wakes_a_waiting_reader() -> None:
    model = HangingModel()
    result = Runner.run_streamed(Agent(name="a", model=model), "hi")
    reader = asyncio.create_task(labels(result))
    await model.began.wait()
    result.cancel()
    assert await reader in ([], ["agent a"])


async def test_cancel_before_the_run_took_a_step_still_ends_it_in_the_journal() -> None:
    result, events = watched(agent_saying(HELLO))
    result.cancel()
    assert await labels(result) == []
    assert [event.type for event in events] == ["run.start", "agent.update", "run.end"]
    assert events[-1].data["status"] == "cancelled"


async def test_cancelling_leaves_no_task_behind() -> None:
    started, stopped = asyncio.Event(), asyncio.Event()

    @function_tool
    async def wait() -> str:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return ""

    calls = [function_call("wait", {}, call_id="c1"), function_call("wait", {}, call_id="c2")]
    result = Runner.run_streamed(agent_saying(calls, tools=[wait]), "hi")
    async for event in result.stream_events():
        if label(event) == "tool_called" and len(result.new_items) == 2:
            await started.wait()
            result.cancel()
    assert stopped.is_set()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_cancel_after_turn_lets_the_turn_end() -> None:
    result = Runner.run_streamed(two_turns(), "hi")
    seen = []
    async for event in result.stream_events():
        seen.append(label(event))
        if seen[-1] == "tool_called":
            result.cancel("after_turn")
    assert seen[-1] == "tool_output"
    assert (result.current_turn, result.final_output, result.is_complete) == (1, None, True)


async def test_cancel_after_turn_at_the_last_event_of_a_turn_stops_the_next() -> None:
    model = ScriptedModel([[ADD], HELLO])
    result = Runner.run_streamed(Agent(name="a", model=model, tools=[add]), "hi")
    async for event in result.stream_events():
        if label(event) == "tool_output":
            result.cancel("after_turn")
    assert len(model.calls) == 1


async def test_cancel_after_turn_before_the_first_event_asks_no_model() -> None:
    model = ScriptedModel([HELLO])
    result = Runner.run_streamed(Agent(name="a", model=model), "hi")
    result.cancel("after_turn")
    assert await labels(result) == ["agent a"]
    assert (result.current_turn, model.calls) == (0, [])


async def test_cancel_after_a_handoff_turn_leaves_the_new_agent() -> None:
    b = agent_saying(HELLO, name="b")
    hand = function_call("transfer_to_b", {}, call_id="c")
    result = Runner.run_streamed(agent_saying([hand], handoffs=[b]), "hi")
    seen = []
    async for event in result.stream_events():
        seen.append(label(event))
        if seen[-1] == "handoff_requested":
            result.cancel("after_turn")
    assert seen[-2:] == ["handoff_occured", "agent b"]
    assert result.last_agent is b


async def test_run_gives_the_same_result_from_whole_responses() -> None:
    model = ScriptedModel([[ADD], HELLO])
    result = await Runner.run(Agent(name="a", model=model, tools=[add]), "hi")
    assert result.final_output == "hello"
    assert [call.streamed for call in model.calls] == [False, False]


def test_run_sync_runs_where_no_loop_does() -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        assert Runner.run_sync(agent_saying(HELLO), "hi").final_output == "hello"
    finally:
        asyncio.set_event_loop(None)
        loop.close()


async def test_run_sync_refuses_to_run_inside_a_loop() -> None:
    with pytest.raises(RuntimeError, match="already running"):
        Runner.run_sync(agent_saying(HELLO), "hi")
