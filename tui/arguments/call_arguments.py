"""What the arguments of a call have to be, by the schema the model was told."""

from agents_core.history.run_history import RunHistory
from agents_core.history.views import ItemView
from tui.arguments.schema_node import ANYTHING, SchemaNode, schema_node


def argument_node(history: RunHistory, item: ItemView) -> SchemaNode:
    """Return what the arguments of `item` have to be; of what is no call of a tool, anything."""
    card = history.schema_of(item.name) if item.kind in ("tool", "approval") else None
    return ANYTHING if card is None else schema_node(card.parameters)
