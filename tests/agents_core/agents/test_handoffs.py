"""Handoffs: what the model sees of them, and what happens when one is taken."""

import json
from typing import Any

import pytest
from pydantic import BaseModel

from agents_core import Agent, HandoffInputData, RunContextWrapper, handoff, remove_all_tools
from agents_core.errors import ModelBehaviorError, UserError
from agents_core.items import HandoffCallItem, MessageOutputItem, ToolCallItem

AGENT = Agent(name="Sales Bot é-1", handoff_description="Sells things.")
CONTEXT: RunContextWrapper[Any] = RunContextWrapper(None)


class Reason(BaseModel):
    why: str


def test_the_tool_is_named_after_the_agent() -> None:
    assert handoff(AGENT).tool_name == "transfer_to_sales_bot___1"


def test_the_description_says_what_the_agent_is_for() -> None:
    told = "Handoff to the Sales Bot é-1 agent to handle the request. Sells things."
    assert handoff(AGENT).tool_description == told


def test_name_and_description_can_be_ones_own() -> None:
    made = handoff(AGENT, tool_name_override="sell", tool_description_override="Sell it.")
    assert (made.tool_name, made.tool_description) == ("sell", "Sell it.")


def test_without_an_input_type_there_is_nothing_to_fill_in() -> None:
    schema = handoff(AGENT).input_json_schema
    assert schema["properties"] == {} and schema["additionalProperties"] is False


def test_the_output_names_the_new_agent() -> None:
    message = handoff(AGENT).get_transfer_message(AGENT)
    assert json.loads(message) == {"assistant": "Sales Bot é-1"}


async def test_taking_it_gives_the_agent() -> None:
    assert await handoff(AGENT).on_invoke_handoff(CONTEXT, "{}") is AGENT


async def test_a_plain_callback_is_told() -> None:
    told: list[Any] = []
    await handoff(AGENT, on_handoff=told.append).on_invoke_handoff(CONTEXT, "")
    assert told == [CONTEXT]


async def test_an_async_callback_gets_the_input_parsed() -> None:
    told: list[Any] = []

    async def note(context: RunContextWrapper[Any], reason: Reason) -> None:
        told.append(reason)

    made = handoff(AGENT, on_handoff=note, input_type=Reason)
    await made.on_invoke_handoff(CONTEXT, '{"why": "price"}')
    assert told == [Reason(why="price")]


async def test_bad_input_is_the_models_fault() -> None:
    made = handoff(AGENT, on_handoff=lambda context, reason: None, input_type=Reason)
    with pytest.raises(ModelBehaviorError, match="Invalid JSON"):
        await made.on_invoke_handoff(CONTEXT, "{}")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"input_type": Reason}, "You must provide on_handoff when input_type is provided"),
        ({"on_handoff": 3}, "on_handoff must be callable"),
        ({"on_handoff": lambda: None}, "on_handoff must take one argument: context"),
        (
            {"on_handoff": lambda context: None, "input_type": Reason},
            "on_handoff must take two arguments: context and input",
        ),
    ],
)
def test_a_callback_that_does_not_fit_is_the_users_error(options: Any, told: str) -> None:
    with pytest.raises(UserError, match=told):
        handoff(AGENT, **options)


def test_what_the_next_agent_sees_can_be_changed_in_a_copy() -> None:
    data = HandoffInputData("hi", (), ())
    assert data.clone(input_history="ho") == HandoffInputData("ho", (), ())


def test_all_traces_of_tools_can_be_removed() -> None:
    said: Any = MessageOutputItem(AGENT, {"type": "message"})  # type: ignore[arg-type]  # raw
    called: Any = ToolCallItem(AGENT, {"type": "function_call"})
    handed: Any = HandoffCallItem(AGENT, {"type": "function_call"})  # type: ignore[arg-type]  # raw
    user: Any = {"role": "user", "content": "hi"}
    found: Any = {"type": "function_call"}
    data = HandoffInputData((user, found), (called, said), (handed, said))
    assert remove_all_tools(data) == HandoffInputData((user,), (said,), (said,))
