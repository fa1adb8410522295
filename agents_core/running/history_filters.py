"""What changes what the next agent sees of the run so far."""

from functools import partial
from typing import Any

from agents_core.agents.handoff_filters import nest_handoff_history
from agents_core.agents.handoffs import Handoff, HandoffInputFilter
from agents_core.agents.run_config import RunConfig
from agents_core.running.server_state import ServerState


def history_filter(
    handoff: Handoff[Any, Any], config: RunConfig, server: ServerState
) -> HandoffInputFilter | None:
    """Return the filter that the handoff or the run asks for, if one does.

    Nested history is a default: where the provider keeps the conversation, there is none.

    Raises:
        UserError: there is a filter, and the provider keeps the conversation.
    """
    input_filter = handoff.input_filter or config.handoff_input_filter
    if input_filter is not None:
        server.refuse_rewriting()
        return input_filter
    own = handoff.nest_handoff_history
    nests = config.nest_handoff_history if own is None else own
    if nests and not server.is_kept:
        return partial(nest_handoff_history, history_mapper=config.handoff_history_mapper)
    return None
