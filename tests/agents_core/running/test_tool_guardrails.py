"""Guardrails of tools within a run: what they may do, and what is written down of it."""

from typing import Any

import pytest
from run_traces import agent_saying, labels, watched

from agents_core import (
    Agent,
    GuardrailFunctionOutput,
    InputGuardrail,
    OutputGuardrail,
    RunConfig,
    RunHooks,
    Runner,
    ToolGuardrailFunctionOutput,
    ToolInputGuardrailTripwireTriggered,
    ToolOutputGuardrailTripwireTriggered,
    UserError,
    function_tool,
    handoff,
    tool_input_guardrail,
    tool_output_guardrail,
)
from agents_core.testing import assistant_message, function_call

DONE = [assistant_message("done")]
CALL = [function_call("act", {}, call_id="c1")]


@tool_input_guardrail
def pass_call(data: Any) -> ToolGuardrailFunctionOutput:
    return ToolGuardrailFunctionOutput.allow("fine")


@tool_input_guardrail
def stop_call(data: Any) -> ToolGuardrailFunctionOutput:
    return ToolGuardrailFunctionOutput.raise_exception(data.context.tool_name)


@tool_input_guardrail
async def answer_call(data: Any) -> ToolGuardrailFunctionOutput:
    return ToolGuardrailFunctionOutput.reject_content("not now", "why")


@tool_output_guardrail
def stop_output(data: Any) -> ToolGuardrailFunctionOutput:
    return ToolGuardrailFunctionOutput.raise_exception(data.output)


@tool_output_guardrail
def mask_output(data: Any) -> ToolGuardrailFunctionOutput:
    return ToolGuardrailFunctionOutput.reject_content("masked")


def acting(ran: list[str], *steps: Any, **guardrails: Any) -> Agent[Any]:
    """An agent with a tool that notes that it ran."""

    def act() -> str:
        ran.append("act")
        return "secret"

    return agent_saying(*steps, tools=[function_tool(**guardrails)(act)])


async def test_a_guardrail_on_arguments_may_stop_the_run_before_the_tool_does_anything() -> None:
    ran: list[str] = []
    agent = acting(ran, CALL, tool_input_guardrails=[pass_call, stop_call])
    with pytest.raises(ToolInputGuardrailTripwireTriggered) as raised:
        await Runner.run(agent, "hi")
    assert (ran, raised.value.output.output_info) == ([], "act")
    assert raised.value.run_data is not None
    found = [each.output.output_info for each in raised.value.run_data.tool_input_guardrail_results]
    assert found == ["fine", "act"]


async def test_a_guardrail_on_an_output_may_stop_the_run() -> None:
    ran: list[str] = []
    result = Runner.run_streamed(acting(ran, CALL, tool_output_guardrails=[stop_output]), "hi")
    with pytest.raises(ToolOutputGuardrailTripwireTriggered):
        await labels(result)
    assert ran == ["act"]
    assert [each.output.output_info for each in result.tool_output_guardrail_results] == ["secret"]


async def test_no_hook_is_told_of_a_call_that_a_guardrail_answered() -> None:
    class Hooks(RunHooks[Any]):
        async def on_tool_start(self, context: Any, agent: Any, tool: Any) -> None:
            pytest.fail("the tool did not start")

    ran: list[str] = []
    agent = acting(ran, CALL, DONE, tool_input_guardrails=[answer_call])
    result = await Runner.run(agent, "hi", hooks=Hooks())
    outputs = [item.output for item in result.new_items if item.type == "tool_call_output_item"]
    assert (ran, outputs) == ([], ["not now"])


async def test_what_a_tools_guardrails_do_is_written_down_with_the_call() -> None:
    guardrails: dict[str, Any] = {
        "tool_input_guardrails": [pass_call],
        "tool_output_guardrails": [mask_output],
    }
    result, events = watched(acting([], CALL, DONE, **guardrails))
    await labels(result)
    told = [
        (event.type, event.data["guardrail"], event.data["stage"], event.data["call_id"])
        for event in events
        if event.type.startswith("guardrail")
    ]
    assert told == [
        ("guardrail.start", "pass_call", "tool_input", "c1"),
        ("guardrail.result", "pass_call", "tool_input", "c1"),
        ("guardrail.start", "mask_output", "tool_output", "c1"),
        ("guardrail.result", "mask_output", "tool_output", "c1"),
    ]
    verdicts = [event.data for event in events if event.type == "guardrail.result"]
    assert [(each["behavior"], each["message"]) for each in verdicts] == [
        ("allow", None),
        ("reject_content", "masked"),
    ]


def verdict(tripped: bool) -> GuardrailFunctionOutput:
    return GuardrailFunctionOutput(None, tripped)


async def test_output_guardrails_are_those_of_the_agent_that_answers() -> None:
    seen: list[str] = []

    def note(context: Any, agent: Any, output: Any) -> GuardrailFunctionOutput:
        seen.append(f"{agent.name} {output}")
        return verdict(False)

    def never(context: Any, agent: Any, output: Any) -> GuardrailFunctionOutput:
        pytest.fail("it did not answer")

    b = agent_saying(DONE, name="b", output_guardrails=[OutputGuardrail(note)])
    hand = [function_call("transfer_to_b", {}, call_id="h")]
    a = agent_saying(hand, handoffs=[handoff(b)], output_guardrails=[OutputGuardrail(never)])
    await Runner.run(a, "hi")
    assert seen == ["b done"]


async def test_guardrails_of_the_run_add_to_those_of_the_agents() -> None:
    names: list[str] = []

    def named(name: str) -> Any:
        def check(*args: Any) -> GuardrailFunctionOutput:
            names.append(name)
            return verdict(False)

        return check

    agent = agent_saying(
        DONE,
        input_guardrails=[InputGuardrail(named("own in"))],
        output_guardrails=[OutputGuardrail(named("own out"))],
    )
    config = RunConfig(
        input_guardrails=[InputGuardrail(named("run in"))],
        output_guardrails=[OutputGuardrail(named("run out"))],
    )
    result = await Runner.run(agent, "hi", run_config=config)
    assert sorted(names) == ["own in", "own out", "run in", "run out"]
    assert len(result.input_guardrail_results) == len(result.output_guardrail_results) == 2


async def test_a_guardrail_that_cannot_be_called_fails_the_run() -> None:
    broken: Any = "no function"
    with pytest.raises(UserError, match="must be callable"):
        await Runner.run(agent_saying(DONE, input_guardrails=[InputGuardrail(broken)]), "hi")


async def test_what_runs_inside_of_a_guardrail_hangs_under_it() -> None:
    judge = agent_saying(DONE, name="judge")

    async def check(context: Any, agent: Any, input: Any) -> GuardrailFunctionOutput:
        await Runner.run(judge, input)
        return verdict(False)

    result, events = watched(agent_saying(DONE, input_guardrails=[InputGuardrail(check)]))
    await labels(result)
    (start,) = [event for event in events if event.type == "guardrail.start"]
    assert {event.parent for event in events if event.agent == "judge"} == {start.seq}
    assert {event.parent for event in events if event.agent == "a"} == {None}
