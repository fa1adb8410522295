"""Failures a program answers for: max turns, refusals, answers of the wrong shape."""

from typing import Any

import pytest
from run_traces import agent_saying, labels

from agents_core import (
    Agent,
    MaxTurnsExceeded,
    ModelBehaviorError,
    ModelRefusalError,
    RunErrorHandlerResult,
    Runner,
    UserError,
    function_tool,
)
from agents_core.testing import assistant_message, function_call

REFUSAL = {
    "type": "message",
    "id": "m",
    "role": "assistant",
    "status": "completed",
    "content": [{"type": "refusal", "refusal": "No."}],
}


@function_tool
def echo() -> str:
    return "x"


def looping() -> Agent[Any]:
    calls = [[function_call("echo", {}, call_id=f"c{n}")] for n in range(3)]
    return agent_saying(*calls, tools=[echo])


async def test_a_handler_answers_when_the_turns_are_used_up() -> None:
    seen = []

    def handler(failed: Any) -> str:
        seen.append((type(failed.error), len(failed.run_data.new_items)))
        return "I give up."

    result = Runner.run_streamed(
        looping(), "hi", max_turns=2, error_handlers={"max_turns": handler}
    )
    names = await labels(result)
    assert names[-2:] == ["tool_output", "message_output_created"]
    assert (result.final_output, result.current_turn) == ("I give up.", 2)
    assert seen == [(MaxTurnsExceeded, 4)]


async def test_an_answer_may_be_kept_out_of_the_history() -> None:
    answer = RunErrorHandlerResult("I give up.", include_in_history=False)
    result = await Runner.run(
        looping(), "hi", max_turns=1, error_handlers={"max_turns": lambda failed: answer}
    )
    assert result.final_output == "I give up."
    assert [item.type for item in result.new_items] == ["tool_call_item", "tool_call_output_item"]


async def test_a_handler_that_gives_nothing_lets_the_run_fail() -> None:
    with pytest.raises(MaxTurnsExceeded):
        await Runner.run(
            looping(), "hi", max_turns=1, error_handlers={"max_turns": lambda failed: None}
        )


async def test_a_handler_answers_for_a_refusal() -> None:
    async def handler(failed: Any) -> dict[str, Any]:
        assert isinstance(failed.error, ModelRefusalError)
        return {"final_output": "Ask somebody else."}

    result = await Runner.run(
        agent_saying([REFUSAL]), "hi", error_handlers={"model_refusal": handler}
    )
    assert result.final_output == "Ask somebody else."
    assert len(result.new_items) == 2


async def test_a_handler_answers_for_an_answer_of_the_wrong_shape() -> None:
    agent = agent_saying([assistant_message("no json")], output_type=list[int])
    result = await Runner.run(
        agent, "hi", error_handlers={"invalid_final_output": lambda failed: [1, 2]}
    )
    assert result.final_output == [1, 2]


async def test_a_handlers_answer_must_have_the_right_shape_itself() -> None:
    agent = agent_saying([assistant_message("no json")], output_type=list[int])
    with pytest.raises(UserError, match="Invalid run error handler final_output"):
        await Runner.run(agent, "hi", error_handlers={"invalid_final_output": lambda failed: "x"})


async def test_a_failure_without_a_handler_is_what_it_is() -> None:
    agent = agent_saying([assistant_message("no json")], output_type=list[int])
    with pytest.raises(ModelBehaviorError):
        await Runner.run(agent, "hi", error_handlers={"max_turns": lambda failed: "x"})
