"""CallProgress: what one tool call tells while it runs, from whatever thread, as journal events.

Law: nothing said is reordered, nothing is told after the call's end, and a chatty tool costs the
run little: at most 20 events a second and so many characters a call. The whole of an output is the
tool's result; progress is for those who watch.
"""

from __future__ import annotations

import asyncio
import threading
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any, Final

from agents_core.journal import JournalScope

INTERVAL_S: Final = 0.05
"""Time between two events of one call; what is said in between is joined."""

MAX_CHARACTERS: Final = 100_000
"""Characters of text told of one call; the rest is counted only."""


@dataclass(slots=True)
class _Unsaid:
    """What was told since the latest event."""

    texts: list[str] = field(default_factory=list)
    fraction: float | None = None
    message: str | None = None

    def data(self) -> dict[str, Any]:
        """Return it as an event's fields; what was not told is left out."""
        fields = {"text": "".join(self.texts), "fraction": self.fraction, "message": self.message}
        return {name: value for name, value in fields.items() if value not in (None, "")}


class CallProgress:
    """Tells the journal how far a call is."""

    def __init__(self, scope: JournalScope, call_id: str, name: str) -> None:
        """Tell of a call that begins now, in the running event loop."""
        self._scope = scope
        self._head = {"call_id": call_id, "name": name}
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._lock = threading.Lock()
        self._unsaid = _Unsaid()
        self._room = MAX_CHARACTERS
        self._left_out = 0
        self._is_due = False
        self._is_over = False
        self._timer: asyncio.TimerHandle | None = None
        self._next_at = 0.0

    def tell(
        self, text: str = "", *, fraction: float | None = None, message: str | None = None
    ) -> None:
        """Tell something; it is written soon, by the event loop."""
        with self._lock:
            if self._is_over:
                return
            self._keep(text)
            if fraction is not None:
                self._unsaid.fraction = min(1.0, max(0.0, float(fraction)))
            if message is not None:
                self._unsaid.message = message
            if self._is_due:
                return
            self._is_due = True
        if threading.get_ident() == self._thread:
            self._write_soon()
        else:
            self._loop.call_soon_threadsafe(self._write_soon)

    def close(self) -> None:
        """Write what is left; nothing is heard of the call any more."""
        with self._lock:
            if self._left_out:
                self._unsaid.texts.append(f"\n[{self._left_out} more characters were left out]")
            self._is_over = True
        if self._timer is not None:
            self._timer.cancel()
        self._write()

    def _keep(self, text: str) -> None:
        """Keep as much of a text as there is room for."""
        kept = text[: self._room]
        self._room -= len(kept)
        self._left_out += len(text) - len(kept)
        if kept:
            self._unsaid.texts.append(kept)

    def _write_soon(self) -> None:
        """Write now, or once the interval since the latest event is over; open lines wait."""
        texts = self._unsaid.texts
        is_open = bool(texts) and not texts[-1].endswith("\n")
        wait = INTERVAL_S if is_open else self._next_at - self._loop.time()
        if wait <= 0:
            self._write()
        elif self._timer is None:
            self._timer = self._loop.call_later(wait, self._write)

    def _write(self) -> None:
        """Write one event of all that was told since the one before."""
        with self._lock:
            unsaid, self._unsaid, self._is_due = self._unsaid, _Unsaid(), False
        self._timer = None
        if data := unsaid.data():
            self._next_at = self._loop.time() + INTERVAL_S
            # In an empty context: a subscriber that prints does not do so for the tool.
            Context().run(self._scope.append, "tool.progress", self._head | data)
