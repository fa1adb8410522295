"""Tools within a run: side by side, their failures, and what they mean for the run."""

import asyncio
from typing import Any

import pytest
from run_traces import agent_saying, labels, watched

from agents_core import (
    Agent,
    ModelSettings,
    RunConfig,
    RunContextWrapper,
    Runner,
    ToolContext,
    ToolGuardrailFunctionOutput,
    ToolsToFinalOutputResult,
    UserError,
    function_tool,
    tool_input_guardrail,
    tool_output_guardrail,
)
from agents_core.agents.run_config import ToolExecutionConfig
from agents_core.testing import ScriptedModel, assistant_message, function_call

DONE = [assistant_message("done")]
DEFAULT_ERROR = "An error occurred while running the tool. Please try again."


@function_tool
def echo(text: str) -> str:
    return text


def outputs(result: Any) -> list[Any]:
    return [item.output for item in result.new_items if item.type == "tool_call_output_item"]


def calls(name: str, *texts: str) -> list[Any]:
    return [function_call(name, {"text": text}, call_id=text) for text in texts]


async def test_calls_run_at_once_and_answer_in_call_order() -> None:
    second_ended = asyncio.Event()

    @function_tool
    async def wait(text: str) -> str:
        if text == "first":
            await second_ended.wait()
        second_ended.set()
        return text

    result = Runner.run_streamed(
        agent_saying(calls("wait", "first", "second"), DONE, tools=[wait]), "hi"
    )
    assert await labels(result) == [
        *["agent a", "tool_called", "tool_called", "tool_output", "tool_output"],
        "message_output_created",
    ]
    assert outputs(result) == ["first", "second"]


async def test_a_limit_lets_so_many_through_first_come_first_served() -> None:
    running: list[str] = []
    most = 0

    @function_tool
    async def work(text: str) -> str:
        nonlocal most
        running.append(text)
        most = max(most, len(running))
        await asyncio.sleep(0)
        running.remove(text)
        return text

    agent = agent_saying(calls("work", "a", "b", "c"), DONE, tools=[work])
    config = RunConfig(tool_execution=ToolExecutionConfig(max_function_tool_concurrency=1))
    assert outputs(await Runner.run(agent, "hi", run_config=config)) == ["a", "b", "c"]
    assert most == 1


async def test_a_tools_value_is_the_output_and_the_model_gets_its_text() -> None:
    @function_tool
    def numbers() -> list[int]:
        return [1, 2]

    call = function_call("numbers", "", call_id="c1")
    model = ScriptedModel([[call], DONE])
    result = await Runner.run(Agent(name="a", model=model, tools=[numbers]), "hi")
    assert outputs(result) == [[1, 2]]
    assert model.calls[1].input[-1] == {
        "type": "function_call_output",
        "call_id": "c1",
        "output": "[1, 2]",
    }


async def test_a_failing_tool_is_told_to_the_model_and_the_run_goes_on() -> None:
    @function_tool
    def boom(text: str) -> str:
        raise ValueError(text)

    result, events = watched(agent_saying(calls("boom", "no"), DONE, tools=[boom]))
    await labels(result)
    assert (outputs(result), result.final_output) == ([DEFAULT_ERROR], "done")
    end = next(event.data for event in events if event.type == "tool.end")
    assert (end["output"], end["is_error"]) == (DEFAULT_ERROR, True)
    assert (end["error"]["fault"], end["error"]["type"]) == ("tool", "ValueError")
    assert end["error"]["message"] == "no"
    assert "raise ValueError(text)" in end["error"]["traceback"]


async def test_a_tool_may_end_the_run_and_takes_its_siblings_along() -> None:
    stopped = asyncio.Event()

    @function_tool(failure_error_function=None)
    async def boom(text: str) -> str:
        await asyncio.sleep(0)
        raise ValueError(text)

    @function_tool
    async def wait(text: str) -> str:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return text

    response = [*calls("boom", "no"), *calls("wait", "x")]
    result, events = watched(agent_saying(response, tools=[boom, wait]))
    with pytest.raises(UserError, match="Error running tool boom: no") as raised:
        await labels(result)
    assert isinstance(raised.value.__cause__, ValueError)
    assert stopped.is_set()
    ends = {event.data["name"]: event.data for event in events if event.type == "tool.end"}
    assert ends["boom"]["error"]["type"] == "ValueError"
    assert ends["wait"]["error"]["type"] == "CancelledError"
    assert events[-1].data["error"]["fault"] == "tool"


@pytest.mark.parametrize("arguments", ["{", "[1]", '{"text": 1}'])
async def test_bad_arguments_never_reach_the_tool(arguments: str) -> None:
    ran = []

    @function_tool
    def note(text: str) -> str:
        ran.append(text)
        return text

    call = function_call("note", arguments, call_id="c")
    result, events = watched(agent_saying([call], DONE, tools=[note]))
    await labels(result)
    assert (ran, outputs(result)) == ([], [DEFAULT_ERROR])
    end = next(event.data for event in events if event.type == "tool.end")
    assert end["error"]["fault"] == "model"
    assert "Invalid JSON input for tool note" in end["error"]["message"]


async def test_the_first_call_ends_the_run_after_all_have_run() -> None:
    agent = agent_saying(
        calls("echo", "x", "y"), tools=[echo], tool_use_behavior="stop_on_first_tool"
    )
    result = await Runner.run(agent, "hi")
    assert (result.final_output, outputs(result)) == ("x", ["x", "y"])


async def test_a_named_tool_ends_the_run() -> None:
    stop = function_tool(name_override="stop")(lambda: "stopped")
    response = [*calls("echo", "x"), function_call("stop", {}, call_id="s")]
    agent = agent_saying(
        response, tools=[echo, stop], tool_use_behavior={"stop_at_tool_names": ["stop"]}
    )
    assert (await Runner.run(agent, "hi")).final_output == "stopped"


async def test_a_function_may_decide_whether_tools_end_the_run() -> None:
    async def decide(context: Any, results: list[Any]) -> ToolsToFinalOutputResult:
        return ToolsToFinalOutputResult(len(results) == 2, f"{len(results)} results")

    agent = agent_saying(
        calls("echo", "x"), calls("echo", "y", "z"), tools=[echo], tool_use_behavior=decide
    )
    assert (await Runner.run(agent, "hi")).final_output == "2 results"


async def test_a_forced_choice_ends_with_the_first_tool() -> None:
    model = ScriptedModel([calls("echo", "x"), DONE])
    settings = ModelSettings(tool_choice="required")
    agent = Agent(name="a", model=model, tools=[echo], model_settings=settings)
    await Runner.run(agent, "hi")
    assert [call.model_settings.tool_choice for call in model.calls] == ["required", None]


async def test_tools_are_offered_afresh_every_turn() -> None:
    model = ScriptedModel([calls("grow", "x"), DONE])
    agent = Agent(name="a", model=model)
    hidden = function_tool(is_enabled=False, name_override="hidden")(lambda: "")

    @function_tool
    def grow(text: str) -> str:
        agent.tools += [echo, hidden]
        return text

    agent.tools.append(grow)
    await Runner.run(agent, "hi")
    assert [[tool.name for tool in call.tools] for call in model.calls] == [
        ["grow"],
        ["grow", "echo"],
    ]


async def test_a_tool_is_told_of_its_call() -> None:
    told: list[Any] = []

    @function_tool
    def look(context: ToolContext[str], text: str) -> str:
        told.append((context.tool_name, context.tool_call_id, context.tool_arguments))
        told.append((context.context, context.agent.name if context.agent else None))
        return text

    agent = agent_saying(calls("look", "x"), DONE, tools=[look])
    await Runner.run(agent, "hi", context="mine")
    assert told == [("look", "x", '{"text":"x"}'), ("mine", "a")]


async def test_a_guardrail_may_answer_in_place_of_a_tool() -> None:
    @tool_input_guardrail
    def refuse(data: Any) -> ToolGuardrailFunctionOutput:
        return ToolGuardrailFunctionOutput.reject_content("not now")

    guarded = function_tool(name_override="guarded", tool_input_guardrails=[refuse])(
        lambda: pytest.fail("the tool ran")
    )
    call = function_call("guarded", {}, call_id="c")
    result = await Runner.run(agent_saying([call], DONE, tools=[guarded]), "hi")
    assert outputs(result) == ["not now"]
    assert len(result.tool_input_guardrail_results) == 1


async def test_a_guardrail_may_replace_an_output() -> None:
    @tool_output_guardrail
    def mask(data: Any) -> ToolGuardrailFunctionOutput:
        return ToolGuardrailFunctionOutput.reject_content(f"masked {data.output}")

    guarded = function_tool(name_override="guarded", tool_output_guardrails=[mask])(lambda: "x")
    call = function_call("guarded", {}, call_id="c")
    result = await Runner.run(agent_saying([call], DONE, tools=[guarded]), "hi")
    assert outputs(result) == ["masked x"]


async def test_a_tool_that_needs_approval_does_not_run() -> None:
    secret = function_tool(name_override="secret", needs_approval=True)(
        lambda: pytest.fail("the tool ran")
    )
    response = [function_call("secret", {}, call_id="s"), *calls("echo", "x")]
    result, events = watched(agent_saying(response, tools=[secret, echo]))
    assert await labels(result) == ["agent a", "tool_called", "tool_called", "tool_output"]
    assert events[-1].data["status"] == "needs_approval"
    assert [item.name for item in result.interruptions] == ["secret"]
    assert (result.final_output, result.is_complete) == (None, True)


async def test_an_agent_as_a_tool_adds_its_tokens_and_shows_only_its_answer() -> None:
    inner = agent_saying(DONE, name="inner")
    tool = inner.as_tool(tool_name="ask", tool_description="Ask.")
    call = function_call("ask", {"input": "?"}, call_id="c")
    result = Runner.run_streamed(agent_saying([call], DONE, tools=[tool]), "hi")
    assert await labels(result) == [
        *["agent a", "tool_called", "tool_output", "message_output_created"],
    ]
    assert outputs(result) == ["done"]
    assert result.context_wrapper.usage.requests == 3


async def test_instructions_may_be_a_function_asked_every_turn() -> None:
    async def instructions(context: RunContextWrapper[Any], agent: Any) -> str:
        return f"turn {len(model.calls) + 1} of {agent.name}"

    model = ScriptedModel([calls("echo", "x"), DONE])
    agent = Agent(name="a", model=model, tools=[echo], instructions=instructions)
    await Runner.run(agent, "hi")
    assert [call.system_instructions for call in model.calls] == ["turn 1 of a", "turn 2 of a"]
