"""Runs that go on where an earlier one ended."""

from typing import Any

import pytest
from run_traces import agent_saying, labels

from agents_core import (
    Agent,
    GuardrailFunctionOutput,
    InputGuardrail,
    InputGuardrailTripwireTriggered,
    Runner,
    SQLiteSession,
    UserError,
    function_tool,
)
from agents_core.testing import ScriptedModel, assistant_message, function_call

DONE = [assistant_message("done")]


@function_tool
def echo(text: str) -> str:
    return text


CALL = function_call("echo", {"text": "x"}, call_id="c")


async def test_a_run_begins_with_what_was_said_before() -> None:
    session = SQLiteSession("s")
    await Runner.run(agent_saying(DONE), "first", session=session)
    model = ScriptedModel([DONE])
    await Runner.run(Agent(name="a", model=model), "second", session=session)
    said = [item.get("content") for item in model.calls[0].input]
    assert (said[0], said[-1], len(said)) == ("first", "second", 3)


async def test_input_is_saved_before_the_first_call_and_items_when_their_turn_ends() -> None:
    session = SQLiteSession("s")
    counts = []

    class Counting(ScriptedModel):
        async def stream_response(self, *args: Any, **options: Any) -> Any:
            counts.append(len(await session.get_items()))
            async for event in super().stream_response(*args, **options):
                yield event

    agent = Agent[Any](name="a", model=Counting([[CALL], DONE]), tools=[echo])
    await labels(Runner.run_streamed(agent, "hi", session=session))
    counts.append(len(await session.get_items()))
    assert counts == [1, 3, 4]


async def test_nothing_of_the_assistant_is_saved_when_an_input_guardrail_trips() -> None:
    def trip(*args: Any) -> GuardrailFunctionOutput:
        return GuardrailFunctionOutput(None, True)

    session = SQLiteSession("s")
    agent = agent_saying(DONE, input_guardrails=[InputGuardrail(trip)])
    with pytest.raises(InputGuardrailTripwireTriggered):
        await Runner.run(agent, "hi", session=session)
    assert all(item.get("role") == "user" for item in await session.get_items())


async def test_a_session_that_cannot_save_fails_the_run() -> None:
    class Broken(SQLiteSession):
        async def add_items(self, items: Any) -> None:
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        await labels(Runner.run_streamed(agent_saying(DONE), "hi", session=Broken("s")))


async def test_a_session_and_the_providers_own_conversation_exclude_each_other() -> None:
    with pytest.raises(UserError, match="Session persistence"):
        Runner.run_streamed(
            agent_saying(DONE), "hi", session=SQLiteSession("s"), conversation_id="c"
        )
