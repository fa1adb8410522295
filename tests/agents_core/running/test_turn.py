"""What a response means: a table, line by line."""

from typing import Any

import pytest

from agents_core import Agent, AgentOutputSchema, ModelBehaviorError, ModelRefusalError, handoff
from agents_core.models.typed import typed_item
from agents_core.running.turn import (
    AskApproval,
    FinalOutput,
    RunAgain,
    TakeHandoff,
    ToolVerdict,
    TurnReading,
    next_step,
    read_response,
)
from agents_core.testing import assistant_message, function_call
from agents_core.tools.decorator import function_tool


@function_tool
def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


AGENT = Agent[Any](name="a")
TO_B = handoff(Agent(name="b"))
TO_C = handoff(Agent(name="c"))
NUMBERS = AgentOutputSchema(list[int])

SAYS = assistant_message("hello")
ADDS = function_call("add", {"a": 1, "b": 2}, call_id="c1")
GOES_TO_B = function_call("transfer_to_b", {}, call_id="h1")
GOES_TO_C = function_call("transfer_to_c", {}, call_id="h2")
SEARCHES = typed_item({"type": "web_search_call", "id": "ws", "status": "completed"})
THINKS = typed_item({"type": "reasoning", "id": "rs", "summary": []})
ASKS = typed_item(
    {
        "type": "mcp_approval_request",
        "id": "m1",
        "name": "x",
        "arguments": "{}",
        "server_label": "s",
    }
)
REFUSES = typed_item(
    {"type": "message", "id": "m", "role": "assistant", "status": "completed"}
    | {"content": [{"type": "refusal", "refusal": "I will not"}]}
)


def read(*output: Any, unknown: bool = False) -> TurnReading:
    return read_response(
        output, AGENT, tools=[add], handoffs=[TO_B, TO_C], unknown_tools_allowed=unknown
    )


NOTHING = ToolVerdict()
FINAL = ToolVerdict(is_final=True, value=3)


@pytest.mark.parametrize(
    ("output", "verdict", "schema", "expected"),
    [
        # plain text
        ([SAYS], NOTHING, None, FinalOutput("hello")),
        ([SAYS, assistant_message("bye")], NOTHING, None, FinalOutput("bye")),
        ([THINKS, SAYS], NOTHING, None, FinalOutput("hello")),
        ([], NOTHING, None, FinalOutput("")),
        ([THINKS], NOTHING, None, FinalOutput("")),
        # calls the provider runs
        ([SEARCHES, SAYS], NOTHING, None, FinalOutput("hello")),
        ([SEARCHES], NOTHING, None, RunAgain()),
        # function tools
        ([ADDS], NOTHING, None, RunAgain()),
        ([SAYS, ADDS], NOTHING, None, RunAgain()),
        ([ADDS], FINAL, None, FinalOutput("3")),
        ([ADDS], FINAL, NUMBERS, FinalOutput(3)),
        # structured output
        ([assistant_message('{"response":[1,2]}')], NOTHING, NUMBERS, FinalOutput([1, 2])),
        ([], NOTHING, NUMBERS, RunAgain()),
        ([assistant_message("")], NOTHING, NUMBERS, RunAgain()),
    ],
)
def test_what_comes_next(
    output: list[Any], verdict: ToolVerdict, schema: Any, expected: Any
) -> None:
    assert next_step(read(*output), verdict, schema) == expected


@pytest.mark.parametrize("verdict", [NOTHING, FINAL])
def test_a_handoff_wins_over_tools_and_messages(verdict: ToolVerdict) -> None:
    step = next_step(read(SAYS, ADDS, GOES_TO_B), verdict, None)
    assert isinstance(step, TakeHandoff)
    assert (step.call.handoff, list(step.ignored)) == (TO_B, [])


def test_only_the_first_handoff_is_taken() -> None:
    step = next_step(read(GOES_TO_B, GOES_TO_C), NOTHING, None)
    assert isinstance(step, TakeHandoff)
    assert step.call.handoff is TO_B
    assert [call.handoff for call in step.ignored] == [TO_C]


def test_a_call_that_waits_for_approval_stops_the_run() -> None:
    step = next_step(read(ASKS), NOTHING, None)
    assert isinstance(step, AskApproval)
    assert [item.name for item in step.items] == ["x"]


def test_a_refusal_is_an_error() -> None:
    with pytest.raises(ModelRefusalError, match="I will not"):
        next_step(read(REFUSES), NOTHING, None)


def test_a_refusal_beside_a_call_is_not_the_end() -> None:
    assert next_step(read(REFUSES, ADDS), NOTHING, None) == RunAgain()


def test_output_of_the_wrong_shape_is_the_models_fault() -> None:
    with pytest.raises(ModelBehaviorError):
        next_step(read(assistant_message("no json")), NOTHING, NUMBERS)


def test_items_are_announced_under_their_names_in_output_order() -> None:
    reading = read(THINKS, SAYS, SEARCHES, ADDS, GOES_TO_B, ASKS)
    assert [announcement.name for announcement in reading.announcements] == [
        "reasoning_item_created",
        "message_output_created",
        "tool_called",
        "tool_called",
        "handoff_requested",
        "mcp_approval_requested",
    ]
    assert all(announcement.item.agent is AGENT for announcement in reading.announcements)


def test_an_unknown_type_of_item_passes_without_one() -> None:
    assert read(typed_item({"type": "hologram"}), SAYS).announcements[0].item.raw_item is SAYS


def test_a_tool_call_item_says_what_the_tool_does() -> None:
    item = read(ADDS).announcements[0].item
    assert getattr(item, "description", None) == "Add two numbers."


def test_an_unknown_tool_is_an_error_before_anything_is_announced() -> None:
    with pytest.raises(ModelBehaviorError, match="Tool nope not found in agent a"):
        read(SAYS, function_call("nope", {}, call_id="c"))


def test_an_unknown_tool_may_be_answered_instead() -> None:
    (call,) = read(function_call("nope", {}, call_id="c"), unknown=True).function_calls
    assert (call.name, call.tool) == ("nope", None)


def test_the_same_call_twice_is_one_call() -> None:
    reading = read(ADDS, ADDS)
    assert (len(reading.function_calls), len(reading.announcements)) == (1, 1)


def test_one_call_id_for_two_calls_is_an_error() -> None:
    with pytest.raises(ModelBehaviorError, match="c1"):
        read(ADDS, function_call("add", {"a": 2, "b": 2}, call_id="c1"))


@pytest.mark.parametrize("type_", ["computer_call", "apply_patch_call", "local_shell_call"])
def test_an_action_nobody_can_do_is_an_error(type_: str) -> None:
    with pytest.raises(ModelBehaviorError, match=type_):
        read({"type": type_, "call_id": "c"})
