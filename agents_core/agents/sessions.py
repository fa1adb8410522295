"""Sessions: the history of a conversation, kept from one run to the next."""

from __future__ import annotations

import abc
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

from agents_core.json_text import decode_json, encode_json
from agents_core.tools.threads import call_in_thread

if TYPE_CHECKING:
    from agents_core.response_types import TResponseInputItem

_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS items (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        session_id TEXT NOT NULL,
        item TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS items_by_session ON items (session_id, id);
"""


@dataclass
class SessionSettings:
    """How much of a session a run reads."""

    limit: int | None = None
    """The latest so many items; None for all."""


@runtime_checkable
class Session(Protocol):
    """Anything that keeps the items of a conversation."""

    session_id: str
    """Which conversation."""

    async def get_items(self, limit: int | None = None) -> list[TResponseInputItem]:
        """Return the latest `limit` items, or all, oldest first."""

    async def add_items(self, items: list[TResponseInputItem]) -> None:
        """Add items at the end."""

    async def pop_item(self) -> TResponseInputItem | None:
        """Remove and return the latest item, or None when there is none."""

    async def clear_session(self) -> None:
        """Remove all items."""


class SessionABC(abc.ABC):
    """A base for sessions of your own; `Session` says what each method does."""

    session_id: str
    """Which conversation."""

    @abc.abstractmethod
    async def get_items(self, limit: int | None = None) -> list[TResponseInputItem]:
        """Return the latest `limit` items, or all, oldest first."""

    @abc.abstractmethod
    async def add_items(self, items: list[TResponseInputItem]) -> None:
        """Add items at the end."""

    @abc.abstractmethod
    async def pop_item(self) -> TResponseInputItem | None:
        """Remove and return the latest item, or None when there is none."""

    @abc.abstractmethod
    async def clear_session(self) -> None:
        """Remove all items."""


class SQLiteSession(SessionABC):
    """A conversation in a SQLite file; several may share one file."""

    def __init__(self, session_id: str, db_path: str | Path = ":memory:") -> None:
        """Open the file, or keep the conversation in memory only."""
        self.session_id = session_id
        self._lock = threading.Lock()
        self._db = sqlite3.connect(db_path, check_same_thread=False, isolation_level=None)
        self._db.executescript(_SCHEMA)

    async def get_items(self, limit: int | None = None) -> list[TResponseInputItem]:
        """Return the latest `limit` items, or all, oldest first."""
        rows = await self._execute(
            "SELECT item FROM items WHERE session_id = ? ORDER BY id DESC LIMIT ?",
            (self.session_id, -1 if limit is None else limit),
        )
        return [decode_json(item.encode()) for (item,) in reversed(rows)]

    async def add_items(self, items: list[TResponseInputItem]) -> None:
        """Add items at the end, all or none."""
        if not items:
            return
        places = ", ".join(["(?, ?)"] * len(items))
        values = [part for item in items for part in (self.session_id, encode_json(item).decode())]
        await self._execute(f"INSERT INTO items (session_id, item) VALUES {places}", values)

    async def pop_item(self) -> TResponseInputItem | None:
        """Remove and return the latest item, or None when there is none."""
        rows = await self._execute(
            "DELETE FROM items WHERE id = (SELECT max(id) FROM items WHERE session_id = ?) "
            "RETURNING item",
            (self.session_id,),
        )
        return decode_json(rows[0][0].encode()) if rows else None

    async def clear_session(self) -> None:
        """Remove all items."""
        await self._execute("DELETE FROM items WHERE session_id = ?", (self.session_id,))

    def close(self) -> None:
        """Close the file, once what is being written to it is written."""
        with self._lock:  # closing under a statement that runs would crash the process
            self._db.close()

    async def _execute(self, statement: str, values: Any) -> list[Any]:
        """Run a statement in a thread, one at a time; return its rows."""
        return await call_in_thread(self._execute_now, statement, values)

    def _execute_now(self, statement: str, values: Any) -> list[Any]:
        """Run a statement; return its rows."""
        with self._lock:
            return self._db.execute(statement, values).fetchall()
