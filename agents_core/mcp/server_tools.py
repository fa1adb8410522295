"""A server's tools as function tools, and what their results are to a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from agents_core.agents.run_context import RunContextWrapper
from agents_core.errors import MCPServerError, UserError
from agents_core.json_text import encode_json
from agents_core.mcp.run_servers import note_death
from agents_core.mcp.servers import MCPServer
from agents_core.tools.arguments import decode_arguments
from agents_core.tools.failing import failing_as_text
from agents_core.tools.function_tool import FunctionTool
from agents_core.tools.output_content import ToolOutputImage, ToolOutputText
from agents_core.tools.tool_context import ToolContext

if TYPE_CHECKING:
    from mcp_types import CallToolResult
    from mcp_types import Tool as ServerTool


class MCPToolError(Exception):
    """A server's tool says that it failed."""


async def tools_of(server: MCPServer) -> list[FunctionTool]:
    """Return the tools a server offers now.

    Raises:
        MCPServerError: it died, or does not answer.
    """
    return [_function_tool(server, tool) for tool in await server.list_tools()]


def add_distinct(
    tools: list[Any], added: Iterable[FunctionTool], server: str, taken: Mapping[str, str]
) -> None:
    """Add a server's tools to those an agent has.

    Raises:
        UserError: a name means something else already; both are named.
    """
    names = {tool.name: f"the agent's tool {tool.name!r}" for tool in tools} | dict(taken)
    for tool in added:
        if other := names.get(tool.name):
            raise UserError(
                f"the tool {tool.name!r} of MCP server {server!r} is called like {other}. "
                "Leave one out (disabled_tools), or rename yours."
            )
        tools.append(tool)


def _function_tool(server: MCPServer, tool: ServerTool) -> FunctionTool:
    """Return one tool of a server as ours."""

    async def call(context: ToolContext[Any], arguments: str) -> Any:
        values = decode_arguments(tool.name, arguments)

        def tell(done: float, total: float | None, message: str | None) -> None:
            context.emit(fraction=done / total if total else None, message=message)

        return output_of(await server.call_tool(tool.name, values, tell))

    told = failing_as_text(call, _failure_for_model)

    async def invoke(context: ToolContext[Any], arguments: str) -> Any:
        output = await told(context, arguments)
        if isinstance(context.error, MCPServerError) and context.error.is_dead:
            note_death(server, context.error)
        return output

    needed = server.needs_approval
    return FunctionTool(
        name=tool.name,
        description=tool.description or tool.title or "",
        params_json_schema=tool.input_schema,
        on_invoke_tool=invoke,
        strict_json_schema=False,
        needs_approval=needed if isinstance(needed, bool) else tool.name in needed,
        timeout_seconds=server.tool_timeout,
    )


def output_of(result: CallToolResult) -> Any:
    """Return what a call gave: text, or parts if there is more than text.

    Raises:
        MCPToolError: the tool says that it failed.
    """
    parts = [_part(block) for block in result.content]
    texts = [part.text for part in parts if isinstance(part, ToolOutputText)]
    if result.is_error:
        raise MCPToolError("\n".join(texts) or "the tool failed and does not say why")
    if not parts and result.structured_content is not None:
        return encode_json(result.structured_content).decode()
    return "\n".join(texts) if len(texts) == len(parts) else parts


def _part(block: Any) -> ToolOutputText | ToolOutputImage:
    """Return a block of a result as the model gets it; what it has no form for is JSON."""
    match block.type:
        case "text":
            return ToolOutputText(text=block.text)
        case "image":
            return ToolOutputImage(image_url=f"data:{block.mime_type};base64,{block.data}")
        case _:
            return ToolOutputText(text=block.model_dump_json(by_alias=True, exclude_none=True))


def _failure_for_model(context: RunContextWrapper[Any], error: Exception) -> str:
    """Tell the model what the server said."""
    return str(error)
