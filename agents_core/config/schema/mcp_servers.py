"""[mcp_servers.*]: programs, here or elsewhere, that offer tools of their own."""

from pydantic import PositiveFloat, model_validator

from agents_core.config.schema.table import EnvName, Table


class McpServer(Table):
    """An MCP server, with the keys codex has for it."""

    command: str | None = None
    """The program of a server that speaks over standard input and output; {{ python }} is ours."""
    args: list[str] = []
    """Its arguments; {{ python }} is this Python."""
    cwd: str | None = None
    """Where it runs, relative to this file; default: this file's folder."""
    env: dict[str, str] = {}
    """Environment variables set for it."""
    env_vars: list[EnvName] = []
    """Variables passed on from this process; besides them only PATH, HOME and a few more."""
    url: str | None = None
    """Address of a server that speaks streamable HTTP."""
    http_headers: dict[str, str] = {}
    """Headers sent with each request."""
    env_http_headers: dict[str, EnvName] = {}
    """Headers whose values are in environment variables."""
    bearer_token_env_var: EnvName | None = None
    """The environment variable with the access token."""
    startup_timeout_sec: PositiveFloat = 10.0
    """Seconds it may take to start."""
    tool_timeout_sec: PositiveFloat = 60.0
    """Seconds a call may take."""
    enabled: bool = True
    """Whether it is used at all."""
    required: bool = True
    """Whether the run ends when the server does not start, or dies."""
    enabled_tools: list[str] | None = None
    """The only tools to offer; default: all."""
    disabled_tools: list[str] = []
    """Tools not to offer."""
    needs_approval: bool | list[str] = False
    """Ask a person before each call, or before calls of the tools named."""

    @model_validator(mode="after")
    def _one_transport(self) -> "McpServer":
        if (self.command is None) == (self.url is None):
            raise ValueError("set either command (stdio) or url (streamable HTTP)")
        return self
