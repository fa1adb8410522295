"""[mcp_servers.*] as the servers of agents: made once each, shared by the agents that name them."""

from typing import Any

from agents_core.config import schema
from agents_core.config.building.context import BuildContext
from agents_core.mcp.servers import (
    MCPServer,
    MCPServerStdio,
    MCPServerStreamableHttp,
    ToolFilter,
    env_of,
)
from agents_core.tools.templates import fill


class ServerMaker:
    """Makes servers; nothing is started."""

    def __init__(self, context: BuildContext) -> None:
        """Make those of a configuration."""
        self._context = context
        self._made: dict[str, MCPServer] = {}

    def servers(self, names: list[str]) -> list[MCPServer]:
        """Return those of an agent; a run that calls no tools has none."""
        tables = self._context.loaded.config.mcp_servers
        if self._context.loaded.overrides.dry_run == "stubbed":
            return []
        return [self._server(name, tables[name]) for name in names if tables[name].enabled]

    def _server(self, name: str, table: schema.McpServer) -> MCPServer:
        if name not in self._made:
            self._made[name] = self._make(name, table)
        return self._made[name]

    def _make(self, name: str, table: schema.McpServer) -> MCPServer:
        options: dict[str, Any] = {
            "name": name,
            "cache_tools_list": True,
            "tool_filter": ToolFilter(table.enabled_tools, table.disabled_tools),
            "startup_timeout": table.startup_timeout_sec,
            "tool_timeout": table.tool_timeout_sec,
            "required": table.required,
            "needs_approval": table.needs_approval,
        }
        loaded = self._context.loaded
        if table.command is None:
            assert table.url is not None
            return MCPServerStreamableHttp(
                {"url": table.url, "headers": self._headers(table)}, **options
            )
        return MCPServerStdio(
            {
                "command": fill(table.command, {}),
                "args": [fill(argument, {}) for argument in table.args],
                "env": env_of(loaded.environ, table.env_vars, table.env),
                "cwd": loaded.base_dir / (table.cwd or "."),
            },
            **options,
        )

    def _headers(self, table: schema.McpServer) -> dict[str, str]:
        """Return the headers of a server; a variable that is not set sends none."""
        environ = self._context.loaded.environ
        named = {key: environ.get(name) for key, name in table.env_http_headers.items()}
        if table.bearer_token_env_var and (token := environ.get(table.bearer_token_env_var)):
            named["Authorization"] = f"Bearer {token}"
        return table.http_headers | {key: value for key, value in named.items() if value}
