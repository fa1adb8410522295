"""The Responses API through the openai client, read below the client's typed layer.

Law: the client keeps what it is good at (key, base URL, headers, timeouts, retries, errors); the
body is cut into wire events here and nothing is typed before somebody asks.
"""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final

import anyio
import httpx2
from openai import APIConnectionError, APIResponseValidationError, APITimeoutError, AsyncOpenAI

from agents_core.errors import ModelBehaviorError
from agents_core.json_text import decode_json
from agents_core.models.answers import model_response
from agents_core.models.http_client import is_timeout
from agents_core.models.interface import Model, ModelTracing
from agents_core.models.request import response_request
from agents_core.models.wire import SseSplitter, WireEvent

if TYPE_CHECKING:
    from agents_core.agents.agent_output import AgentOutputSchemaBase
    from agents_core.agents.handoffs import Handoff
    from agents_core.agents.model_settings import ModelSettings
    from agents_core.items import ModelResponse
    from agents_core.response_types import TResponseInputItem
    from agents_core.tools import Tool

_TERMINAL: Final = frozenset({"response.completed", "response.incomplete", "response.failed"})
"""After one of these a response is over, whether or not the server closes the connection."""

_LINGER_S: Final = 0.1
"""How long the end of the body is waited for then: a connection read to its end is reused."""


class OpenAIResponsesModel(Model):
    """A model behind the Responses API of OpenAI, or of a server that speaks it."""

    def __init__(self, model: str, openai_client: AsyncOpenAI) -> None:
        """Name the model and the client to ask it through."""
        self.model = model
        self._client = openai_client

    async def get_response(
        self,
        system_instructions: str | None,
        input: "str | list[TResponseInputItem]",
        model_settings: "ModelSettings",
        tools: "list[Tool]",
        output_schema: "AgentOutputSchemaBase | None",
        handoffs: "list[Handoff[Any, Any]]",
        tracing: ModelTracing,
        *,
        previous_response_id: str | None,
        conversation_id: str | None,
        prompt: Any | None,
    ) -> "ModelResponse":
        """Ask for a whole response; see `Model.get_response`.

        Raises:
            ModelBehaviorError: the response failed or is incomplete.
            openai.APIError: the request was refused, or no usable answer came.
        """
        request = response_request(
            self.model,
            system_instructions,
            input,
            model_settings,
            tools,
            output_schema,
            handoffs,
            previous_response_id=previous_response_id,
            conversation_id=conversation_id,
            prompt=prompt,
        )
        answer = await self._client.responses.with_raw_response.create(**request)
        response = _read_object(answer.http_response)
        if response.get("status") in ("failed", "incomplete"):
            raise ModelBehaviorError(
                f"The response ended with status={response['status']}."
                f" {response.get('error') or response.get('incomplete_details')}"
            )
        return model_response(response, answer.request_id)

    async def stream_response(
        self,
        system_instructions: str | None,
        input: "str | list[TResponseInputItem]",
        model_settings: "ModelSettings",
        tools: "list[Tool]",
        output_schema: "AgentOutputSchemaBase | None",
        handoffs: "list[Handoff[Any, Any]]",
        tracing: ModelTracing,
        *,
        previous_response_id: str | None,
        conversation_id: str | None,
        prompt: Any | None,
    ) -> AsyncGenerator[WireEvent, None]:
        """Ask for a response event by event; see `Model.stream_response`.

        An `error` event is yielded like any other: what it means is for the runner to say.

        Raises:
            openai.APIError: the request was refused; no answer came; the connection broke.
        """
        request = response_request(
            self.model,
            system_instructions,
            input,
            model_settings,
            tools,
            output_schema,
            handoffs,
            previous_response_id=previous_response_id,
            conversation_id=conversation_id,
            prompt=prompt,
        )
        create = self._client.responses.with_streaming_response.create
        async with (
            create(**request, stream=True) as answer,
            aclosing(_batches(answer.http_response)) as batches,
        ):
            async for batch in batches:
                for event in batch:
                    yield event


async def _batches(response: httpx2.Response) -> AsyncGenerator[Sequence[WireEvent], None]:
    """Yield the events of a body as the chunks bring them, those of one chunk together."""
    await _check_is_stream(response)
    splitter = SseSplitter()
    async with aclosing(_chunks(response)) as chunks:
        async for chunk in chunks:
            if batch := splitter.feed(chunk):
                yield batch
                if batch[-1].type in _TERMINAL:
                    break
        yield await _rest(chunks, splitter)


async def _rest(chunks: AsyncGenerator[bytes, None], splitter: SseSplitter) -> Sequence[WireEvent]:
    """Return what comes after the last chunk read, without waiting long for it."""
    events: list[WireEvent] = []
    try:
        async with asyncio.timeout(_LINGER_S):
            async for chunk in chunks:
                events += splitter.feed(chunk)
    except (TimeoutError, APIConnectionError):
        return events
    return events + splitter.finish()


async def _chunks(response: httpx2.Response) -> AsyncGenerator[bytes, None]:
    """Yield the body as it arrives; a connection that breaks is the client's own error."""
    is_encoded = "content-encoding" in response.headers
    try:
        async for chunk in response.aiter_bytes() if is_encoded else response.aiter_raw():
            yield chunk
    except (httpx2.RequestError, ssl.SSLError, anyio.EndOfStream) as error:
        if isinstance(error, httpx2.TimeoutException) and is_timeout(error):
            raise APITimeoutError(request=response.request) from error
        reason = str(error) or type(error).__name__
        message = f"The connection broke in the middle of the answer: {reason}"
        raise APIConnectionError(message=message, request=response.request) from error


async def _check_is_stream(response: httpx2.Response) -> None:
    """Refuse a web page or a plain JSON body, the answers of a wrong base URL."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip()
    if kind in ("text/html", "application/json"):
        start = (await response.aread())[:200].decode("utf-8", "replace")
        raise APIResponseValidationError(
            response, None, message=f"{response.url} answered with {kind}, not events: {start}"
        )


def _read_object(response: httpx2.Response) -> dict[str, Any]:
    """Return the body of a whole answer."""
    try:
        value = decode_json(response.content)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        start = response.text[:200]
        raise APIResponseValidationError(
            response, None, message=f"{response.url} answered without a JSON object: {start}"
        )
    return value
