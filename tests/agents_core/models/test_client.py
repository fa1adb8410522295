"""Clients and the provider: who gets which, and who closes them."""

import asyncio
from collections.abc import Iterator

import httpx2
import openai
import pytest
from openai import AsyncOpenAI

from agents_core.errors import UserError
from agents_core.models import client as clients
from agents_core.models.chat_model import OpenAIChatCompletionsModel
from agents_core.models.client import (
    OpenAIProvider,
    make_client,
    set_default_openai_api,
    set_default_openai_client,
    set_default_openai_key,
)
from agents_core.models.http_client import AioHttpClient
from agents_core.models.responses import OpenAIResponsesModel


@pytest.fixture(autouse=True)
def fresh_defaults(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setattr(clients, "_defaults", clients._Defaults())
    yield


async def client_of(provider: OpenAIProvider) -> AsyncOpenAI:
    model = provider.get_model("m")
    assert isinstance(model, OpenAIResponsesModel)
    return model._client


async def test_a_client_is_asked_through_aiohttp() -> None:
    async with make_client(api_key="k") as client:
        assert isinstance(client._client, AioHttpClient)


async def test_a_transport_takes_the_place_of_the_network() -> None:
    transport = httpx2.MockTransport(lambda request: httpx2.Response(200, json={"path": "seen"}))
    async with make_client(api_key="k", transport=transport) as client:
        assert await client.get("/anything", cast_to=dict[str, str]) == {"path": "seen"}


async def test_providers_share_a_client_and_other_options_get_another() -> None:
    first = await client_of(OpenAIProvider(api_key="k"))
    assert await client_of(OpenAIProvider(api_key="k")) is first
    other = await client_of(OpenAIProvider(api_key="other"))
    assert other is not first
    await OpenAIProvider(api_key="other").aclose()
    assert (other.is_closed(), first.is_closed()) == (True, False)


def test_a_client_is_closed_with_its_event_loop() -> None:
    client = asyncio.run(client_of(OpenAIProvider(api_key="k")))
    assert client.is_closed()
    assert not clients._made


async def test_a_client_that_was_given_stays_open() -> None:
    async with make_client(api_key="k") as own:
        provider = OpenAIProvider(openai_client=own)
        assert await client_of(provider) is own
        await provider.aclose()
        assert not own.is_closed()


async def test_the_default_client_and_key_are_used() -> None:
    set_default_openai_key("default-key")
    assert (await client_of(OpenAIProvider())).api_key == "default-key"
    async with make_client(api_key="k") as own:
        set_default_openai_client(own)
        assert await client_of(OpenAIProvider()) is own


async def test_without_any_key_the_client_says_so() -> None:
    with pytest.raises(openai.OpenAIError, match="OPENAI_API_KEY"):
        OpenAIProvider().get_model("m")


async def test_a_client_and_what_to_make_one_with_exclude_each_other() -> None:
    async with make_client(api_key="k") as own:
        with pytest.raises(UserError, match="Don't provide api_key"):
            OpenAIProvider(openai_client=own, api_key="k")


async def test_chat_completions_are_chosen_by_option_or_default() -> None:
    chat = OpenAIProvider(api_key="k", use_responses=False).get_model("m")
    assert isinstance(chat, OpenAIChatCompletionsModel)
    set_default_openai_api("chat_completions")
    assert isinstance(OpenAIProvider(api_key="k").get_model("m"), OpenAIChatCompletionsModel)
    responses = OpenAIProvider(api_key="k", use_responses=True).get_model("m")
    assert isinstance(responses, OpenAIResponsesModel)
