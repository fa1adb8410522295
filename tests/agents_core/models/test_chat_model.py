"""The chat model over real sockets: every recording says there what it says in its bytes."""

import json
from typing import Any

import openai
import pytest
from chat_facts import assert_facts, converted, joined
from openai import AsyncOpenAI
from recorded_streams import STREAMS, chat_streams, expected, needs_streams
from sse_server import Reply, SseServer

from agents_core.agents.model_settings import ModelSettings
from agents_core.errors import ModelBehaviorError, UserError
from agents_core.models.chat_model import OpenAIChatCompletionsModel
from agents_core.models.client import make_client
from agents_core.models.interface import ModelTracing
from agents_core.models.wire import WireEvent

JSON = {"content-type": "application/json"}
NOWHERE: dict[str, Any] = {
    "previous_response_id": None,
    "conversation_id": None,
    "prompt": None,
}


def body(*chunks: dict[str, Any]) -> bytes:
    return b"".join(b"data: %s\n\n" % json.dumps(chunk).encode() for chunk in chunks)


def said(text: str) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": {"content": text}}]}


PLAIN = body(said("Hel"), said("lo"), {"choices": [{"delta": {}, "finish_reason": "stop"}]})


def asked(settings: ModelSettings | None = None) -> tuple[Any, ...]:
    return ("Be brief.", "Hi", settings or ModelSettings(), [], None, [], ModelTracing.DISABLED)


async def stream(
    client: AsyncOpenAI, settings: ModelSettings | None = None, **more: Any
) -> list[WireEvent]:
    model = OpenAIChatCompletionsModel("some-model", client)
    events = model.stream_response(*asked(settings), **(NOWHERE | more))
    return [event async for event in events]


async def whole(completion: dict[str, Any]) -> Any:
    with SseServer([Reply(json.dumps(completion).encode(), headers=JSON)]) as server:
        async with make_client(api_key="k", base_url=server.base_url) as client:
            model = OpenAIChatCompletionsModel("some-model", client)
            return await model.get_response(*asked(), **NOWHERE)


@needs_streams
@pytest.mark.parametrize("size", [None, 7], ids=["whole", "7 bytes"])
async def test_recordings_say_over_sockets_what_they_say_in_their_bytes(size: int | None) -> None:
    bodies = [(STREAMS / name).read_bytes() for name in chat_streams()]
    facts, ids = expected(), set[str]()
    with SseServer([Reply(each, chunk_size=size) for each in bodies]) as server:
        async with make_client(api_key="k", base_url=server.base_url) as client:
            for name in chat_streams():
                events = await stream(client)
                assert_facts(facts[name], events)
                items = events[-1].json.get("response", {}).get("output", [])
                assert not ids & {item["id"] for item in items}
                ids |= {item["id"] for item in items}


async def test_a_request_says_what_was_asked() -> None:
    with SseServer([Reply(PLAIN)]) as server:
        async with make_client(api_key="k", base_url=server.base_url) as client:
            await stream(client, ModelSettings(temperature=0.5))
    [request] = server.seen
    assert request.path == "/v1/chat/completions"
    assert request.body == {
        "model": "some-model",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Hi"},
        ],
        "temperature": 0.5,
        "stream": True,
    }


async def test_usage_is_asked_for_when_wanted() -> None:
    with SseServer([Reply(PLAIN)]) as server:
        async with make_client(api_key="k", base_url=server.base_url) as client:
            await stream(client, ModelSettings(include_usage=True))
    assert server.seen[0].body["stream_options"] == {"include_usage": True}


async def test_an_answer_is_over_at_the_end_mark() -> None:
    with SseServer([Reply(PLAIN + b"data: [DONE]\n\n", hold_open=True)]) as server:
        async with make_client(api_key="k", base_url=server.base_url) as client:
            events = await stream(client)
    assert (joined(events, "response.output_text.delta"), events[-1].type) == (
        "Hello",
        "response.completed",
    )


async def test_a_stream_that_is_cut_raises_the_clients_own_error() -> None:
    with SseServer([Reply(PLAIN, cut_after=60)]) as server:
        async with make_client(api_key="k", base_url=server.base_url) as client:
            with pytest.raises(openai.APIConnectionError, match="broke"):
                await stream(client)


@pytest.mark.parametrize("name", sorted(NOWHERE))
async def test_what_only_the_responses_api_can_do_is_refused(name: str) -> None:
    async with make_client(api_key="k") as client:
        with pytest.raises(UserError, match=f"{name} needs the Responses API"):
            await stream(client, None, **{name: "something"})


async def test_a_whole_answer_has_the_items_of_a_streamed_one() -> None:
    call = {"id": "c1", "function": {"name": "f", "arguments": '{"a":1}'}}
    message = {"content": "Hi", "reasoning_content": "Hm", "tool_calls": [call]}
    usage = {"prompt_tokens": 2, "completion_tokens": 3}
    response = await whole(
        {"choices": [{"message": message, "finish_reason": "tool_calls"}], "usage": usage}
    )
    assert [item.type for item in response.output] == ["reasoning", "message", "function_call"]
    assert (response.output[2].call_id, response.output[2].arguments) == ("c1", '{"a":1}')
    assert response.usage.total_tokens == 5


async def test_a_whole_answer_without_choices_is_refused() -> None:
    with pytest.raises(openai.APIResponseValidationError, match="without choices"):
        await whole({"object": "chat.completion", "choices": []})


@pytest.mark.parametrize(
    ("completion", "message"),
    [
        ({"error": {"message": "no credit"}}, "no credit"),
        ({"choices": [{"message": {"content": ""}, "finish_reason": "length"}]}, "max_output"),
    ],
)
async def test_a_whole_answer_that_is_none_is_the_models_fault(
    completion: dict[str, Any], message: str
) -> None:
    with pytest.raises(ModelBehaviorError, match=message):
        await whole(completion)


def test_openais_own_server_must_give_a_finish_reason() -> None:
    [*_, tolerated] = converted([body(said("Hi"))])
    [*_, failed] = converted([body(said("Hi"))], needs_finish_reason=True)
    assert (tolerated.type, failed.type) == ("response.completed", "response.failed")
    assert "finish_reason" in failed.json["response"]["error"]["message"]
