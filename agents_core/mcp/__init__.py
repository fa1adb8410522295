"""MCP servers: programs, here or elsewhere, that offer tools of their own.

`servers` holds what a user makes, `connection` one open line to a server, `run_servers` who opens
and closes them during a run, `server_tools` makes their tools ours. The `mcp` package is loaded
only when a server is connected to.
"""
