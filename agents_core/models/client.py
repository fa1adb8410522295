"""The one place that makes openai clients, and the provider that hands out models over them.

Law: every client made here runs on the aiohttp transport where that is installed, and reports the
requests it is about to send again to `attempts`.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Literal

import httpx2
from openai import AsyncOpenAI

from agents_core.errors import UserError
from agents_core.models.chat_model import OpenAIChatCompletionsModel
from agents_core.models.http_client import http_client_class
from agents_core.models.interface import Model, ModelProvider
from agents_core.models.responses import OpenAIResponsesModel
from agents_core.models.retries import RetryWatch

RequestHook = Callable[[httpx2.Request], Awaitable[None]]
OpenAIApi = Literal["responses", "chat_completions"]

DEFAULT_MODEL: Final = "gpt-4.1"
"""The model of agents that name none."""

MAX_RETRIES: Final = 2
"""How often a failed request is sent again, as the openai client has it."""


@dataclass(slots=True)
class _Defaults:
    """What programs set once for all providers made later."""

    client: AsyncOpenAI | None = None
    api_key: str | None = None
    api: OpenAIApi = "responses"


_defaults: Final = _Defaults()


def set_default_openai_client(client: AsyncOpenAI, use_for_tracing: bool = True) -> None:
    """Ask all models through `client`, unless a provider has its own; nothing is traced."""
    _defaults.client = client


def set_default_openai_key(key: str, use_for_tracing: bool = True) -> None:
    """Use `key` instead of OPENAI_API_KEY; nothing is traced."""
    _defaults.api_key = key


def set_default_openai_api(api: OpenAIApi) -> None:
    """Choose the API that models named by a string are asked with."""
    _defaults.api = api


def make_client(
    *,
    api_key: str | None = None,
    base_url: str | None = None,
    organization: str | None = None,
    project: str | None = None,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, object] | None = None,
    timeout: float | None = None,
    max_retries: int = MAX_RETRIES,
    transport: httpx2.AsyncBaseTransport | None = None,
    on_request: Sequence[RequestHook] = (),
) -> AsyncOpenAI:
    """Return a client; what is None is the client's own default, the environment included.

    Args:
        api_key: the key; OPENAI_API_KEY if None.
        base_url: where the API is; OPENAI_BASE_URL, else OpenAI's, if None.
        organization: sent as a header.
        project: sent as a header.
        headers: added to every request.
        query: added to every URL.
        timeout: seconds a request may take.
        max_retries: how often a failed request is sent again.
        transport: answers the requests in place of the network.
        on_request: called with every request before it is sent.

    Raises:
        openai.OpenAIError: there is no key anywhere.
    """
    watch = RetryWatch(max_retries)
    hooks: dict[str, list[Callable[..., Any]]] = {
        "request": [watch.sending, *on_request],
        "response": [watch.answered],
    }
    limits = {} if timeout is None else {"timeout": timeout}
    return AsyncOpenAI(
        api_key=api_key,
        base_url=base_url,
        organization=organization,
        project=project,
        default_headers=headers,
        default_query=query,
        max_retries=max_retries,
        http_client=http_client_class(transport)(event_hooks=hooks, transport=transport),
        **limits,  # type: ignore[arg-type]  # absent and None differ: None is "no limit"
    )


class OpenAIProvider(ModelProvider):
    """Hands out models; providers of the same options share one client an event loop."""

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        openai_client: AsyncOpenAI | None = None,
        organization: str | None = None,
        project: str | None = None,
        use_responses: bool | None = None,
    ) -> None:
        """Take a client, or what one is made with when the first model is asked for.

        Args:
            api_key: the key; else the default key, else OPENAI_API_KEY.
            base_url: where the API is.
            openai_client: a client of the caller's, which the caller closes.
            organization: sent as a header.
            project: sent as a header.
            use_responses: the Responses API, else chat completions; None takes the default.

        Raises:
            UserError: a client and what to make one with, both at once.
        """
        if openai_client is not None and any((api_key, base_url, organization, project)):
            raise UserError(
                "Don't provide api_key, base_url, organization, or project"
                " if you provide openai_client"
            )
        self._given = openai_client
        self._options = (api_key, base_url, organization, project)
        self._use_responses = use_responses

    def get_model(self, model_name: str | None) -> Model:
        """Return the model of that name; call it where the event loop runs."""
        responses = self._use_responses
        if responses is None:
            responses = _defaults.api == "responses"
        model = OpenAIResponsesModel if responses else OpenAIChatCompletionsModel
        return model(model_name or DEFAULT_MODEL, self._client())

    async def aclose(self) -> None:
        """Close the client made for this event loop; a client that was given stays open."""
        if (made := _made.get((asyncio.get_running_loop(), self._options))) is not None:
            await made.aclose()

    def _client(self) -> AsyncOpenAI:
        """Return the client given, the default one, or the one made for this loop."""
        if (client := self._given or _defaults.client) is not None:
            return client
        key = (asyncio.get_running_loop(), self._options)
        if key not in _made:
            api_key, base_url, organization, project = self._options
            client = make_client(
                api_key=api_key or _defaults.api_key,
                base_url=base_url,
                organization=organization,
                project=project,
            )
            _made[key] = _LoopClient(client, key)
        return _made[key].client


_Options = tuple[str | None, str | None, str | None, str | None]
"""Key, base URL, organization and project."""

_Key = tuple[asyncio.AbstractEventLoop, _Options]


class _LoopClient:
    """A client that is closed with the event loop its connections belong to."""

    def __init__(self, client: AsyncOpenAI, key: _Key) -> None:
        """Tie `client` to the running loop."""
        self.client = client
        self._closer = self._close_at_the_end(key)
        # a loop that shuts down finishes the generators begun in it, as asyncio.run does
        with suppress(StopIteration):
            self._closer.__anext__().__await__().send(None)

    async def _close_at_the_end(self, key: _Key) -> AsyncGenerator[None, None]:
        """Wait to be finished, then close."""
        try:
            yield
        finally:
            _made.pop(key, None)
            await self.client.close()

    async def aclose(self) -> None:
        """Close the client now."""
        await self._closer.aclose()


_made: Final[dict[_Key, _LoopClient]] = {}
"""The clients providers made; connections belong to a loop, and outlive the provider."""
