"""Connection: one open line to an MCP server.

Law: it is opened and closed by one task of its own, for the client's task groups demand that, while
calls come from any task. When `close` returns nothing of it is left: no task, process or socket.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from typing import TYPE_CHECKING

from agents_core.errors import MCPServerError

if TYPE_CHECKING:
    from mcp import Client

OpenClient = Callable[[], "AbstractAsyncContextManager[Client]"]
"""Makes a client that connects when entered."""


class Connection:
    """A client held open by a task."""

    def __init__(self, name: str, open_client: OpenClient) -> None:
        """Get ready to connect to the server called `name`."""
        self._name = name
        self._open_client = open_client
        self._ready: asyncio.Future[Client] = asyncio.get_running_loop().create_future()
        self._leave = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def open(self, timeout: float) -> Client:
        """Connect.

        Raises:
            MCPServerError: the server does not start, or not in time.
        """
        # Not in a task group of ours: it lives as long as the run, past the task that asks first.
        self._task = asyncio.create_task(self._hold(), name=f"MCP server {self._name}")
        waiting: set[asyncio.Future[object]] = {self._task, self._ready}  # type: ignore[arg-type]
        try:
            await asyncio.wait(waiting, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            await self._abandon()
            raise
        if self._ready.done():
            return self._ready.result()
        if not self._task.done():
            await self._abandon()
            raise MCPServerError(self._name, f"did not start within {timeout:g} s")
        failure = self._task.exception()
        raise MCPServerError(self._name, f"did not start: {_said_by(failure)}") from failure

    async def close(self) -> None:
        """Disconnect, and end the server if it is ours."""
        self._leave.set()
        if self._task is not None:
            with suppress(asyncio.CancelledError):
                await asyncio.wait([self._task])
            if not self._task.done():  # we are being cancelled ourselves: no time to be polite
                await self._abandon()

    async def _hold(self) -> None:
        async with self._open_client() as client:
            self._ready.set_result(client)
            await self._leave.wait()

    async def _abandon(self) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.wait([self._task])


def _said_by(failure: BaseException | None) -> str:
    """Return the words of the first error in a failure, however deep task groups wrapped it."""
    while isinstance(failure, BaseExceptionGroup):
        failure = failure.exceptions[0]
    return str(failure) or type(failure).__name__
