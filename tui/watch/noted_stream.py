"""NotedStream: the events of a streamed run, noted on their way to the program.

Law: the program gets them from the SDK's own generator, whose end and whose closing stay its own.
"""

import weakref
from collections.abc import AsyncIterator
from typing import Any

from tui.watch.notes import Notes
from tui.watch.ticket import Ticket


class NotedResult:
    """Stands in for the method `stream_events` of a `RunResultStreaming`."""

    def __init__(self, result: Any, notes: Notes, ticket: Ticket) -> None:
        """Note what `result` streams; it is not kept alive."""
        self._result = weakref.ref(result)
        self._notes = notes
        self._ticket = ticket

    def stream_events(self) -> AsyncIterator[Any]:
        """Return the run's events."""
        result = self._result()
        assert result is not None, "who asks has it"
        self._ticket.is_read = True
        return NotedStream(result, self._notes, self._ticket)


class NotedStream:
    """The generator that `RunResultStreaming.stream_events` returns, listened to.

    Not a generator itself: asyncio closes each of those on its own when a program ends early, and
    one within another cannot be closed twice at once.
    """

    def __init__(self, result: Any, notes: Notes, ticket: Ticket) -> None:
        """Listen to the events of `result`."""
        self._result = result
        self._events = type(result).stream_events(result)
        self._next = self._events.__anext__
        self._notes = notes
        self._ticket = ticket

    def __aiter__(self) -> "NotedStream":
        """Return itself."""
        return self

    async def __anext__(self) -> Any:
        """Return the next event."""
        try:
            event = await self._next()
        except StopAsyncIteration:
            self._notes.put_always(self._ticket.end, self._result, None)
            raise
        except BaseException as error:
            self._notes.put_always(self._ticket.end, self._result, error)
            raise
        self._notes.put(self._ticket.take_event, event)
        return event

    def __getattr__(self, name: str) -> Any:
        """Return what the generator has, `aclose` for one."""
        return getattr(self._events, name)

    def __del__(self) -> None:
        """Note that nobody reads any further, if somebody has begun to."""
        self._notes.put_always(self._ticket.leave)
