"""Runs through the real client, over a transport that answers from a script."""

from typing import Any

import openai
import pytest
from run_traces import labels

from agents_core import Agent, OpenAIResponsesModel, RunConfig, Runner, function_tool
from agents_core.journal import Journal
from agents_core.models.script import Script, ScriptCall, ScriptError, ScriptTurn
from agents_core.models.scripted import scripted_client
from agents_core.run_events import RunEvent


@function_tool
def add(a: int, b: int) -> int:
    return a + b


def scripted_agents(*turns: ScriptTurn) -> Agent[Any]:
    """Return agent a, who has a tool and may hand off to b; one script speaks for both."""
    model = OpenAIResponsesModel("scripted", scripted_client(Script(turns, tokens_per_second=0)))
    b = Agent[Any](name="b", model=model)
    return Agent(name="a", model=model, tools=[add], handoffs=[b])


def watched_config() -> tuple[RunConfig, list[RunEvent]]:
    journal, events = Journal(), list[RunEvent]()
    journal.subscribe(events.append)
    return RunConfig(journal=journal), events


async def test_tools_handoff_and_answer_come_through_the_client() -> None:
    agent = scripted_agents(
        ScriptTurn(agent="a", reasoning="hm", calls=(ScriptCall("add", {"a": 1, "b": 2}),)),
        ScriptTurn(agent="a", handoff="b"),
        ScriptTurn(agent="b", text="It is {{ tool.add }}."),
    )
    config, events = watched_config()
    result = Runner.run_streamed(agent, "1 + 2?", run_config=config)
    assert await labels(result) == [
        *["agent a", "reasoning_item_created", "tool_called", "tool_output"],
        *["handoff_requested", "handoff_occured", "agent b", "message_output_created"],
    ]
    assert result.final_output == "It is 3."
    assert result.context_wrapper.usage.requests == 3
    assert result.context_wrapper.usage.total_tokens > 0
    assert events[-1].data["status"] == "finished"


async def test_a_request_the_client_sends_again_is_in_the_journal() -> None:
    agent = scripted_agents(
        ScriptTurn(error=ScriptError(429, "slow down", retry_after=0.01)),
        ScriptTurn(text="done"),
    )
    config, events = watched_config()
    result = Runner.run_streamed(agent, "hi", run_config=config)
    await labels(result)
    retries = [event.data for event in events if event.type == "model.retry"]
    assert [retry["status"] for retry in retries] == [429]
    assert result.final_output == "done"


async def test_an_error_of_the_client_passes_through_unchanged() -> None:
    agent = scripted_agents(ScriptTurn(error=ScriptError(401, "bad key")))
    config, events = watched_config()
    with pytest.raises(openai.AuthenticationError):
        await labels(Runner.run_streamed(agent, "hi", run_config=config))
    error = events[-1].data["error"]
    assert (error["fault"], error["message"]) == (
        "user",
        "scripted.invalid answered 401: bad key",
    )


async def test_a_stream_that_breaks_keeps_what_had_arrived() -> None:
    agent = scripted_agents(
        ScriptTurn(text="one two three four five", error=ScriptError(after_tokens=2))
    )
    config, events = watched_config()
    seen: list[str] = []
    with pytest.raises(Exception) as raised:
        async for event in Runner.run_streamed(agent, "hi", run_config=config).stream_events():
            if event.type == "raw_response_event":
                seen.append(event.data.type)
    assert seen.count("response.output_text.delta") == 2
    assert events[-1].data["status"] == "failed"
    assert events[-1].data["error"]["type"] == type(raised.value).__name__
