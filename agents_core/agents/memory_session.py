"""MemorySession: a conversation that lasts as long as the program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from agents_core.agents.sessions import SessionABC

if TYPE_CHECKING:
    from agents_core.response_types import TResponseInputItem


class MemorySession(SessionABC):
    """A `Session` in a list."""

    def __init__(self, items: Iterable[Any] = ()) -> None:
        """Begin with what was said elsewhere."""
        self.session_id = "memory"
        self._items = list(items)

    async def get_items(self, limit: int | None = None) -> list[TResponseInputItem]:
        """Return the latest `limit` items, or all, oldest first."""
        return self._items[max(0, len(self._items) - limit) :] if limit else list(self._items)

    async def add_items(self, items: list[TResponseInputItem]) -> None:
        """Add items at the end."""
        self._items += items

    async def pop_item(self) -> TResponseInputItem | None:
        """Remove and return the latest item, or None when there is none."""
        return self._items.pop() if self._items else None

    async def clear_session(self) -> None:
        """Remove all items."""
        self._items.clear()
