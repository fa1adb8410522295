"""Announcer: tells what happens in a run to both who listen, its journal and its stream.

Law: the journal first, then the stream, in the same order; nothing is told to one of them only.
"""

from typing import Any

from agents_core.agents.agent import Agent
from agents_core.items import RunItem
from agents_core.models.wire import WireEvent
from agents_core.running.event_queue import EventQueue
from agents_core.running.run_log import RunLog
from agents_core.stream_events import (
    AgentUpdatedStreamEvent,
    RawResponsesStreamEvent,
    RunItemName,
    RunItemStreamEvent,
)


class Announcer:
    """Makes the three kinds of stream events."""

    __slots__ = ("_journal", "_log", "_queue")

    def __init__(self, log: RunLog, queue: EventQueue) -> None:
        """Tell `log` and `queue`."""
        self._log = log
        self._journal = log.scope.journal
        self._queue = queue

    def raw(self, event: Any) -> None:
        """A model said something: an event off the wire, or one it has typed itself."""
        raw = RawResponsesStreamEvent(event)
        if self._journal.is_watched:
            self._log.model_said(event if isinstance(event, WireEvent) else raw.wire)
        self._queue.put(raw)

    def item(self, name: RunItemName, item: RunItem) -> None:
        """The run produced an item."""
        self._log.item_created(name, item)
        self._queue.put(RunItemStreamEvent(name, item))

    def agent(self, agent: Agent[Any], came_from: Agent[Any] | None) -> None:
        """Another agent works from now on."""
        self._log.agent_updated(agent, came_from)
        self._queue.put(AgentUpdatedStreamEvent(agent))
