"""EventQueue: what a run has streamed and nobody has taken yet, and who is reading it.

Law: putting costs an append; readers are woken once a batch, never once an event. A reader has
*finished* an event when it asks for the next one; a reader whose task ended no longer counts.
"""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from agents_core.stream_events import AgentUpdatedStreamEvent, StreamEvent


class EventReader:
    """One `stream_events()` loop: at rest while it waits for an event, else busy with one."""

    __slots__ = ("is_waiting",)

    def __init__(self) -> None:
        """Begin busy: it has not asked for an event yet."""
        self.is_waiting = False


class EventQueue:
    """Stream events on their way from the run to whoever reads them."""

    def __init__(self) -> None:
        """Begin empty, open and unread."""
        self.events: deque[StreamEvent] = deque()
        self._is_closed = False
        self._readers: set[EventReader] = set()
        self._arrived = asyncio.Event()
        self._rested = asyncio.Event()

    def put(self, event: StreamEvent) -> None:
        """Hand `event` to the readers; once closed, nobody wants it."""
        if self._is_closed:
            return
        self.events.append(event)
        if not self._arrived.is_set():
            self._arrived.set()

    def clear(self) -> None:
        """Drop what nobody has taken yet."""
        self.events.clear()
        self._rested.set()

    def drop_words(self) -> None:
        """Drop what a model said and nobody has read; who worked may be known."""
        kept = [event for event in self.events if isinstance(event, AgentUpdatedStreamEvent)]
        self.events.clear()
        self.events.extend(kept)

    def close(self) -> None:
        """Say that no further event will come; what is queued can still be taken."""
        self._is_closed = True
        self._arrived.set()

    @contextmanager
    def reader(self) -> Iterator[EventReader]:
        """Count the block as a reader, until it ends or its task does."""
        reader = EventReader()
        self._readers.add(reader)
        task = asyncio.current_task()

        def leave(_: object = None) -> None:
            self._readers.discard(reader)
            self._rested.set()

        if task is not None:
            task.add_done_callback(leave)
        try:
            yield reader
        finally:
            leave()
            if task is not None:
                task.remove_done_callback(leave)

    async def wait(self, reader: EventReader) -> bool:
        """Wait for an event; return False when none will come any more."""
        while not self.events and not self._is_closed:
            reader.is_waiting = True
            self._arrived.clear()
            self._rested.set()
            try:
                await self._arrived.wait()
            finally:
                reader.is_waiting = False
        return bool(self.events)

    async def readers_at_rest(self) -> None:
        """Wait until every reader has taken and finished all events, or nobody reads."""
        while self._readers and (self.events or not all(r.is_waiting for r in self._readers)):
            self._rested.clear()
            await self._rested.wait()
