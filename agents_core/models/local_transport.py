"""What transports share that answer on this machine instead of a server.

Law: who asks is told in a header, which never leaves this machine.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

import httpx2

from agents_core.models.interface import calling_agent

AGENT_HEADER: Final = "x-agent-tui-agent"
"""Tells the transport who asks; percent-encoded."""

NOT_AGAIN: Final = {"x-should-retry": "false"}
"""Headers of a refusal that would be the same the next time."""


async def name_the_agent(request: httpx2.Request) -> None:
    """Tell the transport on whose behalf it is asked."""
    if (agent := calling_agent.get()) is not None:
        request.headers[AGENT_HEADER] = quote(agent)


def asking_agent(request: httpx2.Request) -> str | None:
    """Return who asks, if that was told."""
    agent: str | None = request.headers.get(AGENT_HEADER)
    return agent and unquote(agent)


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the pace comes from."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


REAL_TIME: Final = Clock()
"""The clock of everything but tests."""


class Body(httpx2.AsyncByteStream):
    """A response body out of a generator, which is closed with it."""

    def __init__(self, chunks: AsyncGenerator[bytes, None]) -> None:
        """Take the chunks; empty ones are left out."""
        self._chunks = chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the chunks."""
        async for chunk in self._chunks:
            if chunk:
                yield chunk

    async def aclose(self) -> None:
        """Close the generator."""
        await self._chunks.aclose()


def refusal(
    status: int, message: str, kind: str, headers: Mapping[str, str] | None = None
) -> httpx2.Response:
    """Return an error in the shape of OpenAI's."""
    error = {"message": message, "type": kind, "param": None, "code": None}
    return httpx2.Response(status, headers=dict(headers or {}), json={"error": error})
