"""`agent-tui tools`: what each agent can do; and one call made without a model."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.lazy_group import Command
from tui.cli.options import complete_agent, config_argument, json_option
from tui.cli.reporting import CommandFailed

if TYPE_CHECKING:
    from agents_core.agents.agent import Agent
    from agents_core.config import LoadedConfig


@click.command(
    cls=Command,
    examples=(
        ("agent-tui tools agents.toml", "what the agents can do"),
        ("""agent-tui tools --call scale '{"grams": 80, "people": 6}'""", "call one for real"),
    ),
)
@config_argument
@click.option("--agent", metavar="NAME", shell_complete=complete_agent, help="Only this agent's.")
@click.option(
    "--call",
    nargs=2,
    metavar="NAME JSON",
    help="Run a tool with these arguments and print its output. No model is asked.",
)
@json_option
def tools(config: Path, agent: str | None, call: tuple[str, str] | None, as_json: bool) -> None:
    """List the tools and handoffs of each agent, with their arguments.

    Your modules are imported, openai is not, and no key is needed. With --call: exit code 0 if the
    tool did its work, 1 if it failed, 2 if there is no such tool or the arguments do not fit.
    """
    # Imported here because help and completion do not need it.
    from agents_core.config import load_config
    from agents_core.config.building.toolbox import build_toolbox

    loaded = load_config(config)
    agents = build_toolbox(loaded)
    if agent is not None:
        agents = _only(agents, agent)
    if call is not None:
        from tui.cli.tool_call import call_tool

        click.get_current_context().exit(call_tool(agents.values(), *call))
    _print(loaded, agents, as_json)


def _only(agents: "dict[str, Agent[Any]]", name: str) -> "dict[str, Agent[Any]]":
    """Return the agent that is called so, in the file or in a run."""
    found = {table: agent for table, agent in agents.items() if name in (table, agent.name)}
    if not found:
        raise CommandFailed(f'no agent "{name}". There are: {", ".join(agents)}')
    return found


def _print(loaded: "LoadedConfig", agents: "dict[str, Agent[Any]]", as_json: bool) -> None:
    from agents_core.json_text import encode_json
    from tui.cli.tool_listing import agent_tools, listing_lines

    tables = loaded.config.agents
    cards = [agent_tools(agent, tables[name].mcp_servers) for name, agent in agents.items()]
    if as_json:
        click.echo(encode_json(cards).decode())
    else:
        for line in listing_lines(cards):
            click.echo(line)
