"""A recorded run, played again under the real client: the same bytes, and what differs said."""

import json
from typing import Any

import httpx2
import pytest
from openai import APIConnectionError, APIStatusError, AsyncOpenAI

from agents_core.models.attempts import ModelAttempt, attempt_listener, difference_listener
from agents_core.models.client import make_client
from agents_core.models.interface import calling_agent
from agents_core.models.local_transport import Clock, name_the_agent
from agents_core.models.replayed import ReplayTransport, replaying_client
from agents_core.models.request_differences import request_differences, same_input
from agents_core.recording.model_calls import RecordedCall, RecordedRetry

HI = {"role": "user", "content": "hi"}


def event(type: str, **fields: Any) -> bytes:
    return json.dumps({"type": type, **fields}).encode()


def call(said: str = "yes", *, agent: str | None = "a", input: Any = (HI,), **more: Any) -> Any:
    """A recorded call that ended well, in two events half a second apart."""
    response = {"id": said, "object": "response", "status": "completed", "output": []}
    events = [
        (0.5, event("response.output_text.delta", delta=said)),
        (1.0, event("response.completed", response=response)),
    ]
    fields = {"events": events, "status": "completed", **more}
    return RecordedCall(agent, 1, 0.0, "m", None, list(input), [], **fields)


async def ask(client: AsyncOpenAI, input: Any = (HI,), agent: str | None = "a") -> list[bytes]:
    """Return the payloads of an answer, as they came over the wire."""
    token = calling_agent.set(agent)
    try:
        raw = await client.responses.with_raw_response.create(
            model="m", input=list(input), stream=True
        )
        body = await raw.http_response.aread()
    finally:
        calling_agent.reset(token)
    return [line[6:] for line in body.split(b"\n") if line.startswith(b"data: ")]


def payloads(recorded: RecordedCall) -> list[bytes]:
    return [payload for _, payload in recorded.events]


async def test_the_answers_are_the_recorded_bytes_in_the_order_of_each_agent() -> None:
    calls = [call("1"), call("2", agent="b"), call("3")]
    async with replaying_client(calls, speed=0) as client:
        assert await ask(client, agent="b") == payloads(calls[1])
        assert await ask(client) == payloads(calls[0])
        assert await ask(client) == payloads(calls[2])


async def test_among_the_calls_of_an_agent_the_one_with_the_same_input_goes_first() -> None:
    other = {"role": "user", "content": "other"}
    calls = [call("1"), call("2", input=[other])]
    async with replaying_client(calls, speed=0) as client:
        assert await ask(client, [other]) == payloads(calls[1])
        assert await ask(client) == payloads(calls[0])


async def test_a_request_that_differs_is_answered_and_reported() -> None:
    heard: list[Any] = []
    listening = difference_listener.set(lambda number, found: heard.append((number, *found)))
    async with replaying_client([call("1"), call("2")], speed=0) as client:
        await ask(client)
        assert await ask(client, [{"role": "user", "content": "ho"}]) == payloads(call("2"))
    difference_listener.reset(listening)
    assert heard == [(2, 'input[0] (user).content: recorded "hi", now "ho"')]


async def test_a_request_that_differs_fails_where_that_is_wanted() -> None:
    async with replaying_client([call()], speed=0, on_difference="fail") as client:
        with pytest.raises(APIStatusError, match="differs from recorded call 1: input"):
            await ask(client, [HI, HI])


@pytest.mark.parametrize(
    ("agent", "said"),
    [("a", "no answer left for agent .a. .it had 1"), ("z", "no agent .z.; it has: a")],
)
async def test_a_recording_without_an_answer_says_so(agent: str, said: str) -> None:
    async with replaying_client([call()], speed=0) as client:
        await ask(client)
        with pytest.raises(APIStatusError, match=said):
            await ask(client, agent=agent)


async def test_failed_attempts_are_played_and_tried_again_as_they_were() -> None:
    heard: list[ModelAttempt] = []
    listening = attempt_listener.set(heard.append)
    retries = [RecordedRetry(429, "slow down", 0.002), RecordedRetry(503, "busy", None)]
    async with replaying_client([call(retries=retries)], speed=1000) as client:
        assert await ask(client) == payloads(call())
    attempt_listener.reset(listening)
    assert [(each.status, each.message) for each in heard] == [(429, "slow down"), (503, "busy")]


async def test_a_refused_call_is_refused_with_the_servers_words() -> None:
    error = {"type": "InternalServerError", "message": "api.openai.com answered 503: overloaded"}
    refused = call(events=[], status="failed", error=error)
    async with replaying_client([refused], speed=0) as client:
        with pytest.raises(APIStatusError, match="overloaded") as caught:
            await ask(client)
    assert caught.value.status_code == 503


async def test_no_connection_is_no_connection_again() -> None:
    error = {"type": "APIConnectionError", "message": "cannot reach http://x"}
    async with replaying_client([call(events=[], status="failed", error=error)], speed=0) as client:
        with pytest.raises(APIConnectionError):
            await ask(client)


async def test_an_answer_that_broke_off_breaks_off_after_the_same_events() -> None:
    broken = call(status="failed")
    broken.events.pop()
    async with replaying_client([broken], speed=0) as client:
        with pytest.raises(httpx2.ReadError, match="ends here"):
            await ask(client)


async def test_a_whole_answer_is_that_of_the_last_event() -> None:
    async with replaying_client([call("whole", agent=None)], speed=0) as client:
        assert (await client.responses.create(model="m", input=[HI])).id == "whole"  # type: ignore[list-item]


async def test_the_pace_is_that_of_the_recording_times_the_speed() -> None:
    now, slept = 0.0, []

    async def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += seconds

    transport = ReplayTransport([call()], speed=2, clock=Clock(lambda: now, sleep))
    async with make_client(
        api_key="k", base_url="http://x.invalid", transport=transport, on_request=[name_the_agent]
    ) as client:
        await ask(client)
    assert slept == [0.25, 0.25]


def test_differences_name_the_place_and_crop_around_it() -> None:
    old, new = "x" * 100 + "A" + "y" * 100, "x" * 100 + "B" + "y" * 100
    (found,) = request_differences(old, [], [], {"instructions": new, "input": []})
    assert found == (
        f'instructions: recorded "…{"x" * 15}A{"y" * 44}…", now "…{"x" * 15}B{"y" * 44}…"'
    )


def test_differences_count_items_and_name_tools_and_ignore_nulls() -> None:
    body = {"input": [{**HI, "id": None}, HI], "tools": [{"type": "function", "name": "new"}]}
    assert request_differences(None, [HI], ["old"], body) == [
        "input has 2 items, 1 were recorded",
        "tools no longer offered: old",
        "tools offered since: new",
    ]


def test_the_ids_of_items_are_no_difference() -> None:
    recorded = [{**HI, "id": "msg_1"}]
    sent = [{**HI, "id": "msg_2"}]
    assert request_differences(None, recorded, [], {"input": sent}) == []
    assert same_input(recorded, sent)
