"""What agents and their handoffs are called once they run; in the file they go by their tables."""

from agents_core.config.schema import Config, Handoff
from agents_core.tools.tool_names import callable_name


def display_name(config: Config, agent: str) -> str:
    """Return what a run calls the agent of a table."""
    return config.agents[agent].name or agent


def handoff_tools(config: Config, agent: str) -> dict[str, str]:
    """Return the tools the model sees for an agent's handoffs, and the table each leads to.

    Handoffs to unknown agents are left out: they are reported elsewhere.
    """
    tools = {}
    for handoff in config.agents[agent].handoffs:
        target = handoff if isinstance(handoff, str) else handoff.agent
        if target in config.agents:
            own_name = handoff.tool_name if isinstance(handoff, Handoff) else None
            tools[own_name or _default_tool_name(config, target)] = target
    return tools


def handoff_tool_name(config: Config, agent: str | None, target: str) -> str:
    """Return the tool by which `agent`, or just any agent, hands off to `target`."""
    tools = {} if agent is None else handoff_tools(config, agent)
    names = (name for name, leads_to in tools.items() if leads_to == target)
    return next(names, _default_tool_name(config, target))


def _default_tool_name(config: Config, target: str) -> str:
    return f"transfer_to_{callable_name(display_name(config, target))}"
