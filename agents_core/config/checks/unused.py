"""What is written and never used: likely a name forgotten somewhere. Warnings only."""

from agents_core.config.checks.context import CheckContext
from agents_core.config.graph import reachable_agents, start_agent


def warn_of_unused(context: CheckContext) -> None:
    """Warn of agents no run can come to, and of tables no agent names."""
    config = context.config
    agents = config.agents.values()
    guardrails = {
        g for agent in agents for g in (*agent.input_guardrails, *agent.output_guardrails)
    }
    _warn_of_agents(context)
    for name in config.tools.keys() - {tool for agent in agents for tool in agent.tools}:
        message = f'no agent uses tool "{name}"'
        context.report.warn(("tools", name), "unused-tool", message, on="key")
    for name in config.mcp_servers.keys() - {s for agent in agents for s in agent.mcp_servers}:
        message = f'no agent uses MCP server "{name}"'
        context.report.warn(("mcp_servers", name), "unused-mcp-server", message, on="key")
    for name in config.guardrails.keys() - guardrails:
        message = f'no agent uses guardrail "{name}"'
        context.report.warn(("guardrails", name), "unused-guardrail", message, on="key")


def _warn_of_agents(context: CheckContext) -> None:
    start = start_agent(context.config)
    for name in context.config.agents.keys() - set(reachable_agents(context.config)):
        message = f'agent "{name}" cannot be reached from "{start}"'
        context.report.warn(("agents", name), "unused-agent", message, on="key")
