"""Who can come to work: the graph of agents over handoffs and agent tools. Cycles are fine."""

from agents_core.config.schema import AgentTool, Config


def start_agent(config: Config) -> str | None:
    """Return the agent a run starts with, or None when the file leaves it open or misnames it."""
    if config.run.agent is not None:
        return config.run.agent if config.run.agent in config.agents else None
    return next(iter(config.agents)) if len(config.agents) == 1 else None


def reachable_agents(config: Config) -> list[str]:
    """Return the agents a run can come to, the start first; all of them when the start is open."""
    start = start_agent(config)
    if start is None:
        return list(config.agents)
    found = [start]
    for name in found:
        found += [other for other in _neighbours(config, name) if other not in found]
    return found


def _neighbours(config: Config, name: str) -> list[str]:
    """Return the agents that `name` hands off to or asks as tools, each once."""
    agent = config.agents[name]
    tools = (config.tools.get(tool) for tool in agent.tools)
    asked = [tool.agent for tool in tools if isinstance(tool, AgentTool)]
    known = (other for other in (*agent.handoff_targets, *asked) if other in config.agents)
    return list(dict.fromkeys(known))
