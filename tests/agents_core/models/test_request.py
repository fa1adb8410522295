"""The request: what is asked for is sent, what nobody set is not."""

from typing import Any

import pytest
from openai.types.responses import ResponseFunctionToolCall

from agents_core.agents.agent_output import AgentOutputSchema
from agents_core.agents.handoffs import Handoff
from agents_core.agents.model_settings import ModelSettings
from agents_core.models.request import response_request
from agents_core.tools.function_tool import FunctionTool

SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


async def unused(*_: Any) -> Any:
    raise AssertionError("never called")


def tool(name: str, strict: bool = True) -> FunctionTool:
    return FunctionTool(
        name=name,
        description="Does it.",
        params_json_schema=SCHEMA,
        on_invoke_tool=unused,
        strict_json_schema=strict,
    )


def request(input: Any = "hi", settings: ModelSettings | None = None, **given: Any) -> Any:
    return response_request(
        "m",
        given.get("instructions"),
        input,
        settings or ModelSettings(),
        given.get("tools", []),
        given.get("output_schema"),
        given.get("handoffs", []),
        previous_response_id=given.get("previous_response_id"),
        conversation_id=given.get("conversation_id"),
        prompt=None,
    )


def test_settings_nobody_made_are_left_out() -> None:
    assert request() == {"model": "m", "input": [{"role": "user", "content": "hi"}]}


def test_items_go_out_as_json() -> None:
    call = ResponseFunctionToolCall(
        type="function_call", call_id="c", name="add", arguments="{}", id=None
    )
    raw = {"role": "user", "content": "hi"}
    sent = request([raw, call])["input"]
    assert sent == [
        raw,
        {"type": "function_call", "call_id": "c", "name": "add", "arguments": "{}", "id": None},
    ]


def test_tools_and_handoffs_are_functions() -> None:
    handoff: Handoff[Any, Any] = Handoff(
        tool_name="transfer_to_b",
        tool_description="To B.",
        input_json_schema=SCHEMA,
        on_invoke_handoff=unused,
        agent_name="b",
    )
    sent = request(tools=[tool("add", strict=False)], handoffs=[handoff])["tools"]
    assert [(t["type"], t["name"], t["description"], t["strict"]) for t in sent] == [
        ("function", "add", "Does it.", False),
        ("function", "transfer_to_b", "To B.", True),
    ]


@pytest.mark.parametrize(
    ("choice", "sent"),
    [
        ("auto", "auto"),
        ("required", "required"),
        ("none", "none"),
        ("add", {"type": "function", "name": "add"}),
        ("web_search", {"type": "web_search"}),
        ({"type": "mcp", "server_label": "x"}, {"type": "mcp", "server_label": "x"}),
    ],
)
def test_a_tool_choice_is_said_in_the_servers_words(choice: Any, sent: Any) -> None:
    settings = ModelSettings(tool_choice=choice)
    assert request(settings=settings, tools=[tool("add")])["tool_choice"] == sent


def test_a_function_that_is_offered_goes_before_a_hosted_tool_of_its_name() -> None:
    settings = ModelSettings(tool_choice="web_search")
    sent = request(settings=settings, tools=[tool("web_search")])
    assert sent["tool_choice"] == {"type": "function", "name": "web_search"}


def test_an_output_type_asks_for_its_schema() -> None:
    schema = AgentOutputSchema(list[int])
    sent = request(output_schema=schema, settings=ModelSettings(verbosity="low"))["text"]
    assert sent["verbosity"] == "low"
    assert sent["format"] == {
        "type": "json_schema",
        "name": "final_output",
        "schema": schema.json_schema(),
        "strict": True,
    }


def test_settings_go_out_under_the_servers_names() -> None:
    settings = ModelSettings(
        temperature=0.0,
        max_tokens=5,
        store=False,
        top_logprobs=2,
        response_include=["file_search_call.results"],
        reasoning={"effort": "low"},
        extra_headers={"x-a": "1"},
        extra_args={"service_tier": "flex"},
    )
    sent = request(settings=settings, previous_response_id="r", conversation_id="c")
    del sent["input"]
    assert sent == {
        "model": "m",
        "temperature": 0.0,
        "max_output_tokens": 5,
        "store": False,
        "top_logprobs": 2,
        "include": ["file_search_call.results", "message.output_text.logprobs"],
        "reasoning": {"effort": "low"},
        "extra_headers": {"x-a": "1"},
        "service_tier": "flex",
        "previous_response_id": "r",
        "conversation": "c",
    }


def test_calls_side_by_side_are_only_spoken_of_when_there_are_tools() -> None:
    settings = ModelSettings(parallel_tool_calls=False)
    assert "parallel_tool_calls" not in request(settings=settings)
    assert request(settings=settings, tools=[tool("add")])["parallel_tool_calls"] is False


def test_an_extra_argument_may_not_be_given_twice() -> None:
    settings = ModelSettings(temperature=1, extra_args={"temperature": 0})
    with pytest.raises(TypeError, match="multiple values for keyword argument 'temperature'"):
        request(settings=settings)
