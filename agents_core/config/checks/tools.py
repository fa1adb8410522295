"""[tools.*]: can each tool be made and called?"""

import re
from collections.abc import Iterator
from typing import Final, assert_never

from agents_core.config.checks.context import CheckContext
from agents_core.config.diagnostics import suggest
from agents_core.config.positions import KeyPath
from agents_core.config.schema import (
    AgentTool,
    CommandTool,
    HostedMcpTool,
    HostedTable,
    HttpTool,
    JsonSchema,
    PythonTool,
)
from agents_core.config.templates import arguments_in

_FIXED_ORIGIN: Final = re.compile(r"https?://[^/?#{}]+(?=[/?#]|$)")
"""Scheme and host as they must stand in a url, so that no model can choose them."""


def check_tools(context: CheckContext) -> None:
    """Check each tool by its kind."""
    for name, tool in context.config.tools.items():
        path = ("tools", name)
        match tool:
            case PythonTool():
                context.check_python((*path, "function"), tool.function)
            case CommandTool():
                _check_command(context, path, tool)
            case AgentTool():
                context.check_agent((*path, "agent"), tool.agent)
                if tool.parameters is not None:
                    _check_parameters(context, path, tool.parameters)
            case HostedTable():
                _check_hosted(context, path, tool)
            case HttpTool():
                _check_http(context, path, tool)
            case _:
                assert_never(tool)


def _check_command(context: CheckContext, path: KeyPath, tool: CommandTool) -> None:
    """Check what the model may put into a command, and that it cannot choose the program."""
    _check_parameters(context, path, tool.parameters)
    known = {*_properties(tool.parameters), "python"}
    for index, part in enumerate(tool.command):
        _check_arguments(context, (*path, "command", index), part, known)
    _check_arguments(context, (*path, "stdin"), tool.stdin or "", known)
    if set(arguments_in(tool.command[0])) - {"python"}:
        message = "the program itself may not come from the model"
        context.report.error((*path, "command", 0), "templated-program", message)
    if tool.cwd is not None and not (context.base_dir / tool.cwd).is_dir():
        message = f'no such folder "{tool.cwd}"'
        context.report.error((*path, "cwd"), "missing-file", message)


def _check_http(context: CheckContext, path: KeyPath, tool: HttpTool) -> None:
    """Check what the model may put into a request, and that it cannot choose the host."""
    _check_parameters(context, path, tool.parameters)
    if not _FIXED_ORIGIN.match(tool.url):
        message = "the url must begin with http:// or https:// and a host written out"
        context.report.error((*path, "url"), "bad-value", message)
    known = set(_properties(tool.parameters))
    for key in ("url", "headers", "query", "body"):
        for place, text in _texts((*path, key), getattr(tool, key)):
            _check_arguments(context, place, text, known)
    for header, variable in tool.env_headers.items():
        context.check_variable_is_set((*path, "env_headers", header), variable)


def _texts(path: KeyPath, value: object) -> Iterator[tuple[KeyPath, str]]:
    """Yield every text in a value, and where it stands."""
    match value:
        case str():
            yield path, value
        case dict():
            for key, each in value.items():
                yield from _texts((*path, key), each)
        case list():
            for index, each in enumerate(value):
                yield from _texts((*path, index), each)


def _check_hosted(context: CheckContext, path: KeyPath, tool: HostedTable) -> None:
    """Warn of a token that is not in the environment; a run that uses it will not begin."""
    if not isinstance(tool, HostedMcpTool) or tool.authorization_env is None:
        return
    context.check_variable_is_set((*path, "authorization_env"), tool.authorization_env)


def _check_arguments(context: CheckContext, path: KeyPath, text: str, known: set[str]) -> None:
    for name in arguments_in(text):
        if name not in known:
            message = f'"{{{{ {name} }}}}" is not in parameters.properties'
            context.report.error(path, "unknown-parameter", message, suggest(name, known))


def _check_parameters(context: CheckContext, path: KeyPath, schema: JsonSchema) -> None:
    """Check that the arguments are an object, as calls have it."""
    if schema.get("type") != "object" or not isinstance(schema.get("properties", {}), dict):
        message = 'parameters must be a JSON Schema of type "object"'
        context.report.error((*path, "parameters"), "bad-schema", message, on="key")


def _properties(schema: JsonSchema) -> dict[str, object]:
    properties = schema.get("properties", {})
    return properties if isinstance(properties, dict) else {}
