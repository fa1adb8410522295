"""SessionRecord: how a run reads a session's history and adds its own part to it.

Law: the user's input is saved just before the first model call, the items of a turn when it ends;
what a failed turn said is never saved.
"""

from collections.abc import Sequence
from typing import Any

from agents_core.agents.run_config import RunConfig
from agents_core.agents.sessions import Session
from agents_core.awaiting import settled
from agents_core.items import ItemHelpers, RunItem, ToolApprovalItem


class SessionRecord:
    """One run's dealings with a session, if it has one."""

    def __init__(self, session: Session | None, config: RunConfig) -> None:
        """Keep the run's part of `session`; with None, nothing is read or saved."""
        self._session = session
        self._limit = None if config.session_settings is None else config.session_settings.limit
        self._join = config.session_input_callback
        self._unsaved: list[Any] = []
        self.saved_items = 0
        """How many of the run's items the session has."""

    async def with_history(self, input: str | list[Any]) -> str | list[Any]:
        """Return the input with the session's history before it."""
        if self._session is None:
            return input
        new = ItemHelpers.input_to_new_input_list(input)
        self._unsaved = list(new)
        history = await self._session.get_items(self._limit)
        if self._join is None:
            return [*history, *new]
        joined: list[Any] = await settled(self._join(history, new))
        return joined

    async def save_input(self) -> None:
        """Save the user's input, the first time this is called."""
        unsaved, self._unsaved = self._unsaved, []
        if self._session is not None and unsaved:
            await self._session.add_items(unsaved)

    async def save_turn(self, items: Sequence[RunItem]) -> None:
        """Save what the run has produced since the last turn; `items` are all of the run's."""
        if self._session is None:
            return
        new = [item for item in items[self.saved_items :] if not isinstance(item, ToolApprovalItem)]
        self.saved_items = len(items)
        if new:
            await self._session.add_items([item.to_input_item() for item in new])
