"""One call of a tool, made for real and without a model, for `agent-tui tools --call`.

Law: standard output holds the output and nothing else; what the tool prints itself and what it
tells about its progress go to standard error.
"""

import asyncio
import contextlib
import difflib
import sys
from collections.abc import Iterable
from typing import Any

import click

from agents_core.agents.agent import Agent
from agents_core.agents.run_context import RunContextWrapper
from agents_core.errors import AgentsException, ModelBehaviorError
from agents_core.journal import Journal, JournalScope
from agents_core.json_text import decode_json
from agents_core.run_events import RunEvent
from agents_core.tools.function_tool import FunctionTool, invoke_function_tool
from agents_core.tools.tool_context import ToolContext
from tui.cli.exit_codes import ExitCode
from tui.cli.reporting import CommandFailed
from tui.event_text import output_text
from tui.sanitise import visible


def call_tool(agents: Iterable[Agent[Any]], name: str, arguments: str) -> ExitCode:
    """Call a tool of one of the agents and print what it gives.

    Raises:
        CommandFailed: there is no such tool to call, or the arguments are not for it.
    """
    owners = {tool.name: (agent, tool) for agent in agents for tool in agent.tools}
    agent, tool = _owned(name, owners)
    _check_is_object(arguments)
    context = ToolContext.from_agent_context(
        RunContextWrapper(None),
        "call_1",
        agent=agent,
        tool_name=name,
        tool_arguments=arguments,
        journal_scope=_told_scope(agent),
    )
    with contextlib.redirect_stdout(sys.stderr):
        output, error = asyncio.run(_outcome(tool, context, arguments))
    if isinstance(error, ModelBehaviorError):
        raise CommandFailed(f"{name}: {error}")
    if error is not None:
        click.echo(visible(f"Error: {name} failed: {type(error).__name__}: {error}"), err=True)
    if output is not None:
        text = output_text(output)
        click.echo(visible(text) if sys.stdout.isatty() else text)
    return ExitCode.FINISHED if error is None else ExitCode.FAILED


def _owned(name: str, owners: dict[str, tuple[Agent[Any], Any]]) -> tuple[Agent[Any], FunctionTool]:
    """Return the tool of that name, which must be one that runs here, and an agent that has it."""
    if name not in owners:
        near = difflib.get_close_matches(name, owners, 1)
        hint = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(owners) or 'none'}"
        raise CommandFailed(f'no tool "{name}". {hint}')
    agent, tool = owners[name]
    if not isinstance(tool, FunctionTool):
        raise CommandFailed(f"{name}: the provider runs this tool; it cannot be called from here")
    if tool.nested_agent is not None:
        raise CommandFailed(
            f"{name}: this tool asks an agent, and that needs a model: agent-tui run"
        )
    return agent, tool


def _check_is_object(arguments: str) -> None:
    """Refuse arguments no model would be allowed to send."""
    try:
        is_object = isinstance(decode_json(arguments.encode()), dict)
    except ValueError as error:
        raise CommandFailed(f"the arguments are not JSON: {error}") from error
    if not is_object:
        raise CommandFailed('the arguments are not a JSON object, such as {"name": "value"}')


async def _outcome(
    tool: FunctionTool, context: ToolContext[Any], arguments: str
) -> tuple[Any, BaseException | None]:
    """Return what the tool gave, and what went wrong even if the model were only told a text."""
    try:
        output = await invoke_function_tool(tool, context, arguments)
    except AgentsException as error:
        return None, context.error or error
    return output, context.error


def _told_scope(agent: Agent[Any]) -> JournalScope:
    """Return a place for the tool's progress; it is told on standard error."""
    journal = Journal()
    journal.subscribe(_tell)
    scope = JournalScope(journal)
    scope.agent = agent.name
    return scope


def _tell(event: RunEvent) -> None:
    if event.type == "tool.progress":
        click.echo(visible(output_text(event.data.get("progress"))), err=True)
