"""The HTTP client under the openai client: aiohttp where it is installed, else httpx2.

aiohttp's errors come out of the openai client's transport as time-outs, also when a connection was
refused, a host is unknown or a server hung up; here they get their right kind back.
"""

import importlib.util
from typing import Any

import httpx2
from openai import DefaultAioHttpClient, DefaultAsyncHttpxClient


class AioHttpClient(DefaultAioHttpClient):
    """The openai client's own HTTP client on aiohttp, with errors that say what happened."""

    async def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """Send a request.

        Raises:
            httpx2.TimeoutException: no answer came in time.
            httpx2.ConnectError: no connection came about, or it was closed before an answer.
        """
        try:
            return await super().send(request, **options)
        except httpx2.TimeoutException as error:
            if is_timeout(error):
                raise
            raise httpx2.ConnectError(str(error), request=request) from error.__cause__


def http_client_class(transport: httpx2.AsyncBaseTransport | None) -> type[httpx2.AsyncClient]:
    """Return the fastest client there is; one with a transport of its own needs no network."""
    if transport is None and importlib.util.find_spec("aiohttp") is not None:
        return AioHttpClient
    return DefaultAsyncHttpxClient


def is_timeout(error: httpx2.TimeoutException) -> bool:
    """Say whether what the transport calls a time-out is one: then time ran out at its root."""
    cause: BaseException | None = error.__cause__
    if cause is None:
        return True
    while cause is not None:
        if isinstance(cause, TimeoutError):
            return True
        cause = cause.__cause__
    return False
