"""What the format has and this version does not: said once, at its place, instead of ignored."""

from collections.abc import Mapping

from agents_core.config.checks.context import CheckContext
from agents_core.config.positions import KeyPath
from agents_core.config.schema import PlannedTable, ReplayProvider, Table


def check_planned(context: CheckContext) -> None:
    """Report tables, kinds and values that this version cannot run."""
    config = context.config
    _check_kinds(context, "tools", config.tools)
    for name in config.mcp_servers:
        _report(context, ("mcp_servers", name), "MCP servers are", on_key=True)
    for name, provider in config.providers.items():
        if not isinstance(provider, ReplayProvider) and provider.api == "chat_completions":
            _report(context, ("providers", name, "api"), 'api = "chat_completions" is')


def _check_kinds(context: CheckContext, family: str, tables: Mapping[str, Table]) -> None:
    """Report each table of a kind that is planned."""
    for name, table in tables.items():
        if isinstance(table, PlannedTable):
            kind = table.model_dump()["kind"]
            _report(context, (family, name, "kind"), f'{family} of kind "{kind}" are')


def _report(context: CheckContext, path: KeyPath, what: str, on_key: bool = False) -> None:
    message = f"{what} not supported by this version"
    context.report.error(path, "not-yet", message, on="key" if on_key else "value")
