"""Runs whose conversation the provider keeps: nothing is sent twice."""

from typing import Any

import pytest
from wire_answers import Provider, call, message, stream

from agents_core import Agent, RunConfig, Runner, RunState, UserError, function_tool, handoff
from agents_core.journal import Journal
from agents_core.run_events import RunEvent
from agents_core.running.result import RunResultStreaming

TURNS = [stream(call("echo"), id="r1"), stream(message("done"), id="r2")]


@function_tool
def echo() -> str:
    return "x"


@function_tool(needs_approval=True)
def book() -> str:
    return "booked"


async def finished(result: RunResultStreaming) -> RunResultStreaming:
    async for _ in result.stream_events():
        pass
    return result


def sent(provider: Provider) -> list[list[str]]:
    """Return the types or roles of what each request sent."""
    return [
        [item.get("type") or item["role"] for item in request["input"]]
        for request in provider.requests
    ]


def asked_from(provider: Provider) -> list[Any]:
    """Return the response each request goes on from."""
    return [request.get("previous_response_id") for request in provider.requests]


async def run(provider: Provider, **options: Any) -> RunResultStreaming:
    agent = Agent[Any](name="a", model=provider.model(), tools=[echo])
    return await finished(Runner.run_streamed(agent, "hi", **options))


async def test_without_the_providers_memory_the_whole_history_is_sent_each_turn() -> None:
    provider = Provider(TURNS)
    await run(provider)
    assert sent(provider) == [["user"], ["user", "function_call", "function_call_output"]]
    assert asked_from(provider) == [None, None]


async def test_a_run_goes_on_from_a_response_and_sends_only_what_is_new() -> None:
    provider = Provider(TURNS)
    result = await run(provider, previous_response_id="r0")
    assert sent(provider) == [["user"], ["function_call_output"]]
    assert asked_from(provider) == ["r0", "r1"]
    assert result.last_response_id == "r2"
    assert len(result.to_input_list()) == 4


async def test_calls_can_follow_each_other_without_a_first_response() -> None:
    provider = Provider(TURNS)
    await run(provider, auto_previous_response_id=True)
    assert sent(provider) == [["user"], ["function_call_output"]]
    assert asked_from(provider) == [None, "r1"]


async def test_a_conversation_of_the_provider_gets_each_item_once() -> None:
    provider = Provider(TURNS)
    await run(provider, conversation_id="conv")
    assert sent(provider) == [["user"], ["function_call_output"]]
    assert asked_from(provider) == [None, None]
    assert [request["conversation"] for request in provider.requests] == ["conv", "conv"]


async def test_a_handoff_filter_and_the_providers_memory_exclude_each_other() -> None:
    other = Agent[Any](name="b", model=Provider([]).model())
    way = handoff(other, input_filter=lambda data: data)
    provider = Provider([stream(call("transfer_to_b"), id="r1")])
    agent = Agent[Any](name="a", model=provider.model(), handoffs=[way])
    with pytest.raises(UserError, match="Server-managed conversations do not support"):
        await finished(Runner.run_streamed(agent, "hi", conversation_id="conv"))


async def test_the_next_agent_goes_on_in_the_same_conversation() -> None:
    provider = Provider([stream(call("transfer_to_b"), id="r1"), stream(message("b"), id="r2")])
    model = provider.model()
    agent = Agent[Any](name="a", model=model, handoffs=[Agent(name="b", model=model)])
    await finished(Runner.run_streamed(agent, "hi", auto_previous_response_id=True))
    assert sent(provider) == [["user"], ["function_call_output"]]
    assert asked_from(provider) == [None, "r1"]


async def test_a_run_that_stopped_for_approval_goes_on_in_its_conversation() -> None:
    provider = Provider([stream(call("book"), id="r1"), stream(message("done"), id="r2")])
    agent = Agent[Any](name="a", model=provider.model(), tools=[book])
    first = await finished(Runner.run_streamed(agent, "hi", auto_previous_response_id=True))
    state = await RunState.from_string(agent, first.to_state().to_string())
    state.approve(state.get_interruptions()[0])
    await finished(Runner.run_streamed(agent, state))
    assert sent(provider) == [["user"], ["function_call_output"]]
    assert asked_from(provider) == [None, "r1"]


async def test_a_filter_of_the_input_sees_what_would_be_sent() -> None:
    lengths = []

    def note(data: Any) -> Any:
        lengths.append(len(data.model_data.input))
        return data.model_data

    await run(Provider(TURNS), conversation_id="c", run_config={"call_model_input_filter": note})
    assert lengths == [1, 1]


async def test_a_finished_run_can_be_followed_up() -> None:
    provider = Provider([stream(message("Rome")), stream(message("3 million"))])
    agent = Agent[Any](name="a", model=provider.model())
    first = await finished(Runner.run_streamed(agent, "Capital of Italy?"))
    question = {"role": "user", "content": "How many live there?"}
    second = await finished(Runner.run_streamed(agent, [*first.to_input_list(), question]))
    assert sent(provider)[1] == ["user", "message", "user"]
    assert second.final_output == "3 million"


async def test_the_journal_says_what_the_provider_goes_on_from() -> None:
    journal, events = Journal(), list[RunEvent]()
    journal.subscribe(events.append)
    options = {"auto_previous_response_id": True, "run_config": RunConfig(journal=journal)}
    await run(Provider(TURNS), **options)
    asked = [event.data for event in events if event.type == "model.request"]
    assert [each.get("previous_response_id") for each in asked] == [None, "r1"]
