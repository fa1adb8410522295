"""Handoffs within a run."""

from typing import Any

import pytest
from pydantic import BaseModel
from run_traces import agent_saying, labels

from agents_core import (
    Agent,
    HandoffInputData,
    ModelBehaviorError,
    RunConfig,
    Runner,
    UserError,
    function_tool,
    handoff,
    input_guardrail,
)
from agents_core.testing import ScriptedModel, assistant_message, function_call

DONE = [assistant_message("done")]
TO_B = function_call("transfer_to_b", {}, call_id="h1")
TO_C = function_call("transfer_to_c", {}, call_id="h2")


@function_tool
def echo(text: str) -> str:
    return text


async def test_a_handoff_is_requested_taken_and_answered_by_the_new_agent() -> None:
    b = agent_saying(DONE, name="b")
    a = agent_saying([TO_B], handoffs=[b])
    result = Runner.run_streamed(a, "hi")
    assert await labels(result) == [
        *["agent a", "handoff_requested", "handoff_occured", "agent b"],
        "message_output_created",
    ]
    output = next(item for item in result.new_items if item.type == "handoff_output_item")
    assert output.raw_item["output"] == '{"assistant": "b"}'
    assert (output.source_agent, output.target_agent) == (a, b)
    assert (result.last_agent, result.final_output) == (b, "done")
    assert [item.agent.name for item in result.new_items] == ["a", "a", "b"]


async def test_further_handoffs_of_a_response_are_turned_down_first() -> None:
    b, c = agent_saying(DONE, name="b"), agent_saying(DONE, name="c")
    result = Runner.run_streamed(agent_saying([TO_B, TO_C], handoffs=[b, c]), "hi")
    assert (await labels(result))[1:6] == [
        *["handoff_requested", "handoff_requested", "tool_output", "handoff_occured", "agent b"]
    ]
    refused = next(item for item in result.new_items if item.type == "tool_call_output_item")
    assert refused.output == "Multiple handoffs detected, ignoring this one."


async def test_tools_beside_a_handoff_run_before_it_and_it_still_wins() -> None:
    b = agent_saying(DONE, name="b")
    call = function_call("echo", {"text": "x"}, call_id="c")
    a = agent_saying(
        [TO_B, call], handoffs=[b], tools=[echo], tool_use_behavior="stop_on_first_tool"
    )
    result = Runner.run_streamed(a, "hi")
    assert (await labels(result))[1:] == [
        *["handoff_requested", "tool_called", "tool_output", "handoff_occured", "agent b"],
        "message_output_created",
    ]


async def test_the_new_agent_sees_the_whole_history() -> None:
    model = ScriptedModel([DONE])
    await Runner.run(agent_saying([TO_B], handoffs=[Agent(name="b", model=model)]), "hi")
    kinds = [item.get("type", "user") for item in model.calls[0].input]
    assert kinds == ["user", "function_call", "function_call_output"]


@pytest.mark.parametrize("is_of_the_run", [True, False])
async def test_a_filter_changes_what_the_new_agent_sees_only(is_of_the_run: bool) -> None:
    def only_input(data: HandoffInputData) -> HandoffInputData:
        return data.clone(pre_handoff_items=(), new_items=())

    model = ScriptedModel([DONE])
    b = Agent[Any](name="b", model=model)
    way = b if is_of_the_run else handoff(b, input_filter=only_input)
    config = RunConfig(handoff_input_filter=only_input if is_of_the_run else None)
    result = await Runner.run(agent_saying([TO_B], handoffs=[way]), "hi", run_config=config)
    assert model.calls[0].input == [{"content": "hi", "role": "user"}]
    assert len(result.new_items) == 3
    assert len(result.to_input_list()) == 4
    assert len(result.to_input_list(mode="normalized")) == 2


async def test_a_filter_must_return_what_it_is_given() -> None:
    way = handoff(Agent(name="b"), input_filter=lambda data: None)  # type: ignore[arg-type, return-value]
    with pytest.raises(UserError, match="HandoffInputData"):
        await Runner.run(agent_saying([TO_B], handoffs=[way]), "hi")


class Reason(BaseModel):
    reason: str


async def test_what_the_model_hands_over_with_is_parsed() -> None:
    told: list[Reason] = []

    async def note(context: Any, reason: Reason) -> None:
        told.append(reason)

    way = handoff(agent_saying(DONE, name="b"), on_handoff=note, input_type=Reason)
    call = function_call("transfer_to_b", {"reason": "billing"}, call_id="h")
    await Runner.run(agent_saying([call], handoffs=[way]), "hi")
    assert told == [Reason(reason="billing")]


async def test_bad_input_of_a_handoff_is_the_models_fault() -> None:
    way = handoff(Agent(name="b"), on_handoff=lambda c, r: None, input_type=Reason)
    with pytest.raises(ModelBehaviorError):
        await Runner.run(agent_saying([TO_B], handoffs=[way]), "hi")


async def test_a_disabled_handoff_is_an_unknown_tool() -> None:
    way = handoff(Agent(name="b"), is_enabled=False)
    with pytest.raises(ModelBehaviorError, match="transfer_to_b"):
        await Runner.run(agent_saying([TO_B], handoffs=[way]), "hi")


async def test_input_guardrails_are_those_of_the_first_agent_only() -> None:
    b = agent_saying(
        DONE, name="b", input_guardrails=[input_guardrail(lambda c, a, i: pytest.fail("asked"))]
    )
    result = await Runner.run(agent_saying([TO_B], handoffs=[b]), "hi")
    assert result.final_output == "done"
