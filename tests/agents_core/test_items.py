"""Run items and the readers of their text."""

from typing import Any

import pytest
from openai.types.responses import (
    ResponseFunctionToolCall,
    ResponseOutputMessage,
)

from agents_core import Agent
from agents_core.items import (
    ItemHelpers,
    MessageOutputItem,
    ModelResponse,
    RunItem,
    ToolApprovalItem,
    ToolCallItem,
    ToolCallOutputItem,
)
from agents_core.usage import Usage

AGENT = Agent(name="clerk")


def message(*parts: dict[str, Any]) -> ResponseOutputMessage:
    fields = {"id": "m", "type": "message", "role": "assistant", "status": "completed"}
    return ResponseOutputMessage.model_validate({**fields, "content": list(parts)})


def text(words: str) -> dict[str, Any]:
    return {"type": "output_text", "text": words, "annotations": []}


REFUSAL = {"type": "refusal", "refusal": "I will not."}
CALL = ResponseFunctionToolCall(
    type="function_call", call_id="c1", name="find", arguments='{"q":1}', id="f1"
)


def test_the_text_of_a_message_is_all_its_parts() -> None:
    item = MessageOutputItem(AGENT, message(text("one "), text("two")))
    assert ItemHelpers.text_message_output(item) == "one two"


def test_the_last_text_is_that_of_the_last_part() -> None:
    assert ItemHelpers.extract_last_text(message(text("one"), text("two"))) == "two"
    assert ItemHelpers.extract_last_text(message(text("one"), REFUSAL)) is None


def test_the_last_content_may_be_a_refusal() -> None:
    assert ItemHelpers.extract_last_content(message(REFUSAL)) == "I will not."
    assert ItemHelpers.extract_last_content(CALL) == ""


def test_a_refusal_is_told_from_text() -> None:
    assert ItemHelpers.extract_refusal(message(text("no"))) is None
    assert ItemHelpers.extract_refusal(message(text("no"), REFUSAL)) == "I will not."


def test_all_messages_of_a_run_can_be_read_at_once() -> None:
    items: list[RunItem] = [
        MessageOutputItem(AGENT, message(text("one"))),
        ToolCallItem(AGENT, CALL),
        MessageOutputItem(AGENT, message(text("two"))),
    ]
    assert ItemHelpers.text_message_outputs(items) == "onetwo"


def test_text_input_becomes_a_user_message() -> None:
    assert ItemHelpers.input_to_new_input_list("hi") == [{"content": "hi", "role": "user"}]


def test_list_input_is_copied() -> None:
    given: list[Any] = [{"content": "hi", "role": "user"}]
    taken = ItemHelpers.input_to_new_input_list(given)
    assert taken == given and taken is not given


def test_a_call_knows_its_name_and_id() -> None:
    item = ToolCallItem(AGENT, CALL)
    assert (item.tool_name, item.call_id) == ("find", "c1")


def test_a_hosted_call_has_an_id_but_no_name() -> None:
    raw = {"id": "ws1", "type": "web_search_call", "status": "completed"}
    item = ToolCallItem(AGENT, raw)
    assert (item.tool_name, item.call_id) == (None, "ws1")


def test_an_output_answers_its_call_as_text() -> None:
    raw = ItemHelpers.tool_call_output_item(CALL, {"found": 2})
    assert raw == {"type": "function_call_output", "call_id": "c1", "output": "{'found': 2}"}


def test_an_output_item_keeps_what_the_tool_returned() -> None:
    raw = ItemHelpers.tool_call_output_item(CALL, 42)
    item = ToolCallOutputItem(AGENT, raw, output=42)
    assert (item.output, item.raw_item["output"], item.call_id) == (42, "42", "c1")


def test_a_model_item_goes_back_as_it_came() -> None:
    assert ToolCallItem(AGENT, CALL).to_input_item() == {
        "type": "function_call",
        "call_id": "c1",
        "name": "find",
        "arguments": '{"q":1}',
        "id": "f1",
    }


def test_a_response_can_be_sent_back_whole() -> None:
    response = ModelResponse(output=[CALL], usage=Usage(), response_id=None)
    assert response.to_input_items() == [ToolCallItem(AGENT, CALL).to_input_item()]


def test_an_approval_has_no_input_form() -> None:
    item = ToolApprovalItem(AGENT, CALL)
    assert (item.name, item.arguments, item.call_id) == ("find", '{"q":1}', "c1")
    with pytest.raises(TypeError, match="waits for a decision"):
        item.to_input_item()


def test_a_released_item_does_not_keep_its_agent_alive() -> None:
    agent = Agent(name="short-lived")
    item = ToolCallItem(agent, CALL)
    item.release_agent()
    assert item.agent.name == "short-lived"
    del agent
    with pytest.raises(ReferenceError):
        _ = item.agent.name
