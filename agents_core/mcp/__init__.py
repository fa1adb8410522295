"""MCP servers: programs, here or elsewhere, that offer tools of their own.

`servers` holds what a user makes, `connection` one open line to a server, `run_servers` who opens
and closes them during a run, `server_tools` makes their tools ours. The `mcp` package is loaded
only when a server is connected to.
"""

from agents_core.errors import MCPServerError
from agents_core.mcp.servers import (
    MCPServer,
    MCPServerStdio,
    MCPServerStdioParams,
    MCPServerStreamableHttp,
    MCPServerStreamableHttpParams,
    ToolFilter,
    create_static_tool_filter,
)

__all__ = [
    "MCPServer",
    "MCPServerError",
    "MCPServerStdio",
    "MCPServerStdioParams",
    "MCPServerStreamableHttp",
    "MCPServerStreamableHttpParams",
    "ToolFilter",
    "create_static_tool_filter",
]
