"""[mcp_servers.*]: can each server be started, or reached?"""

from agents_core.config.checks.context import CheckContext
from agents_core.config.positions import KeyPath
from agents_core.config.schema import McpServer

_ONLY_COMMAND = ("args", "cwd", "env", "env_vars")
_ONLY_URL = ("http_headers", "env_http_headers", "bearer_token_env_var")


def check_mcp_servers(context: CheckContext) -> None:
    """Check each server by itself."""
    for name, server in context.config.mcp_servers.items():
        path = ("mcp_servers", name)
        _check_keys(context, path, server)
        if server.url is not None and not server.url.startswith(("http://", "https://")):
            message = "the url must begin with http:// or https://"
            context.report.error((*path, "url"), "bad-value", message)
        if server.cwd is not None and not (context.base_dir / server.cwd).is_dir():
            message = f'no such folder "{server.cwd}"'
            context.report.error((*path, "cwd"), "missing-file", message)
        if server.bearer_token_env_var is not None:
            place = (*path, "bearer_token_env_var")
            context.check_variable_is_set(place, server.bearer_token_env_var)
        for header, variable in server.env_http_headers.items():
            context.check_variable_is_set((*path, "env_http_headers", header), variable)


def _check_keys(context: CheckContext, path: KeyPath, server: McpServer) -> None:
    """Report keys of the other kind of server."""
    useless, kind = (_ONLY_COMMAND, "command") if server.url else (_ONLY_URL, "url")
    for key in useless:
        if key in server.model_fields_set:
            message = f"{key} belongs to a server with {kind}"
            context.report.error((*path, key), "bad-value", message, on="key")
