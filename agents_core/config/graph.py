"""Who can come to work: the graph of agents over handoffs, agent tools and agent guardrails.

Circles are fine.
"""

from dataclasses import dataclass
from typing import Literal

from agents_core.config.schema import AgentTool, Config

EdgeKind = Literal["handoff", "tool", "guardrail"]
"""handoff: the other takes over; tool: it is asked; guardrail: it judges input or answer."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one agent to another, by the names of their tables."""

    source: str
    target: str
    kind: EdgeKind
    label: str | None = None
    """The name of the tool or guardrail."""


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


def edges_from(config: Config, name: str) -> list[Edge]:
    """Return the ways from an agent to others, each once: handoffs, tools, guardrails."""
    agent = config.agents[name]
    edges = [Edge(name, target, "handoff") for target in agent.handoff_targets]
    for tool in agent.tools:
        if isinstance(table := config.tools.get(tool), AgentTool):
            edges.append(Edge(name, table.agent, "tool", tool))
    for guardrail in (*agent.input_guardrails, *agent.output_guardrails):
        check = config.guardrails.get(guardrail)
        if check is not None and check.kind == "agent":
            edges.append(Edge(name, check.agent, "guardrail", guardrail))
    return list(dict.fromkeys(edge for edge in edges if edge.target in config.agents))


def _neighbours(config: Config, name: str) -> list[str]:
    """Return the agents that `name` has a way to, each once."""
    return list(dict.fromkeys(edge.target for edge in edges_from(config, name)))
