"""ServerState: what the provider keeps of a run's conversation, so that it is not sent again.

Law: an item is sent once. What the provider has seen is counted off the run's history, which only
grows; that is why nothing may rewrite it while the provider keeps the conversation.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agents_core.errors import UserError

if TYPE_CHECKING:
    from agents_core.items import ModelResponse
    from agents_core.running.model_call import ModelCall


@dataclass(slots=True)
class ServerState:
    """Where at the provider a run's conversation is."""

    previous_response_id: str | None = None
    """The response the next call goes on from."""
    conversation_id: str | None = None
    """The conversation all calls belong to."""
    follows_responses: bool = False
    """Whether each call goes on from the response before it, though none was given at first."""
    seen: int = 0
    """How many items of the history the provider has."""

    @property
    def is_kept(self) -> bool:
        """Whether the provider keeps the conversation."""
        return bool(self.previous_response_id or self.conversation_id or self.follows_responses)

    def unseen(self, history: Sequence[Any]) -> list[Any]:
        """Return what is still to be sent: all of it, where the provider keeps nothing."""
        return list(history[self.seen :])

    def addressed(self, call: "ModelCall") -> "ModelCall":
        """Return the call as one that belongs to the conversation."""
        if not self.is_kept:
            return call
        return replace(
            call,
            previous_response_id=self.previous_response_id,
            conversation_id=self.conversation_id,
        )

    def answered(self, response: "ModelResponse", history_length: int) -> None:
        """Count as seen what the history holds now, the items of `response` included."""
        if not self.is_kept or (self.conversation_id is None and response.response_id is None):
            return
        self.seen = history_length
        if self.conversation_id is None:
            self.previous_response_id = response.response_id

    def refuse_rewriting(self) -> None:
        """Refuse a handoff that would change what the provider already has.

        Raises:
            UserError: the provider keeps the conversation.
        """
        if self.is_kept:
            raise UserError(
                "Server-managed conversations do not support handoff input filters. Remove the "
                "filter, or leave out conversation_id, previous_response_id and "
                "auto_previous_response_id."
            )
