"""Journal: the append-only list of what a run does, stamped in one place.

Law: `seq`, `t`, agent, turn and parent are given here and nowhere else; a subscriber sees every
event once, in order, before `append` returns.
"""

import time
import uuid
from collections.abc import Callable
from functools import lru_cache

from agents_core.costs import Cost
from agents_core.json_text import encode_json
from agents_core.run_events import EventType, RunEvent, event_head

Redact = Callable[[bytes], bytes]
"""Takes JSON bytes, returns them with what must not be kept masked; the result is JSON again."""


class Journal:
    """Stamps events and hands them to subscribers: the history, the recorder, standard output."""

    def __init__(
        self,
        *,
        run_id: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        redact: Redact | None = None,
    ) -> None:
        """Start at 0 seconds now.

        Args:
            run_id: what the run that writes here is called; None makes one up.
            clock: seconds on a monotonic clock.
            redact: applied to every payload before anyone sees it.
        """
        self.run_id = run_id or uuid.uuid4().hex
        self.cost = Cost()
        """What the model calls written here cost so far, those of nested runs included."""
        self._clock = clock
        self._began = clock()
        self._redact = redact
        self._next_seq = 0
        self._subscribers: list[Callable[[RunEvent], None]] = []
        self._head = lru_cache(maxsize=256)(event_head)

    def subscribe(self, subscriber: Callable[[RunEvent], None]) -> None:
        """Hand every further event to `subscriber`, synchronously."""
        self._subscribers.append(subscriber)

    @property
    def is_watched(self) -> bool:
        """Whether anybody would see the next event."""
        return bool(self._subscribers)

    def append(
        self, type: EventType, payload: bytes, *, agent: str | None, turn: int, parent: int | None
    ) -> RunEvent:
        """Record that something happened.

        Args:
            type: one of the names in `run_events`.
            payload: `data` as JSON bytes without raw line breaks.
            agent: whose doing it was, by name.
            turn: the turn of that run, 0 before the first.
            parent: seq of the `tool.start` event a nested run hangs under.
        """
        if self._redact is not None:
            payload = self._redact(payload)
        seq = self._next_seq
        self._next_seq = seq + 1
        at = self._clock() - self._began
        start = b'{"seq":%d,"t":%.6f%s' % (seq, at, self._head(type, agent, turn, parent))
        event = RunEvent(
            seq, at, type, agent, turn, parent, b"%s%s}" % (start, payload), len(start)
        )
        for subscriber in self._subscribers:
            subscriber(event)
        return event

    def pass_over(self) -> int:
        """Give out the next `seq` without an event, when nobody watches; nothing is built."""
        seq = self._next_seq
        self._next_seq = seq + 1
        return seq


class JournalScope:
    """A run's place in a journal: whose turn it is, and the tool call it is nested under."""

    __slots__ = ("agent", "journal", "parent", "turn")

    def __init__(self, journal: Journal, parent: int | None = None) -> None:
        """Open a scope for a root run, or for one nested under the `tool.start` at `parent`."""
        self.journal = journal
        self.parent = parent
        self.agent: str | None = None
        self.turn = 0

    def append(self, type: EventType, data: object) -> int:
        """Record `data` (anything JSON can hold) under this scope's agent and turn.

        Returns:
            The event's `seq`. Nothing is encoded while nobody watches.
        """
        if not self.journal.is_watched:
            return self.journal.pass_over()
        return self.append_json(type, encode_json(data))

    def append_json(self, type: EventType, payload: bytes) -> int:
        """Record a payload that is JSON already, such as a provider's own bytes."""
        journal = self.journal
        if not journal.is_watched:
            return journal.pass_over()
        return journal.append(
            type, payload, agent=self.agent, turn=self.turn, parent=self.parent
        ).seq
