"""Replayed: a transport that answers the real openai client from the model calls of a recorded run.

Law: what the client gets are the recorded payloads, byte for byte, and the recorded failures. A
call is matched by its agent, and within an agent by its input or else by its order. A request that
differs from the recorded one is answered all the same and reported to `difference_listener`; with
`on_difference="fail"` it is refused.
"""

from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import httpx2
from openai import AsyncOpenAI

from agents_core.json_text import decode_json
from agents_core.models.attempts import difference_listener
from agents_core.models.client import make_client
from agents_core.models.local_transport import (
    NOT_AGAIN,
    REAL_TIME,
    Body,
    Clock,
    asking_agent,
    name_the_agent,
    refusal,
)
from agents_core.models.request_differences import request_differences, same_input
from agents_core.recording.model_calls import RecordedCall, RecordedRetry

OnDifference = Literal["report", "fail"]
"""What follows when a request is not the recorded one: it is reported, or the call fails."""

_TERMINAL: Final = frozenset(
    {"response.completed", "response.incomplete", "response.failed", "response.error", "error"}
)
"""Events that end an answer; without one, its stream broke."""


@dataclass(slots=True)
class _Waiting:
    """A recorded call that was not played yet, or not to its end."""

    number: int
    call: RecordedCall
    refused: int = 0
    """How many of its failed attempts were played."""
    is_used: bool = False


def replaying_client(
    calls: Sequence[RecordedCall],
    *,
    speed: float = 1.0,
    on_difference: OnDifference = "report",
    redact: Callable[[bytes], bytes] = bytes,
) -> AsyncOpenAI:
    """Return a client whose answers come from `calls`; one a run, for calls are used up.

    Args:
        calls: in the order they were made.
        speed: how many times as fast as it was; 0 is without any waiting.
        on_difference: what follows when a request is not the recorded one.
        redact: masks in a request what was masked in the recording.
    """
    return make_client(
        api_key="replayed",
        base_url="http://replayed.invalid/v1",
        max_retries=max((len(call.retries) for call in calls), default=0),
        transport=ReplayTransport(calls, speed, on_difference, redact),
        on_request=[name_the_agent],
    )


class ReplayTransport(httpx2.AsyncBaseTransport):
    """Answers `POST /responses`, streamed or whole."""

    def __init__(
        self,
        calls: Sequence[RecordedCall],
        speed: float = 1.0,
        on_difference: OnDifference = "report",
        redact: Callable[[bytes], bytes] = bytes,
        clock: Clock = REAL_TIME,
    ) -> None:
        """Start at the recording's beginning; see `replaying_client`."""
        self._waiting = [_Waiting(number, call) for number, call in enumerate(calls, 1)]
        self._speed = speed
        self._on_difference = on_difference
        self._redact = redact
        self._clock = clock

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Play the call that fits."""
        if request.method != "POST" or not request.url.path.endswith("/responses"):
            what = f"{request.method} {request.url.path}"
            return refusal(404, f"the recording has no {what}", "replayed")
        body = decode_json(self._redact(await request.aread()))
        agent = asking_agent(request)
        waiting = self._next_call(agent, body)
        if waiting is None:
            return refusal(400, self._nothing_left(agent), "replayed", NOT_AGAIN)
        if waiting.refused == 0 and (found := _differences(waiting.call, body)):
            if self._on_difference == "fail":
                return refusal(400, _told(waiting.number, found), "replayed", NOT_AGAIN)
            if (listener := difference_listener.get()) is not None:
                listener(waiting.number, found)
        return self._play(waiting, is_stream=bool(body.get("stream")))

    def _next_call(self, agent: str | None, body: Mapping[str, Any]) -> _Waiting | None:
        """Return the agent's next call: of those left, the first with this input, or the first."""
        left = [each for each in self._waiting if not each.is_used and each.call.agent == agent]
        exact = (each for each in left if same_input(each.call.input, body.get("input")))
        return next(exact, left[0] if left else None)

    def _nothing_left(self, agent: str | None) -> str:
        """Say that the recording has no answer."""
        count = sum(each.call.agent == agent for each in self._waiting)
        if count:
            return f'the recording has no answer left for agent "{agent}" (it had {count})'
        names = dict.fromkeys(str(each.call.agent) for each in self._waiting)
        return f'the recording has no agent "{agent}"; it has: {", ".join(names) or "none"}'

    def _play(self, waiting: _Waiting, *, is_stream: bool) -> httpx2.Response:
        """Answer as the provider did: with a failed attempt if one is left, else for good."""
        call = waiting.call
        if waiting.refused < len(call.retries):
            waiting.refused += 1
            return _failed_attempt(call.retries[waiting.refused - 1], self._speed)
        waiting.is_used = True
        if not call.events:
            return _final_failure(call)
        if not is_stream:
            return httpx2.Response(200, json=_whole_response(call))
        headers = {"content-type": "text/event-stream; charset=utf-8"}
        return httpx2.Response(200, headers=headers, stream=Body(self._paced(call)))

    async def _paced(self, call: RecordedCall) -> AsyncGenerator[bytes, None]:
        """Yield the payloads as SSE, when they came; those due together in one chunk."""
        began, ready = self._clock.now(), bytearray()
        for at, payload in call.events:
            if self._speed and (wait := began + at / self._speed - self._clock.now()) > 0:
                yield bytes(ready)
                ready.clear()
                await self._clock.sleep(wait)
            ready += b"data: %s\n\n" % payload
        yield bytes(ready)
        if decode_json(call.events[-1][1]).get("type") not in _TERMINAL:
            raise httpx2.ReadError(call.error_message or "the recording of this answer ends here")


def _differences(call: RecordedCall, body: Mapping[str, Any]) -> list[str]:
    return request_differences(call.instructions, call.input, call.tools, body)


def _told(number: int, found: Sequence[str]) -> str:
    """Say that a request differs."""
    return f"the request differs from recorded call {number}: {'; '.join(found)}"


def _failed_attempt(retry: RecordedRetry, speed: float) -> httpx2.Response:
    """Fail as an attempt did after which the client tries again.

    Raises:
        httpx2.ConnectError: no answer had come.
    """
    if retry.status is None:
        raise httpx2.ConnectError(retry.message)
    headers = {"x-should-retry": "true"}
    delay = (retry.delay_s or 0.0) / speed if speed else 0.001
    if delay:
        headers["retry-after-ms"] = f"{delay * 1000:g}"
    return refusal(retry.status, retry.message, "replayed", headers)


def _final_failure(call: RecordedCall) -> httpx2.Response:
    """Fail as the call did for good.

    Raises:
        httpx2.ConnectError: no answer had come.
    """
    if call.refusal is None:
        raise httpx2.ConnectError(call.error_message or "the recording has no answer to this call")
    return refusal(*call.refusal, "replayed", NOT_AGAIN)


def _whole_response(call: RecordedCall) -> Any:
    """Return the response an answer that was streamed makes."""
    return next(_responses(call), {"status": "failed", "output": []})


def _responses(call: RecordedCall) -> Iterator[Any]:
    """Yield the response as its events had it, the latest first."""
    for _, payload in reversed(call.events):
        if (response := decode_json(payload).get("response")) is not None:
            yield response
