"""[tools.*]: can each tool be made and called?"""

from typing import assert_never

from agents_core.config.checks.context import CheckContext
from agents_core.config.diagnostics import suggest
from agents_core.config.positions import KeyPath
from agents_core.config.schema import (
    AgentTool,
    CommandTool,
    HostedMcpTool,
    HostedTable,
    JsonSchema,
    PlannedTable,
    PythonTool,
)
from agents_core.config.templates import arguments_in


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
            case PlannedTable():
                pass
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


def _check_hosted(context: CheckContext, path: KeyPath, tool: HostedTable) -> None:
    """Warn of a token that is not in the environment; a run that uses it will not begin."""
    if not isinstance(tool, HostedMcpTool) or tool.authorization_env is None:
        return
    if not context.environ.get(tool.authorization_env):
        message = f"environment variable {tool.authorization_env} is not set"
        context.report.warn((*path, "authorization_env"), "missing-env", message)


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
