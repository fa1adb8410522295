"""Tools of agents.toml, under the rules of the run: approval and dry run."""

import asyncio
import functools
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final, assert_never

from pydantic.errors import PydanticUserError

from agents_core.config import schema
from agents_core.config.building.context import BuildContext
from agents_core.config.building.hosted_tools import hosted_tool
from agents_core.config.positions import KeyPath
from agents_core.errors import UserError
from agents_core.tools import Tool
from agents_core.tools.command_tool import CommandSpec, command_tool
from agents_core.tools.decorator import function_tool
from agents_core.tools.function_tool import FunctionTool
from agents_core.tools.http_tool import HttpSpec, http_tool
from agents_core.tools.local_tool import LocalTool
from agents_core.tools.tool_context import ToolContext

CANNOT_BE_A_TOOL: Final = (UserError, TypeError, ValueError, NameError, PydanticUserError)
"""What making a tool of a function raises when its signature has no schema."""


def reference_tool(context: BuildContext, path: KeyPath, reference: str) -> Tool | None:
    """Return the tool of a "module:function" in an agent's list."""
    table = schema.PythonTool(kind="python", function=reference)
    return _governed(context, _python_tool(context, path, None, table), table)


def table_tool(context: BuildContext, name: str) -> Tool | None:
    """Return the tool of a [tools.*] table, or None once it was reported why there is none.

    Agent tools are not made here: they need the agents.
    """
    path, table = ("tools", name), context.loaded.config.tools[name]
    match table:
        case schema.PythonTool():
            tool = _python_tool(context, (*path, "function"), name, table)
            return _governed(context, tool, table)
        case schema.CommandTool():
            return _governed(context, _command_tool(context, name, table), table)
        case schema.HostedTable():
            return hosted_tool(context, name, table)
        case schema.HttpTool():
            return _governed(context, _http_tool(context, name, table), table)
        case schema.AgentTool():
            return None
        case _:
            assert_never(table)


def _python_tool(
    context: BuildContext, path: KeyPath, name: str | None, table: schema.PythonTool
) -> FunctionTool | LocalTool | None:
    """Make a tool of a function, or take the one a module has made already."""
    found = context.load(path, table.function)
    if found is None:
        return None
    if isinstance(found, LocalTool):
        return found
    if isinstance(found, FunctionTool):
        return _renamed(found, table.name or name, table.description)
    if not callable(found):
        message = f'"{table.function}" is of type {type(found).__name__}, not a function'
        context.report.error(path, "bad-value", message)
        return None
    decorate = function_tool(
        name_override=table.name or name,
        description_override=table.description,
        strict_mode=table.strict,
        timeout=table.timeout,
    )
    try:
        return decorate(found if table.timeout is None else _as_async(found))
    except CANNOT_BE_A_TOOL as error:
        context.refuse(path, f'"{table.function}" cannot be a tool', error)
        return None


def _renamed(tool: FunctionTool, name: str | None, description: str | None) -> FunctionTool:
    """Return a tool that a module made, under the words of agents.toml."""
    return replace(tool, name=name or tool.name, description=description or tool.description)


def _as_async(function: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    """Return `function` so that waiting for it can time out; its thread then runs on unheeded."""
    if inspect.iscoroutinefunction(function):
        return function

    @functools.wraps(function)
    async def in_thread(*args: Any, **kwargs: Any) -> Any:
        return await asyncio.to_thread(function, *args, **kwargs)

    return in_thread


def _command_tool(
    context: BuildContext, name: str, table: schema.CommandTool
) -> FunctionTool | None:
    """Make a tool of a program, which runs in the folder of agents.toml unless it says where."""
    spec = CommandSpec(
        command=table.command,
        stdin=table.stdin,
        cwd=context.loaded.base_dir / (table.cwd or "."),
        env=table.env,
        env_vars=table.env_vars,
        max_output=table.max_output,
        exit_codes=table.exit_codes,
    )
    return command_tool(
        name,
        table.description or f"Run {table.command[0]}.",
        table.parameters,
        spec,
        timeout=table.timeout,
        environ=context.loaded.environ,
    )


def _http_tool(context: BuildContext, name: str, table: schema.HttpTool) -> FunctionTool:
    """Make a tool of a request; secrets of headers come from the environment."""
    environ = context.loaded.environ
    spec = HttpSpec(
        url=table.url,
        method=table.method,
        headers=table.headers,
        secret_headers={key: environ.get(env, "") for key, env in table.env_headers.items()},
        query=table.query,
        body=table.body,
        max_output=table.max_output,
    )
    return http_tool(
        name,
        table.description or f"{table.method} {table.url}",
        table.parameters,
        spec,
        timeout=table.timeout,
    )


# -- the rules of the run ----------------------------------------------------------------------


def _governed(
    context: BuildContext, tool: FunctionTool | LocalTool | None, table: schema.ToolTable
) -> Tool | None:
    """Return the tool as this run may use it."""
    if tool is None or isinstance(tool, LocalTool):
        return tool  # a made-up model calls functions alone, and such a tool asks by its own rule
    if context.loaded.overrides.dry_run == "stubbed":
        return _answering(tool, f"Dry run: {tool.name} was not called.")
    return as_approved(context, tool, table)


def as_approved(context: BuildContext, tool: FunctionTool, table: schema.ToolTable) -> FunctionTool:
    """Return the tool so that its calls need approval where the table says so."""
    if context.loaded.overrides.dry_run == "stubbed" or not table.needs_approval:
        return tool
    return replace(tool, needs_approval=True)


def _answering(tool: FunctionTool, text: str) -> FunctionTool:
    """Return a tool that looks the same to the model and only says `text`."""

    async def answer(context: ToolContext[Any], arguments: str) -> str:
        return text

    return replace(tool, on_invoke_tool=answer, needs_approval=False)
