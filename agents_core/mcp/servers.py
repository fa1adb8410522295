"""MCPServerStdio and MCPServerStreamableHttp: the servers an agent can have tools of.

Law: a server is shared by whoever asks for it: it is connected to while anybody holds it, and is
gone when the last one lets go.
"""

from __future__ import annotations

import abc
import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NotRequired, Self, TypeAlias, TypedDict, TypeVar

from agents_core.errors import MCPServerError, UserError
from agents_core.mcp.connection import Connection

if TYPE_CHECKING:
    from mcp import Client
    from mcp.shared.dispatcher import ProgressFnT
    from mcp_types import CallToolResult
    from mcp_types import Tool as ServerTool

T = TypeVar("T")

_GONE: Final = -32000
"""The code of a request whose connection closed before the answer."""

_WORDS: Final = 2_000
"""Bytes of a failed program's last words that are told."""


@dataclass(frozen=True)
class ToolFilter:
    """Which of a server's tools are offered."""

    allowed: Sequence[str] | None = None
    """The only ones; None for all."""
    blocked: Sequence[str] = ()

    def lets(self, name: str) -> bool:
        """Say whether a tool is offered."""
        return (self.allowed is None or name in self.allowed) and name not in self.blocked


def create_static_tool_filter(
    allowed_tool_names: Sequence[str] | None = None, blocked_tool_names: Sequence[str] | None = None
) -> ToolFilter:
    """Return a filter by name."""
    return ToolFilter(allowed_tool_names, blocked_tool_names or ())


NeedsServerApproval: TypeAlias = bool | Sequence[str]
"""Whether somebody must agree to calls: of all tools, or of those named."""

Progress: TypeAlias = Callable[[float, float | None, str | None], None]
"""Told how far a call is: so much, of so much, doing what."""


class MCPServer(abc.ABC):
    """A server, connected to while somebody holds it (`async with`, or a run)."""

    def __init__(
        self,
        name: str,
        *,
        cache_tools_list: bool = False,
        tool_filter: ToolFilter | None = None,
        startup_timeout: float = 10.0,
        tool_timeout: float | None = 60.0,
        required: bool = True,
        needs_approval: NeedsServerApproval = False,
    ) -> None:
        """Describe a server; nothing is started yet.

        Args:
            name: for people.
            cache_tools_list: whether to ask for its tools once, not before each turn.
            tool_filter: which tools are offered; all unless given.
            startup_timeout: seconds it may take to start and to say what it offers.
            tool_timeout: seconds a call may take.
            required: whether a run ends when the server does not start, or dies.
            needs_approval: whether somebody must agree to calls.
        """
        self.name = name
        self.tool_filter = tool_filter or ToolFilter()
        self.startup_timeout = startup_timeout
        self.tool_timeout = tool_timeout
        self.required = required
        self.needs_approval = needs_approval
        self._caches = cache_tools_list
        self._tools: list[ServerTool] | None = None
        self._holders = 0
        self._lock = asyncio.Lock()
        self._connection: Connection | None = None
        self._client: Client | None = None

    @abc.abstractmethod
    def open_client(self) -> Any:
        """Return an async context manager that connects, and gives the client."""

    @property
    def is_connected(self) -> bool:
        """Whether its tools can be called."""
        return self._client is not None

    async def connect(self) -> None:
        """Hold the server; it is started if nobody holds it yet.

        Raises:
            UserError: the `mcp` package is not installed.
            MCPServerError: it does not start.
        """
        await asyncio.to_thread(_need_mcp, self.name)  # loading it takes a second
        async with self._lock:
            if self._client is None:
                self._connection = Connection(self.name, self.open_client)
                self._client = await self._connection.open(self.startup_timeout)
            self._holders += 1

    async def cleanup(self) -> None:
        """Let go of the server; the last one to do so ends it."""
        async with self._lock:
            self._holders = max(0, self._holders - 1)
            if self._holders == 0 and self._connection is not None:
                connection, self._connection = self._connection, None
                self._client = self._tools = None
                await connection.close()

    async def __aenter__(self) -> Self:
        """Hold the server inside the block."""
        await self.connect()
        return self

    async def __aexit__(self, *failure: object) -> None:
        """Let go of it."""
        await self.cleanup()

    def invalidate_tools_cache(self) -> None:
        """Ask for the tools again next time."""
        self._tools = None

    async def list_tools(self) -> list[ServerTool]:
        """Return the tools it offers, as far as the filter lets them through.

        Raises:
            UserError: nobody holds the server.
            MCPServerError: it died, or does not answer.
        """
        client = self._connected()
        if self._tools is None or not self._caches:
            self._tools = await self._asked(_all_tools(client), self.startup_timeout)
        return [tool for tool in self._tools if self.tool_filter.lets(tool.name)]

    async def call_tool(
        self, name: str, arguments: dict[str, Any] | None, progress: Progress | None = None
    ) -> CallToolResult:
        """Call a tool.

        Raises:
            UserError: nobody holds the server.
            MCPServerError: it died, or refuses the call.
        """
        client = self._connected()
        told = None if progress is None else _told_to(progress)
        return await self._asked(client.call_tool(name, arguments, progress_callback=told), None)

    async def _asked(self, request: Awaitable[T], timeout: float | None) -> T:
        """Await an answer of the server."""
        from mcp import MCPError  # optional; connected to the server, we know that it is there

        try:
            async with asyncio.timeout(timeout):
                return await request
        except MCPError as error:
            is_dead = error.error.code == _GONE
            said = "the connection was lost" if is_dead else error.error.message
            raise MCPServerError(self.name, said, is_dead=is_dead) from error
        except TimeoutError as error:
            raise MCPServerError(self.name, f"did not answer within {timeout:g} s") from error

    def _connected(self) -> Client:
        if self._client is None:
            raise UserError(
                f"MCP server {self.name!r} is not connected: use it in a run, or in `async with`."
            )
        return self._client


class MCPServerStdioParams(TypedDict):
    """How a server's program is started."""

    command: str
    args: NotRequired[list[str]]
    env: NotRequired[dict[str, str]]
    """Beside the few variables every program gets."""
    cwd: NotRequired[str | Path]


class MCPServerStdio(MCPServer):
    """A server that is a program here, spoken to over its standard input and output."""

    def __init__(
        self, params: MCPServerStdioParams, *, name: str | None = None, **options: Any
    ) -> None:
        """Describe the program; `options` are those of `MCPServer`."""
        super().__init__(name or f"stdio: {params['command']}", **options)
        self.params = params

    @asynccontextmanager
    async def open_client(self) -> AsyncIterator[Client]:
        """Start the program and connect.

        Raises:
            MCPServerError: it ends at once; its last words are told.
        """
        from mcp import Client, StdioServerParameters, stdio_client  # optional

        with tempfile.TemporaryFile("w+", prefix="agent-tui-mcp-") as errors:
            try:
                program = stdio_client(StdioServerParameters(**self.params), errlog=errors)
                async with Client(program) as client:
                    yield client
            except (Exception, BaseExceptionGroup) as failure:
                words = _last_words(errors)
                if not words:
                    raise
                raise _ProgramFailed(words) from failure


class MCPServerStreamableHttpParams(TypedDict):
    """Where a server is, and what is sent along."""

    url: str
    headers: NotRequired[dict[str, str]]
    timeout: NotRequired[float]
    """Seconds to connect, and between two pieces of an answer."""


class MCPServerStreamableHttp(MCPServer):
    """A server somewhere else, spoken to over HTTP."""

    def __init__(
        self, params: MCPServerStreamableHttpParams, *, name: str | None = None, **options: Any
    ) -> None:
        """Describe the place; `options` are those of `MCPServer`."""
        super().__init__(name or f"http: {params['url']}", **options)
        self.params = params

    @asynccontextmanager
    async def open_client(self) -> AsyncIterator[Client]:
        """Connect."""
        import httpx2
        from mcp import Client  # optional
        from mcp.client.streamable_http import streamable_http_client

        timeout = httpx2.Timeout(self.params.get("timeout", 30.0), read=300.0)
        headers = self.params.get("headers")
        async with httpx2.AsyncClient(headers=headers, timeout=timeout) as http:
            line = streamable_http_client(self.params["url"], http_client=http)
            async with Client(line) as client:
                yield client


class _ProgramFailed(Exception):
    """A server's program failed, and this is what it said."""


def _told_to(listener: Progress) -> ProgressFnT:
    """Return a listener as the client takes it."""

    async def tell(progress: float, total: float | None, message: str | None) -> None:
        listener(progress, total, message)

    return tell


def _need_mcp(server: str) -> None:
    """Refuse to go on without the package.

    Raises:
        UserError: it is not installed.
    """
    try:
        import mcp.client.streamable_http  # noqa: F401 - optional
    except ImportError as error:
        raise UserError(
            f"MCP server {server!r} needs the mcp package: pip install 'agent-tui[mcp]'"
        ) from error


async def _all_tools(client: Client) -> list[ServerTool]:
    """Return all pages of a server's list."""
    page = await client.list_tools()
    tools = list(page.tools)
    while page.next_cursor:
        page = await client.list_tools(cursor=page.next_cursor)
        tools.extend(page.tools)
    return tools


def _last_words(errors: IO[str]) -> str:
    """Return the end of what a program wrote as errors."""
    errors.flush()
    errors.seek(0)
    return errors.read()[-_WORDS:].strip()


def env_of(
    environ: Mapping[str, str], names: Sequence[str], own: Mapping[str, str]
) -> dict[str, str]:
    """Return a program's variables: those named, as far as they are set, and its own."""
    return {name: environ[name] for name in names if name in environ} | dict(own)
