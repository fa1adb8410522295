"""Tools the provider runs, made of the tables that declare them."""

from collections.abc import Mapping
from typing import Any, Final, Literal, assert_never

from agents_core.config.building.context import BuildContext
from agents_core.config.schema import hosted_tools as schema
from agents_core.tools.hosted_tools import (
    CodeInterpreterTool,
    FileSearchTool,
    HostedMCPTool,
    HostedTool,
    ImageGenerationTool,
    MCPToolApprovalFunction,
    MCPToolApprovalFunctionResult,
    MCPToolApprovalRequest,
    WebSearchTool,
)
from agents_core.tools.shell_tool import ShellTool

_REFUSED: Final = "Calls of this server are refused in this run."
"""What the model is told where nothing is approved."""


def hosted_tool(
    context: BuildContext, name: str, table: schema.HostedTool
) -> HostedTool | ShellTool | None:
    """Return the tool of a table, or None once it was reported what is missing."""
    match table:
        case schema.WebSearchTool():
            domains = table.allowed_domains
            return WebSearchTool(
                filters=None if domains is None else {"allowed_domains": domains},
                search_context_size=table.search_context_size,
                external_web_access=table.live,
            )
        case schema.FileSearchTool():
            return FileSearchTool(
                table.vector_store_ids, table.max_num_results, table.include_results
            )
        case schema.CodeInterpreterTool():
            is_new = table.container == "auto"
            container: Any = {"type": "auto"} if is_new else table.container
            return CodeInterpreterTool({"type": "code_interpreter", "container": container})
        case schema.ImageGenerationTool():
            options: Any = table.model_dump(exclude={"kind"}, exclude_none=True)
            return ImageGenerationTool(options | {"type": "image_generation"})
        case schema.HostedMcpTool():
            return _mcp_tool(context, name, table)
        case schema.ShellTool():
            return ShellTool(environment=_shell_environment(table))
        case _:
            assert_never(table)


def _mcp_tool(
    context: BuildContext, name: str, table: schema.HostedMcpTool
) -> HostedMCPTool | None:
    """Return a server of the provider's side, with its token from the environment."""
    variable, environ = table.authorization_env, context.loaded.environ
    if variable is not None and not environ.get(variable):
        message = f"environment variable {variable} is not set"
        context.report.error(("tools", name, "authorization_env"), "missing-env", message)
        return None
    config: dict[str, Any] = {
        "type": "mcp",
        "server_label": table.server_label,
        "server_url": table.server_url,
        "connector_id": table.connector_id,
        "server_description": table.description,
        "authorization": None if variable is None else environ[variable],
        "allowed_tools": table.allowed_tools,
        "require_approval": table.require_approval,
    }
    given: Any = {key: value for key, value in config.items() if value is not None}
    return HostedMCPTool(given, _decision(context.loaded.config.run.approval_policy))


def _decision(policy: Literal["ask", "approve", "reject"]) -> MCPToolApprovalFunction | None:
    """Return what decides about calls that wait; None where a person is asked."""
    if policy == "ask":
        return None
    is_approved = policy == "approve"

    def decide(request: MCPToolApprovalRequest) -> MCPToolApprovalFunctionResult:
        if is_approved:
            return {"approve": True}
        return {"approve": False, "reason": _REFUSED}

    return decide


def _shell_environment(table: schema.ShellTool) -> Mapping[str, Any]:
    """Return where commands run: a container that is there, or one that is made."""
    if table.container != "auto":
        return {"type": "container_reference", "container_id": table.container}
    options = table.model_dump(include={"memory_limit", "file_ids"}, exclude_none=True)
    return {"type": "container_auto", **options}
