"""What a chat server is sent: rule 76, item by item."""

from typing import Any

import pytest
from pydantic import BaseModel

from agents_core import Agent, FunctionTool, handoff
from agents_core.agents.agent_output import AgentOutputSchema
from agents_core.agents.model_settings import ModelSettings
from agents_core.errors import UserError
from agents_core.models.chat_messages import chat_messages
from agents_core.models.chat_request import chat_request, stream_options
from agents_core.tools.hosted_tools import WebSearchTool

CALL = {"type": "function_call", "call_id": "c1", "name": "f", "arguments": '{"a":1}'}
SENT_CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"a":1}'}}
REASONING = {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm"}]}


class Answer(BaseModel):
    number: int


def messages(*items: dict[str, Any], keeps_reasoning: bool = False) -> list[dict[str, Any]]:
    return chat_messages(None, items, keeps_reasoning=keeps_reasoning)


def request(settings: ModelSettings | None = None, **given: Any) -> dict[str, Any]:
    parts = {"tools": [], "output_schema": None, "handoffs": [], **given}
    return chat_request("m", None, "Hi", settings or ModelSettings(), **parts)


async def never_called(context: Any, arguments: str) -> str:
    return ""


FUNCTION = FunctionTool("f", "Does it.", {"type": "object"}, never_called)


def test_calls_and_their_outputs_are_told_as_one_turn() -> None:
    said = {"role": "assistant", "content": [{"type": "output_text", "text": "Wait."}]}
    other = {**CALL, "call_id": "c2", "arguments": ""}
    output = {"type": "function_call_output", "call_id": "c1", "output": "42"}
    assert messages({"role": "user", "content": "Hi"}, said, CALL, other, output) == [
        {"role": "user", "content": "Hi"},
        {
            "role": "assistant",
            "content": "Wait.",
            "tool_calls": [
                SENT_CALL,
                {"id": "c2", "type": "function", "function": {"name": "f", "arguments": "{}"}},
            ],
        },
        {"role": "tool", "tool_call_id": "c1", "content": "42"},
    ]


def test_reasoning_goes_back_only_to_models_that_want_it() -> None:
    [plain] = messages(REASONING, CALL)
    [kept] = messages(REASONING, CALL, keeps_reasoning=True)
    assert plain == {"role": "assistant", "content": None, "tool_calls": [SENT_CALL]}
    assert kept == {**plain, "reasoning_content": "Hm"}


def test_pictures_and_files_have_their_chat_shape() -> None:
    parts = [
        {"type": "input_text", "text": "See"},
        {"type": "input_image", "image_url": "data:image/png;base64,AA"},
        {"type": "input_file", "file_data": "AA", "filename": "a.pdf"},
    ]
    [message] = messages({"role": "user", "content": parts})
    assert message["content"] == [
        {"type": "text", "text": "See"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA", "detail": "auto"}},
        {"type": "file", "file": {"file_data": "AA", "filename": "a.pdf"}},
    ]


def test_a_refusal_stays_a_refusal() -> None:
    part = {"type": "refusal", "refusal": "No."}
    [message] = messages({"role": "assistant", "content": [part]})
    assert message == {"role": "assistant", "content": None, "refusal": "No."}


def test_an_item_chats_cannot_tell_is_refused_by_name() -> None:
    with pytest.raises(UserError, match='type "web_search_call"'):
        messages({"type": "web_search_call", "id": "ws"})


def test_tools_and_handoffs_are_strict_functions() -> None:
    tools = request(tools=[FUNCTION], handoffs=[handoff(Agent(name="other"))])["tools"]
    assert [tool["function"]["name"] for tool in tools] == ["f", "transfer_to_other"]
    assert all(tool["function"]["strict"] for tool in tools)


def test_a_hosted_tool_is_refused_by_name() -> None:
    with pytest.raises(UserError, match=r"web_search.*needs the Responses API"):
        request(tools=[WebSearchTool()])


def test_an_output_type_is_asked_for_as_a_schema() -> None:
    format_ = request(output_schema=AgentOutputSchema(Answer))["response_format"]
    assert (format_["type"], format_["json_schema"]["strict"]) == ("json_schema", True)
    assert list(format_["json_schema"]["schema"]["properties"]) == ["number"]


def test_settings_go_out_under_the_names_of_chats() -> None:
    settings = ModelSettings(
        max_tokens=5, reasoning={"effort": "low"}, tool_choice="f", top_logprobs=2
    )
    sent = request(settings, tools=[FUNCTION])
    assert sent["max_tokens"] == 5
    assert sent["reasoning_effort"] == "low"
    assert sent["tool_choice"] == {"type": "function", "function": {"name": "f"}}
    assert (sent["logprobs"], sent["top_logprobs"]) == (True, 2)


def test_an_extra_argument_that_is_given_already_is_refused() -> None:
    with pytest.raises(TypeError, match="multiple values for keyword argument 'model'"):
        request(ModelSettings(extra_args={"model": "x"}))


@pytest.mark.parametrize(
    ("wanted", "is_official", "options"),
    [(None, True, True), (None, False, None), (False, True, False), (True, False, True)],
)
def test_usage_is_asked_unasked_of_openais_own_server_alone(
    wanted: bool | None, is_official: bool, options: bool | None
) -> None:
    sent = stream_options(ModelSettings(include_usage=wanted), is_official=is_official)
    assert sent.get("stream_options", {}).get("include_usage") is options
