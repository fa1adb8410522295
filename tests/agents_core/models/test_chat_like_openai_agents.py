"""Our chat model beside the one of openai-agents, on the same bytes.

They differ only where we chose to: ids are unique, calls get a status, the reasoning of servers
that send it twice is told once, and what breaks the other's stream does not break ours.
"""

import importlib
import importlib.util
import json
from collections.abc import AsyncGenerator
from typing import Any

import httpx2
import pytest
from openai import AsyncOpenAI
from recorded_streams import ROOT, STREAMS, chat_streams, needs_streams

from agents_core.agents.model_settings import ModelSettings
from agents_core.models.chat_model import OpenAIChatCompletionsModel
from agents_core.models.client import make_client
from agents_core.models.interface import ModelTracing
from agents_core.models.local_transport import Body

needs_peer = pytest.mark.skipif(
    importlib.util.find_spec("agents") is None,
    reason="openai-agents, the peer to compare with, is not installed (extra: peers)",
)

NOWHERE: dict[str, Any] = dict.fromkeys(("previous_response_id", "conversation_id", "prompt"))

OURS_ALONE = {
    "chat-azure-content-filter.sse",  # not compared: the client's helper fails on it
    "chat-groq-tool-use-failed.sse",  # an error in the midst: theirs raises, ours tells it
    "chat-openrouter-error.sse",
    "chat-mistral-thinking-list.sse",  # content as a list
    "chat-mistral-tool-noindex.sse",  # a call without index
    "chat-vllm-reasoning-twice.sse",  # reasoning told twice
    "chat-anthropic-noid.sse",  # reasoning in details only
    "chat-openrouter-annotations.sse",  # citations before the text, which are lost there
}
"""Recordings of the quirks that make other clients fail, or say less than was said."""

SCRIPTED = ("calls-interleaved", "cut-text", "filtered", "refusal", "reasoning-resumed")
"""Small streams of our own that hold to the format."""

LEFT_OUT = ("sequence_number", "item_id", "id", "provider_data", "status", "logprobs")
"""Fields that are ours or theirs alone."""


async def at_once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body


def answering(body: bytes) -> AsyncOpenAI:
    """Return a client whose requests are all answered with `body`."""

    def answer(_: httpx2.Request) -> httpx2.Response:
        headers = {"content-type": "text/event-stream"}
        return httpx2.Response(200, headers=headers, stream=Body(at_once(body)))

    transport = httpx2.MockTransport(answer)
    return make_client(api_key="k", base_url="http://peer.invalid/v1", transport=transport)


def plain(value: Any) -> Any:
    """Return an event without what is one side's alone."""
    if isinstance(value, dict):
        return {
            key: plain(each)
            for key, each in value.items()
            if key not in LEFT_OUT and each is not None
        }
    return [plain(each) for each in value] if isinstance(value, list) else value


def told(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return events as they can be compared; of whole responses, what was said and what it cost."""
    compared = []
    for event in events:
        response = event.pop("response", None)
        if response is not None:
            usage = response.get("usage") or {}
            event["output"] = response["output"]
            event["total"] = usage.get("total_tokens")
        compared.append(plain(event))
    return compared


async def theirs(body: bytes) -> list[dict[str, Any]]:
    agents: Any = importlib.import_module("agents")  # the peer, which may be absent
    async with answering(body) as client:
        model = agents.OpenAIChatCompletionsModel("m", client)
        events = model.stream_response(
            None,
            "Hi",
            agents.ModelSettings(),
            [],
            None,
            [],
            agents.ModelTracing.DISABLED,
            **NOWHERE,
        )
        return [json.loads(event.model_dump_json()) async for event in events]


async def ours(body: bytes) -> list[dict[str, Any]]:
    async with answering(body) as client:
        model = OpenAIChatCompletionsModel("m", client)
        events = model.stream_response(
            None, "Hi", ModelSettings(), [], None, [], ModelTracing.DISABLED, **NOWHERE
        )
        return [event.json async for event in events]


@needs_peer
@needs_streams
@pytest.mark.parametrize("name", [name for name in chat_streams() if name not in OURS_ALONE])
async def test_a_recording_gives_the_events_it_gives_there(name: str) -> None:
    body = (STREAMS / name).read_bytes()
    assert told(await ours(body)) == told(await theirs(body))


@needs_peer
@pytest.mark.parametrize("name", SCRIPTED)
async def test_a_scripted_answer_gives_the_events_it_gives_there(name: str) -> None:
    body = (ROOT / "tests" / "streams" / f"chat-{name}.sse").read_bytes()
    assert told(await ours(body)) == told(await theirs(body))
