"""An agent as a tool: a run nested in a call."""

import asyncio
from typing import Any

import pytest
from pydantic import BaseModel
from run_traces import agent_saying, labels

from agents_core import Agent, AgentToolStreamEvent, RunConfig, Runner, ToolContext, function_tool
from agents_core.journal import Journal
from agents_core.run_events import RunEvent
from agents_core.testing import ScriptedModel, assistant_message, function_call
from agents_core.tools.function_tool import invoke_function_tool

ANSWER = [assistant_message("four")]


class Sum(BaseModel):
    a: int
    b: int


@function_tool
def add(a: int, b: int) -> int:
    return a + b


def asking(inner: Agent[Any], **options: Any) -> Agent[Any]:
    """Return an agent that asks `inner` once, then says that it is done."""
    ask = function_call("ask", {"input": "2 + 2"}, call_id="c1")
    tool = inner.as_tool("ask", "Ask.", **options)
    return agent_saying([ask], [assistant_message("done")], tools=[tool])


async def output_of(outer: Agent[Any]) -> Any:
    result = Runner.run_streamed(outer, "hi")
    await labels(result)
    return result.new_items[1].output  # type: ignore[union-attr]  # the tool's


def test_it_takes_one_text_and_is_named_after_the_agent() -> None:
    tool = Agent(name="Sales Bot").as_tool(None, None)
    assert tool.name == "sales_bot"
    assert list(tool.params_json_schema["properties"]) == ["input"]


async def test_the_answer_is_the_output_of_the_call() -> None:
    assert await output_of(asking(agent_saying(ANSWER))) == "four"


async def test_the_outer_stream_shows_only_the_call() -> None:
    seen = await labels(Runner.run_streamed(asking(agent_saying(ANSWER)), "hi"))
    assert seen == ["agent a", "tool_called", "tool_output", "message_output_created"]


async def test_the_output_can_be_made_by_the_owner() -> None:
    async def count(result: Any) -> str:
        return f"{len(result.new_items)} items"

    outer = asking(agent_saying(ANSWER), custom_output_extractor=count)
    assert await output_of(outer) == "1 items"


async def test_nested_requests_count_for_the_outer_run() -> None:
    result = Runner.run_streamed(asking(agent_saying(ANSWER)), "hi")
    await labels(result)
    assert result.context_wrapper.usage.requests == 3


async def test_every_nested_event_is_told_in_order() -> None:
    told: list[AgentToolStreamEvent] = []
    inner = agent_saying(ANSWER)
    await output_of(asking(inner, on_stream=told.append))
    kinds = [each["event"].type for each in told]
    assert kinds[0] == "agent_updated_stream_event"
    assert kinds[-1] == "run_item_stream_event"
    assert {each["agent"].name for each in told} == {inner.name}
    assert [each["tool_call"].call_id for each in told if each["tool_call"]] == ["c1"] * len(told)


async def test_a_fault_of_the_listener_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(event: AgentToolStreamEvent) -> None:
        raise ValueError("boom")

    assert await output_of(asking(agent_saying(ANSWER), on_stream=broken)) == "four"
    assert "on_stream of the agent tool" in caplog.text


async def test_a_nested_failure_is_a_text_for_the_outer_model() -> None:
    endless = agent_saying([function_call("add", {"a": 1, "b": 2}, call_id="n1")], tools=[add])
    output = await output_of(asking(endless, max_turns=1))
    assert output == "An error occurred while running the tool. Please try again."


async def test_nested_events_hang_under_the_start_of_the_call() -> None:
    journal, events = Journal(), list[RunEvent]()
    journal.subscribe(events.append)
    result = Runner.run_streamed(
        asking(agent_saying(ANSWER)), "hi", run_config=RunConfig(journal=journal)
    )
    await labels(result)
    start = next(event for event in events if event.type == "tool.start")
    nested = [event.type for event in events if event.parent == start.seq]
    assert nested[0] == "run.start" and nested[-1] == "run.end"
    assert "model.event" in nested


async def test_nested_runs_have_places_of_their_own_at_any_depth() -> None:
    journal, events = Journal(), list[RunEvent]()
    journal.subscribe(events.append)
    outer = asking(asking(agent_saying(ANSWER)))
    await labels(Runner.run_streamed(outer, "hi", run_config=RunConfig(journal=journal)))
    starts = [event for event in events if event.type == "run.start"]
    calls = [event for event in events if event.type == "tool.start"]
    assert [start.parent for start in starts] == [None, *(call.seq for call in calls)]
    assert calls[1].parent == calls[0].seq


async def test_parameters_of_its_own_reach_the_agent_as_json() -> None:
    seen: list[Any] = []

    def instructions(context: Any, agent: Any) -> str:
        seen.append(context.tool_input)
        return ""

    inner = agent_saying(ANSWER).clone(instructions=instructions)
    tool = inner.as_tool("sum_up", "Add.", parameters=Sum)
    context: ToolContext[Any] = ToolContext(
        None, tool_name="sum_up", tool_call_id="c1", tool_arguments=""
    )
    assert await invoke_function_tool(tool, context, '{"a": 2, "b": 2}') == "four"
    assert seen == [Sum(a=2, b=2)]


async def test_arguments_without_input_are_a_failure() -> None:
    tool = agent_saying(ANSWER).as_tool("ask", "Ask.", failure_error_function=lambda c, e: str(e))
    context: ToolContext[Any] = ToolContext(
        None, tool_name="ask", tool_call_id="c1", tool_arguments=""
    )
    output = await invoke_function_tool(tool, context, '{"question": 1}')
    assert output == "Invalid JSON input for tool ask: no text `input`"


async def test_an_owner_who_cannot_keep_up_with_a_nested_run_fails_the_call() -> None:
    held = asyncio.Event()

    async def slow(told: Any) -> None:
        asyncio.get_running_loop().call_later(0.01, held.set)
        await held.wait()

    words = [assistant_message(str(number)) for number in range(20)]
    inner = Agent[Any](name="inner", model=ScriptedModel([words]))
    tool = inner.as_tool(
        "ask",
        on_stream=slow,
        on_stream_max_pending_events=10,
        failure_error_function=lambda context, error: str(error),
    )
    outer = Agent[Any](
        name="outer",
        model=ScriptedModel(
            [[function_call("ask", {"input": "?"}, call_id="c")], [assistant_message("done")]]
        ),
        tools=[tool],
    )
    result = await Runner.run(outer, "hi")
    (output,) = [item.output for item in result.new_items if item.type == "tool_call_output_item"]
    assert "on_stream backlog exceeded 10 pending events" in output
