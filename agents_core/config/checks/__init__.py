"""The meaning of a configuration: what a schema cannot say. One module per family of tables.

Law: a check reports and goes on, so that all errors come at once; it imports and runs nothing.
"""

from agents_core.config.checks.agents import check_agents
from agents_core.config.checks.context import CheckContext
from agents_core.config.checks.filters import check_filters
from agents_core.config.checks.guardrails import check_guardrails
from agents_core.config.checks.mcp_servers import check_mcp_servers
from agents_core.config.checks.models import check_models, check_replays, check_secrets
from agents_core.config.checks.run import check_run
from agents_core.config.checks.scripts import check_scripts
from agents_core.config.checks.tools import check_tools
from agents_core.config.checks.unused import warn_of_unused

__all__ = ["CheckContext", "check_meaning"]

_CHECKS = (
    check_run,
    check_models,
    check_secrets,
    check_replays,
    check_agents,
    check_tools,
    check_mcp_servers,
    check_guardrails,
    check_filters,
    check_scripts,
    warn_of_unused,
)


def check_meaning(context: CheckContext) -> None:
    """Report everything that is wrong or doubtful."""
    for check in _CHECKS:
        check(context)
