"""The body of an answer: events as the bytes come, or one object.

Law: a connection that breaks is the client's own error, so that whoever retries knows it; after the
event that ends an answer nobody waits long for the server to hang up.
"""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import Any, Final

import anyio
import httpx2
from openai import APIConnectionError, APIResponseValidationError, APITimeoutError

from agents_core.json_text import decode_json
from agents_core.models.http_client import is_timeout
from agents_core.models.wire import BlockSplitter, EventT

_LINGER_S: Final = 0.1
"""How long the end of the body is waited for: a connection read to its end is reused."""


async def read_body(
    response: httpx2.Response,
    splitter: BlockSplitter[EventT],
    is_terminal: Callable[[EventT], bool],
) -> AsyncGenerator[Sequence[EventT], None]:
    """Yield the events of a body as the chunks bring them, those of one chunk together.

    Args:
        response: an answer whose body was not read yet.
        splitter: a fresh one.
        is_terminal: whether an event is the last that counts, though the server may not hang up.

    Raises:
        openai.APIError: the body is no stream; the connection broke.
    """
    await _check_is_stream(response)
    async with aclosing(_chunks(response)) as chunks:
        async for chunk in chunks:
            if batch := splitter.feed(chunk):
                yield batch
                if is_terminal(batch[-1]):
                    break
        yield await _rest(chunks, splitter)


async def _rest(
    chunks: AsyncGenerator[bytes, None], splitter: BlockSplitter[EventT]
) -> Sequence[EventT]:
    """Return what comes after the last chunk read, without waiting long for it."""
    events: list[EventT] = []
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


def read_object(response: httpx2.Response) -> dict[str, Any]:
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
