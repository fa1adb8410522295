"""A small MCP server, to try servers with: over standard input and output, or over HTTP.

    python examples/mcp_server.py                  as [mcp_servers.*] command
    python examples/mcp_server.py --port 8000      as url = "http://127.0.0.1:8000/mcp"

Needs the mcp package: pip install 'agent-tui[mcp]'
"""

import os
import sys

from mcp.server.mcpserver import Context, MCPServer

server = MCPServer("example")


@server.tool()
def add(first: int, second: int) -> int:
    """Add two numbers."""
    return first + second


@server.tool()
async def count_to(end: int, ctx: Context) -> str:
    """Count, telling how far it is."""
    for number in range(1, end + 1):
        await ctx.report_progress(number, end, f"at {number}")
    return f"counted to {end}"


@server.tool()
def fail(reason: str) -> str:
    """Fail for a reason."""
    raise ValueError(reason)


@server.tool()
def variable(name: str) -> str:
    """Return an environment variable of the server."""
    return os.environ.get(name, "not set")


@server.tool()
def die() -> str:
    """End the server at once, without an answer."""
    os._exit(3)


if __name__ == "__main__":
    if "--port" in sys.argv:
        port = int(sys.argv[sys.argv.index("--port") + 1])
        server.run("streamable-http", port=port)
    else:
        server.run()
