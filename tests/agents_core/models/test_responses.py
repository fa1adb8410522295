"""The Responses model over real sockets: the client's behaviour stays, the events come raw."""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI
from recorded_streams import ROOT, STREAMS, needs_streams, responses_streams
from sse_server import Reply, SseServer

from agents_core.agents.model_settings import ModelSettings
from agents_core.errors import ModelBehaviorError
from agents_core.models.attempts import ModelAttempt, attempt_listener
from agents_core.models.client import make_client
from agents_core.models.interface import ModelTracing
from agents_core.models.responses import OpenAIResponsesModel
from agents_core.models.wire import SseSplitter, WireEvent

OWN = ROOT / "tests" / "streams"
"""Small streams made for these tests, one quirk each."""

PLAIN = (OWN / "plain.sse").read_bytes()
JSON = {"content-type": "application/json"}


def split(body: bytes) -> list[WireEvent]:
    splitter = SseSplitter()
    return splitter.feed(body) + splitter.finish()


def stream(client: AsyncOpenAI, settings: ModelSettings | None = None) -> Any:
    return OpenAIResponsesModel("some-model", client).stream_response(
        "Be brief.",
        "Hello",
        settings or ModelSettings(),
        [],
        None,
        [],
        ModelTracing.DISABLED,
        previous_response_id=None,
        conversation_id=None,
        prompt=None,
    )


async def whole(client: AsyncOpenAI) -> Any:
    return await OpenAIResponsesModel("some-model", client).get_response(
        None,
        "Hello",
        ModelSettings(),
        [],
        None,
        [],
        ModelTracing.DISABLED,
        previous_response_id=None,
        conversation_id=None,
        prompt=None,
    )


async def ask(replies: Sequence[Reply], **options: Any) -> tuple[list[WireEvent], SseServer]:
    with SseServer(replies) as server:
        async with make_client(api_key="k", base_url=server.base_url, **options) as client:
            events = [event async for event in stream(client)]
    return events, server


async def collect(events: AsyncGenerator[WireEvent, None], into: list[WireEvent]) -> None:
    async for event in events:
        into.append(event)


@needs_streams
@pytest.mark.parametrize("size", [None, 7], ids=["whole", "7 bytes"])
async def test_recordings_arrive_over_sockets_as_they_were_recorded(size: int | None) -> None:
    bodies = [(STREAMS / name).read_bytes() for name in responses_streams()]
    with SseServer([Reply(body, chunk_size=size) for body in bodies]) as server:
        async with make_client(api_key="k", base_url=server.base_url) as client:
            for name, body in zip(responses_streams(), bodies, strict=True):
                assert [event async for event in stream(client)] == split(body), name


async def test_a_request_says_what_was_asked() -> None:
    _, server = await ask([Reply(PLAIN)])
    [request] = server.seen
    assert request.path == "/v1/responses"
    assert request.headers["authorization"] == "Bearer k"
    assert request.body == {
        "model": "some-model",
        "instructions": "Be brief.",
        "input": [{"role": "user", "content": "Hello"}],
        "stream": True,
    }


async def test_events_come_while_the_connection_stays_open() -> None:
    half = PLAIN[: PLAIN.index(b"event: response.completed")]
    with SseServer([Reply(half, hold_open=True)]) as server:
        async with make_client(api_key="k", base_url=server.base_url) as client:
            events = stream(client)
            got = [await anext(events) for _ in split(half)]
            await events.aclose()
    assert got == split(half)


async def test_a_response_is_over_at_its_terminal_event() -> None:
    with SseServer([Reply(PLAIN, hold_open=True)]) as server:
        async with make_client(api_key="k", base_url=server.base_url) as client, asyncio.timeout(5):
            assert [event async for event in stream(client)] == split(PLAIN)


async def test_one_connection_serves_several_responses() -> None:
    with SseServer([Reply(PLAIN), Reply(PLAIN)]) as server:
        async with make_client(api_key="k", base_url=server.base_url) as client:
            for _ in range(2):
                assert len([event async for event in stream(client)]) == 6
    assert len({request.client_port for request in server.seen}) == 1


async def test_a_stream_that_is_cut_raises_the_clients_own_error_after_what_came() -> None:
    cut = PLAIN.index(b"event: response.completed") + 10
    got: list[WireEvent] = []
    with SseServer([Reply(PLAIN, cut_after=cut)]) as server:
        async with make_client(api_key="k", base_url=server.base_url) as client:
            with pytest.raises(openai.APIConnectionError, match="broke"):
                await collect(stream(client), got)
    assert got == split(PLAIN)[:5]


async def test_a_failed_request_is_retried_and_reported() -> None:
    seen: list[ModelAttempt] = []
    attempt_listener.set(seen.append)
    busy = json.dumps({"error": {"message": "slow down", "type": "tokens"}}).encode()
    events, server = await ask(
        [
            Reply(busy, 429, {**JSON, "retry-after-ms": "20"}),
            Reply(cut_after=0),
            Reply(PLAIN),
        ]
    )
    assert events == split(PLAIN)
    assert len(server.seen) == 3
    assert seen[0] == ModelAttempt(1, 429, "slow down", 0.02)
    assert (seen[1].attempt, seen[1].status, len(seen)) == (2, None, 2)


async def test_the_last_failure_is_raised_and_not_reported_as_a_retry() -> None:
    seen: list[ModelAttempt] = []
    attempt_listener.set(seen.append)
    refused = Reply(b'{"error":{"message":"no"}}', 500, {**JSON, "retry-after-ms": "5"})
    with pytest.raises(openai.InternalServerError, match="no"):
        await ask([refused, refused], max_retries=1)
    assert [attempt.attempt for attempt in seen] == [1]


async def test_a_refused_key_is_neither_retried_nor_reported() -> None:
    seen: list[ModelAttempt] = []
    attempt_listener.set(seen.append)
    with pytest.raises(openai.AuthenticationError, match="bad key"):
        await ask([Reply(b'{"error":{"message":"bad key"}}', 401, JSON)])
    assert seen == []


@pytest.mark.parametrize("kind", ["text/html", "application/json; charset=utf-8"])
async def test_an_answer_that_is_no_stream_says_so(kind: str) -> None:
    with pytest.raises(openai.APIResponseValidationError, match="not events: <h1>hi"):
        await ask([Reply(b"<h1>hi", headers={"content-type": kind})])


async def test_an_error_in_the_stream_is_an_event_like_any_other() -> None:
    events, _ = await ask([Reply((OWN / "errors.sse").read_bytes())])
    assert [event.type for event in events] == ["error"] * 3


async def test_a_whole_response_is_typed_and_counted() -> None:
    response = split(PLAIN)[-1].json["response"]
    with SseServer([Reply(json.dumps(response).encode(), headers=JSON)]) as server:
        async with make_client(api_key="k", base_url=server.base_url) as client:
            answer = await whole(client)
    assert answer.output[0].content[0].text == "Grüße, Welt 🌍"
    assert (answer.response_id, answer.usage.requests, answer.usage.total_tokens) == (
        "resp_1",
        1,
        5,
    )
    assert answer.usage.input_tokens_details.cached_tokens == 1


@pytest.mark.parametrize("status", ["failed", "incomplete"])
async def test_a_whole_response_that_failed_is_an_error(status: str) -> None:
    body = json.dumps({"id": "r", "status": status, "output": []}).encode()
    with SseServer([Reply(body, headers=JSON)]) as server:
        async with make_client(api_key="k", base_url=server.base_url) as client:
            with pytest.raises(ModelBehaviorError, match=f"status={status}"):
                await whole(client)


@pytest.mark.parametrize("transport", ["aiohttp", "httpx2"])
async def test_both_transports_yield_the_same(transport: str, monkeypatch: Any) -> None:
    if transport == "httpx2":
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    events, _ = await ask([Reply(PLAIN, chunk_size=11)])
    assert events == split(PLAIN)


async def failure(base_url: str, **options: Any) -> openai.APIConnectionError:
    """What a request that gets no answer raises."""
    async with make_client(api_key="k", base_url=base_url, max_retries=0, **options) as client:
        with pytest.raises(openai.APIConnectionError) as raised:
            await collect(stream(client), [])
    return raised.value


@pytest.mark.parametrize("transport", ["aiohttp", "httpx2"])
async def test_a_refused_connection_is_no_timeout(transport: str, monkeypatch: Any) -> None:
    if transport == "httpx2":
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with SseServer([]) as server:
        gone = server.base_url
    error = await failure(gone)
    assert not isinstance(error, openai.APITimeoutError)
    assert str(error.__cause__)


async def test_a_server_that_hangs_up_is_no_timeout() -> None:
    with SseServer([Reply(cut_after=0)]) as server:
        error = await failure(server.base_url)
    assert not isinstance(error, openai.APITimeoutError)
    assert "disconnected" in str(error.__cause__)


@pytest.mark.parametrize("transport", ["aiohttp", "httpx2"])
async def test_a_server_that_falls_silent_is_a_timeout(transport: str, monkeypatch: Any) -> None:
    if transport == "httpx2":
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with SseServer([Reply(PLAIN[:300], hold_open=True)]) as server:
        error = await failure(server.base_url, timeout=0.2)
    assert isinstance(error, openai.APITimeoutError)
