"""Which items carry a mark: what `is:marked` asks."""

from collections.abc import Callable, Iterable

from agents_core.filters.expression import Comparison, Filter, leaves
from agents_core.history.run_history import RunHistory


def marked_items(history: RunHistory, positions: Iterable[int]) -> Callable[[int], bool]:
    """Return whether an item, by its index, is one that a mark at some position is about."""
    marked = {history.item_before(position) for position in positions}
    return lambda index: index in marked


def asks_for_marks(wanted: Filter) -> bool:
    """Return whether what a filter finds depends on the marks."""
    comparisons = (leaf for leaf in leaves(wanted.expression) if isinstance(leaf, Comparison))
    return any(leaf.key.name == "is" and leaf.value == "marked" for leaf in comparisons)
