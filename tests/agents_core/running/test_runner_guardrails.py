"""Guardrails within a run, and the limit on its turns."""

import asyncio
from typing import Any

import pytest
from run_traces import agent_saying, label, labels, watched

from agents_core import (
    Agent,
    GuardrailFunctionOutput,
    InputGuardrail,
    InputGuardrailTripwireTriggered,
    MaxTurnsExceeded,
    OutputGuardrail,
    OutputGuardrailTripwireTriggered,
    RunConfig,
    Runner,
    function_tool,
)
from agents_core.testing import ScriptedModel, assistant_message, function_call

DONE = [assistant_message("done")]
PASSED = GuardrailFunctionOutput("fine", False)
TRIPPED = GuardrailFunctionOutput("bad", True)


def tripping(*args: Any) -> GuardrailFunctionOutput:
    return TRIPPED


def passing(*args: Any) -> GuardrailFunctionOutput:
    return PASSED


async def test_a_blocking_guardrail_stops_the_run_before_the_model_is_asked() -> None:
    model = ScriptedModel([DONE])
    check = InputGuardrail[Any](tripping, run_in_parallel=False)
    result = Runner.run_streamed(Agent(name="a", model=model, input_guardrails=[check]), "hi")
    seen = []
    with pytest.raises(InputGuardrailTripwireTriggered) as raised:
        async for event in result.stream_events():
            seen.append(label(event))
    assert (seen, model.calls) == (["agent a"], [])
    assert raised.value.guardrail_result.output is TRIPPED
    assert len(result.input_guardrail_results) == 1


async def test_a_trip_known_before_the_tools_keeps_them_from_running() -> None:
    @function_tool
    def act() -> str:
        pytest.fail("the tool ran")

    agent = agent_saying([function_call("act", {}, call_id="c")], tools=[act])
    agent.input_guardrails.append(InputGuardrail(tripping))
    agent.instructions = _yielding
    with pytest.raises(InputGuardrailTripwireTriggered):
        await labels(Runner.run_streamed(agent, "hi"))


async def _yielding(context: Any, agent: Any) -> str:
    await asyncio.sleep(0)
    return ""


async def test_a_trip_after_the_answer_is_still_raised_and_takes_back_what_nobody_read() -> None:
    may_answer = asyncio.Event()

    async def slow(*args: Any) -> GuardrailFunctionOutput:
        await may_answer.wait()
        return TRIPPED

    result = Runner.run_streamed(agent_saying(DONE, input_guardrails=[InputGuardrail(slow)]), "hi")
    while not result.new_items:  # noqa: ASYNC110 - the run adds them, it sets no event
        await asyncio.sleep(0)
    may_answer.set()
    assert result.run_loop_task is not None
    await asyncio.wait([result.run_loop_task])
    seen = []
    with pytest.raises(InputGuardrailTripwireTriggered):
        async for event in result.stream_events():
            seen.append(label(event))
    assert seen == ["agent a"]


async def test_the_stream_waits_for_guardrails_that_have_not_answered() -> None:
    may_answer = asyncio.Event()

    async def slow(*args: Any) -> GuardrailFunctionOutput:
        await may_answer.wait()
        return PASSED

    result = Runner.run_streamed(agent_saying(DONE, input_guardrails=[InputGuardrail(slow)]), "hi")
    async for event in result.stream_events():
        if label(event) == "message_output_created":
            assert result.input_guardrail_results == []
            may_answer.set()
    assert len(result.input_guardrail_results) == 1


async def test_the_first_trip_cancels_the_others_and_keeps_what_was_found() -> None:
    cancelled = asyncio.Event()

    async def never(*args: Any) -> GuardrailFunctionOutput:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()
        return PASSED

    checks = [InputGuardrail[Any](each) for each in (never, passing, tripping)]
    config = RunConfig(input_guardrails=checks[2:])
    result = Runner.run_streamed(
        agent_saying(DONE, input_guardrails=checks[:2]), "hi", run_config=config
    )
    with pytest.raises(InputGuardrailTripwireTriggered):
        await labels(result)
    assert cancelled.is_set()
    assert [found.output for found in result.input_guardrail_results] == [PASSED, TRIPPED]


async def test_an_output_guardrail_trips_after_the_message_was_delivered() -> None:
    agent = agent_saying(DONE, output_guardrails=[OutputGuardrail(tripping)])
    result, events = watched(agent)
    seen = []
    with pytest.raises(OutputGuardrailTripwireTriggered):
        async for event in result.stream_events():
            seen.append(label(event))
    assert seen[-1] == "message_output_created"
    assert result.final_output is None
    found = next(event.data for event in events if event.type == "guardrail.result")
    assert found == {
        "guardrail": "tripping",
        "stage": "output",
        "call_id": None,
        "tripped": True,
        "behavior": "raise_exception",
        "message": None,
        "info": "bad",
    }
    assert events[-1].data["error"]["fault"] == "guardrail"


@function_tool
def again() -> str:
    return "x"


def going_round(**options: Any) -> Agent[Any]:
    turns = [[function_call("again", {}, call_id=f"c{n}")] for n in range(3)]
    return agent_saying(*turns, tools=[again], **options)


async def test_too_many_turns_are_an_error_after_all_events_of_those_allowed() -> None:
    result = Runner.run_streamed(going_round(), "hi", max_turns=2)
    seen = []
    with pytest.raises(MaxTurnsExceeded, match=r"Max turns \(2\) exceeded"):
        async for event in result.stream_events():
            seen.append(label(event))
    assert seen.count("tool_output") == 2
    assert (result.current_turn, len(result.raw_responses)) == (3, 2)


async def test_without_a_limit_a_run_goes_on() -> None:
    agent = agent_saying(
        *[[function_call("again", {}, call_id=f"c{n}")] for n in range(12)], DONE, tools=[again]
    )
    assert (await Runner.run(agent, "hi", max_turns=None)).final_output == "done"


async def test_a_trip_goes_before_the_limit() -> None:
    async def late(*args: Any) -> GuardrailFunctionOutput:
        for _ in range(100):
            await asyncio.sleep(0)
        return TRIPPED

    with pytest.raises(InputGuardrailTripwireTriggered):
        await Runner.run(going_round(input_guardrails=[InputGuardrail(late)]), "hi", max_turns=1)
