"""Scripted: a transport that answers the real openai client from a script, in real SSE.

Law: only the model is fake. The client's requests, retries and errors, the stream and everything
after it are the same as with a server; the pace is kept against the clock, whatever the consumer
costs.
"""

import random
import re
from collections.abc import AsyncGenerator, Callable, Iterator
from typing import Any, Final

import httpx2
from openai import AsyncOpenAI

from agents_core.json_text import decode_json, encode_json
from agents_core.models.client import make_client
from agents_core.models.conversation import Conversation, ScriptFault
from agents_core.models.dry_run import made_up_turn
from agents_core.models.local_transport import (
    NOT_AGAIN,
    REAL_TIME,
    Body,
    Clock,
    asking_agent,
    name_the_agent,
    refusal,
)
from agents_core.models.script import Script, ScriptError, ScriptTurn
from agents_core.models.script_chat import ChatFrames, as_responses_request, chat_completion
from agents_core.models.script_events import Event, response_events, scripted_response

_MOST_BEHIND_S: Final = 0.25
"""How far a stream that was held up may rush to catch up with its pace."""

_CHUNK: Final = 16_384
"""Bytes gathered into one chunk when nothing is waited for."""


def scripted_client(script: Script) -> AsyncOpenAI:
    """Return a client whose answers come from `script`; one a run, for turns are used up."""
    return make_client(
        api_key="scripted",
        base_url="http://scripted.invalid/v1",
        transport=ScriptedTransport(script),
        on_request=[name_the_agent],
    )


class ScriptedTransport(httpx2.AsyncBaseTransport):
    """Answers `POST /responses` and `POST /chat/completions`, streamed or whole."""

    def __init__(self, script: Script, clock: Clock = REAL_TIME) -> None:
        """Start at the script's beginning."""
        self._script = script
        self._clock = clock
        self._used: set[int] = set()
        self._count = 0
        self._rng = random.Random(script.seed)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Play the turn that fits."""
        path = request.url.path
        is_chat = path.endswith("/chat/completions")
        if request.method != "POST" or not (is_chat or path.endswith("/responses")):
            return refusal(
                404, f"the script has no {request.method} {request.url.path}", "scripted"
            )
        body = decode_json(await request.aread())
        if is_chat:
            body = as_responses_request(body)
        script, agent = self._script, asking_agent(request)
        asked = Conversation(body, agent, script.variables, templates=script.templates)
        try:
            return await self._play(self._next_turn(asked), asked, body, is_chat)
        except ScriptFault as fault:
            return refusal(400, str(fault), "scripted", NOT_AGAIN)

    def _next_turn(self, asked: Conversation) -> ScriptTurn:
        """Return the first turn in the script that is left and fits, and use it up.

        Raises:
            ScriptFault: there is none.
        """
        if not self._script.turns:
            return made_up_turn(asked, self._rng)
        for place, turn in enumerate(self._script.turns):
            if place not in self._used and _fits(turn, asked):
                if not turn.repeat:
                    self._used.add(place)
                return turn
        latest = " ".join(asked.latest)[:60]
        raise ScriptFault(
            f'the script has no turn left for agent "{asked.agent}" after "{latest}"'
            f" ({len(self._used)} of {len(self._script.turns)} turns used)"
        )

    async def _play(
        self, turn: ScriptTurn, asked: Conversation, body: dict[str, Any], is_chat: bool
    ) -> httpx2.Response:
        """Answer as `turn` says."""
        if turn.error is not None and turn.error.after_tokens is None:
            headers = _retry_headers(turn.error)
            return refusal(turn.error.status, turn.error.message, "scripted", headers)
        self._count += 1
        response = scripted_response(turn, asked, body, self._count)
        headers = {"x-request-id": f"req_{self._count}"}
        if not body.get("stream"):
            await self._wait_for_first_token(turn)
            whole = chat_completion(response) if is_chat else response
            return httpx2.Response(200, headers=headers, json=whole)
        headers["content-type"] = "text/event-stream; charset=utf-8"
        frame = ChatFrames(response).frame if is_chat else _sse
        stream = Body(self._paced(turn, response_events(response), frame))
        return httpx2.Response(200, headers=headers, stream=stream)

    async def _paced(
        self, turn: ScriptTurn, events: Iterator[Event], frame: Callable[[Event], bytes]
    ) -> AsyncGenerator[bytes, None]:
        """Yield the events at the turn's pace, framed for the wire; those due together at once."""
        rate, clock = self._rate(turn), self._clock
        due = clock.now() + self._script.first_token_ms / 1000
        ready = bytearray()
        for event in _until_break(events, turn.error):
            if rate and event["type"].endswith(".delta"):
                if due > clock.now():
                    yield bytes(ready)
                    ready.clear()
                    await clock.sleep(max(0.0, due - clock.now()))
                due = max(due, clock.now() - _MOST_BEHIND_S) + 1 / rate
            ready += frame(event)
            if len(ready) > _CHUNK:
                yield bytes(ready)
                ready.clear()
        yield bytes(ready)
        if turn.error is not None:
            raise httpx2.ReadError(turn.error.message)

    async def _wait_for_first_token(self, turn: ScriptTurn) -> None:
        """Take the time a model takes to begin."""
        if self._rate(turn):
            await self._clock.sleep(self._script.first_token_ms / 1000)

    def _rate(self, turn: ScriptTurn) -> float:
        """Return the tokens a second of a turn; 0 is as fast as possible."""
        own = turn.tokens_per_second
        return self._script.tokens_per_second if own is None else own


def _fits(turn: ScriptTurn, asked: Conversation) -> bool:
    """Say whether a turn is for this agent and this point of the conversation."""
    return turn.agent in (None, asked.agent) and (
        turn.when is None or any(re.search(turn.when, text) for text in asked.latest)
    )


def _until_break(events: Iterator[Event], error: ScriptError | None) -> Iterator[Event]:
    """Yield `events` with their numbers, up to where the stream breaks or else before its end."""
    tokens_left = None if error is None else error.after_tokens
    for number, event in enumerate(events):
        if tokens_left is not None:
            if event["type"] == "response.completed":
                return
            if event["type"].endswith(".delta"):
                if not tokens_left:
                    return
                tokens_left -= 1
        yield {**event, "sequence_number": number}


def _sse(event: Event) -> bytes:
    """Return an event as it goes over the wire."""
    return b"event: %s\ndata: %s\n\n" % (event["type"].encode(), encode_json(event))


def _retry_headers(error: ScriptError) -> dict[str, str]:
    """Return what tells the client when to try again."""
    if error.retry_after is None:
        return {}
    return {"retry-after-ms": str(round(error.retry_after * 1000))}
