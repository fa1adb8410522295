"""[filters]: does each one mean something?"""

from agents_core.config.checks.context import CheckContext
from agents_core.errors import FilterError
from agents_core.filters import parse_filter


def check_filters(context: CheckContext) -> None:
    """Check each filter, where it stands in its string."""
    filters = context.config.filters
    for name, text in filters.items():
        try:
            parse_filter(text, filters)
        except FilterError as error:
            hint = None if error.suggestion is None else f'did you mean "{error.suggestion}"?'
            path = ("filters", name)
            context.report.error_inside(path, error.position, "bad-filter", error.message, hint)
