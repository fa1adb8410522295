"""A program as a tool: run without a shell.

Law: no word of the model ever becomes code. A template gives each argument of the program one
place; what the model wrote fills it and stays one argument.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from agents_core.agents.run_context import RunContextWrapper
from agents_core.errors import UserError
from agents_core.tools.arguments import decode_arguments
from agents_core.tools.failing import failing_as_text
from agents_core.tools.function_tool import FunctionTool, ToolNeedsApproval
from agents_core.tools.program import run_program
from agents_core.tools.templates import fill, placeholders
from agents_core.tools.tool_context import ToolContext

PASSED_ON: Final = ("PATH", "HOME", "LANG", "TMPDIR")
"""Environment variables every program gets."""


class CommandError(Exception):
    """The program could not be started, or ended with an exit code that means failure."""


@dataclass(frozen=True)
class CommandSpec:
    """What program to run, and within which bounds."""

    command: Sequence[str]
    """Program and arguments; `{{ name }}` is an argument of the call, `{{ python }}` ours."""
    stdin: str | None = None
    """A template of what the program reads; nothing when None."""
    cwd: Path | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    """Variables set for it."""
    env_vars: Sequence[str] = ()
    """Variables passed on from this process, beside `PASSED_ON`."""
    max_output: int = 65536
    """Bytes of output kept, of standard output and of errors each."""
    exit_codes: Sequence[int] = (0,)
    """Exit codes that mean success."""

    def environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """Return the whole environment of the program, made from `environ`, ours."""
        names = (*PASSED_ON, *self.env_vars)
        return {name: environ[name] for name in names if name in environ} | dict(self.env)


def command_tool(
    name: str,
    description: str,
    parameters: dict[str, Any],
    spec: CommandSpec,
    *,
    timeout: float | None = None,
    needs_approval: ToolNeedsApproval = False,
    environ: Mapping[str, str] | None = None,
) -> FunctionTool:
    """Make a tool of a program.

    Args:
        name: what the model calls.
        description: what the model is told about it.
        parameters: JSON Schema of the arguments.
        spec: the program and its bounds.
        timeout: seconds before the program is killed, and all it started.
        needs_approval: whether somebody must agree to a call.
        environ: our environment, `os.environ` unless given.

    Raises:
        UserError: the program's name is a template, or a template names no parameter.
    """
    _check_templates(name, spec, parameters)

    async def run(context: ToolContext[Any], arguments: str) -> str:
        values = decode_arguments(name, arguments)
        return await run_command(spec, values, os.environ if environ is None else environ, context)

    return FunctionTool(
        name=name,
        description=description,
        params_json_schema=parameters,
        on_invoke_tool=failing_as_text(run, _failure_for_model),
        strict_json_schema=False,
        needs_approval=needs_approval,
        timeout_seconds=timeout,
    )


async def run_command(
    spec: CommandSpec,
    arguments: Mapping[str, Any],
    environ: Mapping[str, str],
    context: ToolContext[Any] | None = None,
) -> str:
    """Run a program to its end; return what it wrote, errors after the rest.

    What it writes is told as progress of the call `context` belongs to, as it comes, and kept whole
    in the run's folder when it is too long.

    Raises:
        CommandError: it could not be started, or its exit code means failure.
    """
    program = fill(spec.command[0], {})
    argv = [program, *(fill(template, arguments) for template in spec.command[1:])]
    try:
        end = await run_program(
            argv,
            stdin=None if spec.stdin is None else fill(spec.stdin, arguments).encode(),
            cwd=spec.cwd,
            env=spec.environment(environ),
            max_output=spec.max_output,
            **({} if context is None else _observers(context)),
        )
    except (OSError, ValueError) as error:
        raise CommandError(f"{program} could not be started: {error}") from error
    if end.exit_code not in spec.exit_codes:
        raise CommandError(f"{program} ended with {_ending(end.exit_code)}.\n{end.text}".rstrip())
    return end.text


def _observers(context: ToolContext[Any]) -> dict[str, Any]:
    """Return who hears what the program writes, and who keeps it."""
    return {"listener": context.emit, "open_file": context.open_output}


def _ending(code: int) -> str:
    """Say how a program ended."""
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _failure_for_model(context: RunContextWrapper[Any], error: Exception) -> str:
    """Tell the model all about it: what programs say of their failures is meant to be read."""
    return str(error)


def _check_templates(name: str, spec: CommandSpec, parameters: dict[str, Any]) -> None:
    """Refuse a command that could never be run as it is meant.

    Raises:
        UserError: the program's name is a template, or a template names no parameter.
    """
    if not spec.command:
        raise UserError(f"tool {name!r}: the command is empty")
    if placeholders(spec.command[0]) - {"python"}:
        raise UserError(f"tool {name!r}: the program itself must not come from the model")
    known = {"python", *parameters.get("properties", {})}
    for template in (*spec.command, spec.stdin or ""):
        if unknown := placeholders(template) - known:
            raise UserError(
                f"tool {name!r}: {template!r} names {sorted(unknown)[0]!r}, "
                f"which is no parameter; known: {', '.join(sorted(known))}"
            )
