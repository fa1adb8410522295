"""[mcp_servers.*]: part of the format, beyond this version."""

from pydantic import PositiveFloat, model_validator

from agents_core.config.schema.table import EnvName, PlannedTable


class McpServer(PlannedTable):
    """An MCP server, with the keys codex has for it."""

    command: str | None = None
    """The program of a server that speaks over standard input and output."""
    args: list[str] = []
    cwd: str | None = None
    env: dict[str, str] = {}
    env_vars: list[EnvName] = []
    url: str | None = None
    """Address of a server that speaks streamable HTTP."""
    http_headers: dict[str, str] = {}
    env_http_headers: dict[str, EnvName] = {}
    bearer_token_env_var: EnvName | None = None
    startup_timeout_sec: PositiveFloat = 10.0
    tool_timeout_sec: PositiveFloat = 60.0
    enabled: bool = True
    required: bool = True
    """Whether a server that does not start ends the run."""
    enabled_tools: list[str] | None = None
    disabled_tools: list[str] = []
    needs_approval: bool | list[str] = False

    @model_validator(mode="after")
    def _one_transport(self) -> "McpServer":
        if (self.command is None) == (self.url is None):
            raise ValueError("set either command (stdio) or url (streamable HTTP)")
        return self
