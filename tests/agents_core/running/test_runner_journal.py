"""What a run writes to its journal: as documented in `run_events`, whatever happens."""

import asyncio
from typing import Any

import pytest
from run_traces import agent_saying, labels, watched

from agents_core import Agent, Runner, ToolContext, function_tool
from agents_core.models.attempts import ModelAttempt, report_attempt
from agents_core.run_events import RunEvent
from agents_core.testing import (
    ModelStep,
    ScriptedModel,
    assistant_message,
    function_call,
    wire_event,
)
from agents_core.usage import InputTokensDetails, OutputTokensDetails, Usage

DONE = [assistant_message("done")]


@function_tool
def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


ADD = function_call("add", {"a": 1, "b": 2}, call_id="c1")


def of_type(events: list[RunEvent], type_: str) -> list[Any]:
    return [event.data for event in events if event.type == type_]


async def finished(agent: Agent[Any], **options: Any) -> list[RunEvent]:
    result, events = watched(agent, **options)
    await labels(result)
    return events


async def test_a_run_with_a_tool_is_written_in_order() -> None:
    events = await finished(agent_saying([ADD], DONE, tools=[add]))
    assert [event.type for event in events if event.type != "model.event"] == [
        *["run.start", "agent.update"],
        *["turn.start", "model.request", "model.end", "item.create"],
        *["tool.start", "tool.end", "item.create"],
        *["turn.start", "model.request", "model.end", "item.create"],
        "run.end",
    ]
    assert [event.seq for event in events] == list(range(len(events)))
    assert [event.turn for event in events if event.type == "model.end"] == [1, 2]


async def test_the_start_shows_every_agent_that_can_be_reached() -> None:
    b = agent_saying(name="b", handoff_description="Knows b", output_type=list[int])
    a = agent_saying(DONE, tools=[add], handoffs=[b], instructions="be kind")
    b.handoffs.append(a)
    start = (await finished(a))[0].data
    assert (start["agent"], start["input"], start["max_turns"]) == ("a", "hi", 10)
    first, second = start["agents"]
    assert (first["name"], first["instructions"], first["handoffs"]) == ("a", "be kind", ["b"])
    assert first["tools"][0]["description"] == "Add two numbers."
    assert set(first["tools"][0]["parameters"]["properties"]) == {"a", "b"}
    assert (second["handoff_description"], second["handoffs"]) == ("Knows b", ["a"])
    assert second["output_schema"]["type"] == "object"


async def test_requests_repeat_nothing_the_one_before_had() -> None:
    first, second = of_type(await finished(agent_saying([ADD], DONE, tools=[add])), "model.request")
    assert (first["kept"], first["input"]) == (0, [{"content": "hi", "role": "user"}])
    assert second["kept"] == 1
    assert [item["type"] for item in second["input"]] == ["function_call", "function_call_output"]
    assert [tool["name"] for tool in second["tools"]] == ["add"]


async def test_payloads_are_written_as_they_came() -> None:
    odd = wire_event("response.hologram", beam=1)
    end = wire_event("response.completed", response={"id": "r", "output": []})
    events = await finished(agent_saying(ModelStep(stream_events=[odd, end])))
    payloads = [event.payload for event in events if event.type == "model.event"]
    assert payloads == [odd.payload, end.payload]


async def test_typed_events_of_a_users_model_are_written_as_json() -> None:
    from agents_core.models.typed import typed_event

    end = typed_event({"type": "response.completed", "response": {"id": "r", "output": []}})
    events = await finished(agent_saying(ModelStep(stream_events=[end])))
    assert of_type(events, "model.event")[0]["type"] == "response.completed"
    assert of_type(events, "run.end")[0]["status"] == "finished"


async def test_tokens_are_counted_call_by_call_and_in_all() -> None:
    usage = Usage(
        requests=1,
        input_tokens=10,
        input_tokens_details=InputTokensDetails(4),
        output_tokens=5,
        output_tokens_details=OutputTokensDetails(2),
        total_tokens=15,
    )
    steps = [ModelStep([ADD], usage), ModelStep(DONE, usage)]
    events = await finished(agent_saying(*steps, tools=[add]))
    once = {
        "input_tokens": 10,
        "cached_tokens": 4,
        "output_tokens": 5,
        "reasoning_tokens": 2,
        "total_tokens": 15,
        "requests": 1,
    }
    assert [end["usage"] for end in of_type(events, "model.end")] == [once, once]
    assert of_type(events, "run.end")[0] == {
        "status": "finished",
        "final_output": "done",
        "error": None,
        "usage": {name: 2 * count for name, count in once.items()},
        "turns": 2,
        "cost": {"dollars": 0.0, "unpriced": 2},
    }


async def test_each_tool_ends_in_the_journal_when_it_ends() -> None:
    first_may_end = asyncio.Event()

    @function_tool
    async def wait(text: str) -> str:
        if text == "first":
            await first_may_end.wait()
        first_may_end.set()
        return text

    calls = [function_call("wait", {"text": text}, call_id=text) for text in ("first", "second")]
    events = await finished(agent_saying(calls, DONE, tools=[wait]))
    assert [end["call_id"] for end in of_type(events, "tool.end")] == ["second", "first"]
    announced = [item for item in of_type(events, "item.create") if item["name"] == "tool_output"]
    assert [item["output"] for item in announced] == ["first", "second"]


async def test_a_tool_may_tell_how_far_it_is() -> None:
    @function_tool
    async def copy(context: ToolContext[Any]) -> str:
        context.emit("row 1\n", fraction=0.5, message="half")
        return "copied"

    call = function_call("copy", {}, call_id="c")
    events = await finished(agent_saying([call], DONE, tools=[copy]))
    types = [event.type for event in events if event.type.startswith("tool.")]
    assert types == ["tool.start", "tool.progress", "tool.end"]
    assert of_type(events, "tool.progress") == [
        {"call_id": "c", "name": "copy", "text": "row 1\n", "fraction": 0.5, "message": "half"}
    ]


async def test_nested_runs_are_written_under_their_call_at_any_depth() -> None:
    def tool_of(agent: Agent[Any]) -> Any:
        return agent.as_tool(tool_name="ask", tool_description="Ask.")

    ask = function_call("ask", {"input": "?"}, call_id="c")
    innermost = agent_saying(DONE, name="innermost")
    inner = agent_saying([ask], DONE, name="inner", tools=[tool_of(innermost)])
    events = await finished(agent_saying([ask], DONE, tools=[tool_of(inner)]))
    parents = {event.agent: event.parent for event in events}
    starts = {event.agent: event.seq for event in events if event.type == "tool.start"}
    assert parents == {"a": None, "inner": starts["a"], "innermost": starts["inner"]}
    ends = [event.agent for event in events if event.type == "run.end"]
    assert ends == ["innermost", "inner", "a"]


async def test_cancelling_ends_nested_runs_before_the_outer_one() -> None:
    started = asyncio.Event()

    @function_tool
    async def wait() -> str:
        started.set()
        await asyncio.Event().wait()
        return ""

    inner = agent_saying([function_call("wait", {}, call_id="w")], name="inner", tools=[wait])
    tool = inner.as_tool(tool_name="ask", tool_description="Ask.")
    ask = function_call("ask", {"input": "?"}, call_id="c")
    result, events = watched(agent_saying([ask], DONE, tools=[tool]))
    await started.wait()
    result.cancel()
    await labels(result)
    ends = [(event.agent, event.data["status"]) for event in events if event.type == "run.end"]
    assert ends == [("inner", "cancelled"), ("a", "cancelled")]
    assert events[-1].type == "run.end"
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_run_made_inside_a_tool_is_nested_though_nobody_said_so() -> None:
    helper = agent_saying(DONE, name="helper")

    @function_tool
    async def work(context: ToolContext[Any]) -> str:
        result = await Runner.run(helper, "help")
        return str(result.final_output)

    call = function_call("work", {}, call_id="c")
    events = await finished(agent_saying([call], DONE, tools=[work]))
    start = next(event.seq for event in events if event.type == "tool.start")
    assert {event.parent for event in events if event.agent == "helper"} == {start}
    assert "model.event" in {event.type for event in events if event.agent == "helper"}


async def test_a_retry_of_the_client_is_written() -> None:
    class Retried(ScriptedModel):
        async def stream_response(self, *args: Any, **options: Any) -> Any:
            report_attempt(ModelAttempt(1, 429, "slow down", 0.5))
            async for event in super().stream_response(*args, **options):
                yield event

    events = await finished(Agent(name="a", model=Retried([DONE])))
    assert of_type(events, "model.retry") == [
        {"attempt": 1, "status": 429, "message": "slow down", "delay_s": 0.5}
    ]


async def test_a_failed_run_ends_in_the_journal_before_the_stream_does() -> None:
    result, events = watched(agent_saying(RuntimeError("kaput")))
    with pytest.raises(RuntimeError):
        async for _ in result.stream_events():
            pass
    assert of_type(events, "model.end")[0]["status"] == "failed"
    end = events[-1].data
    assert (end["status"], end["error"]["fault"]) == ("failed", "bug")
    assert end["error"]["message"] == "kaput"
    assert "RuntimeError: kaput" in end["error"]["traceback"]


async def test_a_cancelled_run_ends_in_the_journal_before_the_stream_does() -> None:
    result, events = watched(agent_saying([ADD], DONE, tools=[add]))
    async for event in result.stream_events():
        if event.type == "raw_response_event":
            result.cancel()
    assert events[-1].type == "run.end"
    assert events[-1].data["status"] == "cancelled"
