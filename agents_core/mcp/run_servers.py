"""RunServers: the MCP servers of a run, started when first needed, ended with it.

Law: what happens to a server is in the journal, once. A required one that fails ends the run; the
tools of another are no longer offered.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from agents_core.errors import MCPServerError
from agents_core.journal import JournalScope

if TYPE_CHECKING:
    from agents_core.mcp.servers import MCPServer
    from agents_core.tools.function_tool import FunctionTool

_current: ContextVar[RunServers | None] = ContextVar("servers_of_the_run", default=None)
"""The servers of the run around; nested runs share those of the outermost."""


class RunServers:
    """Who holds the servers of a run."""

    def __init__(self, scope: JournalScope) -> None:
        """Hold none yet; tell of them in `scope`."""
        self._scope = scope
        self._held: list[MCPServer] = []
        self._failed: list[MCPServer] = []
        self._lock = asyncio.Lock()

    async def tools_of(self, server: MCPServer) -> list[FunctionTool]:
        """Return a server's tools; none if it failed and the run can do without it.

        Raises:
            MCPServerError: it failed and is required.
            UserError: the `mcp` package is not installed.
        """
        from agents_core.mcp.server_tools import tools_of

        if server in self._failed:
            return []
        try:
            await self._hold(server)
            return await tools_of(server)
        except MCPServerError as error:
            self.note_failure(server, error)
            if server.required:
                raise
            return []

    def note_failure(self, server: MCPServer, error: MCPServerError) -> None:
        """Tell that a server failed."""
        if server not in self._failed:
            self._failed.append(server)
            data = {"server": server.name, "required": server.required, "message": str(error)}
            self._scope.append("mcp.error", data)

    async def close(self) -> None:
        """Let go of all."""
        await asyncio.gather(*(server.cleanup() for server in self._held))
        self._held.clear()

    async def _hold(self, server: MCPServer) -> None:
        """Connect to a server, once."""
        async with self._lock:
            if server in self._held:
                return
            began = time.monotonic()
            await server.connect()
            self._held.append(server)
            names = [tool.name for tool in await server.list_tools()]
            seconds = round(time.monotonic() - began, 6)
            data = {"server": server.name, "tools": names, "seconds": seconds}
            self._scope.append("mcp.connect", data)


@asynccontextmanager
async def servers_of_run(scope: JournalScope) -> AsyncIterator[None]:
    """Let agents reach their servers inside the block; those of an outer run are shared."""
    if _current.get() is not None:
        yield
        return
    servers = RunServers(scope)
    token = _current.set(servers)
    try:
        yield
    finally:
        _current.reset(token)
        await servers.close()


async def server_tools(
    servers: Sequence[MCPServer], own: Sequence[Any], taken: Mapping[str, str]
) -> list[Any]:
    """Return an agent's own tools and, after them, those of its servers.

    Args:
        servers: of the agent.
        own: its own tools.
        taken: other names the model sees, and what each is.

    Raises:
        UserError: two have the same name.
        MCPServerError: a required server failed.
    """
    if not servers:
        return list(own)
    from agents_core.mcp.server_tools import add_distinct, tools_of

    run, tools, names = _current.get(), list(own), dict(taken)
    for server in servers:
        found = await (tools_of(server) if run is None else run.tools_of(server))
        add_distinct(tools, found, server.name, names)
        names |= {tool.name: f"the one of MCP server {server.name!r}" for tool in found}
    return tools


def note_death(server: MCPServer, error: MCPServerError) -> None:
    """Tell that a server died during a call.

    Raises:
        MCPServerError: the same, when the run cannot do without the server.
    """
    if (run := _current.get()) is not None:
        run.note_failure(server, error)
    if server.required:
        raise error
