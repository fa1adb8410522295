"""[filters], and the filter in [tui]: does each one mean something?"""

from collections.abc import Mapping

from agents_core.config.checks.context import CheckContext
from agents_core.config.document import Report
from agents_core.config.positions import KeyPath
from agents_core.errors import FilterError
from agents_core.filters import parse_filter


def check_filters(context: CheckContext) -> None:
    """Check each filter of agents.toml."""
    check_all_filters(context.report, context.config.filters, context.config.tui.notify)


def check_all_filters(report: Report, filters: Mapping[str, str], notify: str | None) -> None:
    """Check each filter, where it stands in its string."""
    for name, text in filters.items():
        _check_filter(report, ("filters", name), text, filters)
    if notify:
        _check_filter(report, ("tui", "notify"), notify, filters)


def _check_filter(report: Report, path: KeyPath, text: str, filters: Mapping[str, str]) -> None:
    try:
        parse_filter(text, filters)
    except FilterError as error:
        hint = None if error.suggestion is None else f'did you mean "{error.suggestion}"?'
        report.error_inside(path, error.position, "bad-filter", error.message, hint)
