"""ArgumentNodes: what the arguments of each call of a run have to be.

Law: a tool's schema is read once for as long as the run describes the tool in the same way.
"""

from agents_core.history.run_data import ToolCard
from agents_core.history.run_history import RunHistory
from agents_core.history.views import ItemView
from tui.arguments.schema_node import ANYTHING, SchemaNode, schema_node


class ArgumentNodes:
    """The schemas of a run's tools, read."""

    def __init__(self) -> None:
        """Begin with no tool."""
        self._nodes: dict[str, tuple[ToolCard, SchemaNode]] = {}

    def of(self, history: RunHistory, item: ItemView) -> SchemaNode:
        """Return what the arguments of `item` have to be; of what is no call, anything."""
        card = history.schema_of(item.name) if item.kind in ("tool", "approval") else None
        if card is None:
            return ANYTHING
        known = self._nodes.get(item.name)
        if known is None or known[0] is not card:
            known = self._nodes[item.name] = (card, schema_node(card.parameters))
        return known[1]
