"""The three events `stream_events()` yields, under the Agents SDK's names.

Law: making one costs next to nothing; a raw event is decoded and typed when somebody asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from agents_core.json_text import encode_json
from agents_core.models.wire import WireEvent

if TYPE_CHECKING:
    from agents_core.agents.agent import Agent
    from agents_core.items import RunItem
    from agents_core.response_types import TResponseStreamEvent


class RawResponsesStreamEvent:
    """An event of the model's stream, passed on as it came."""

    __slots__ = ("_data", "_source")

    type: ClassVar[Literal["raw_response_event"]] = "raw_response_event"

    _data: TResponseStreamEvent
    _source: WireEvent | TResponseStreamEvent

    def __init__(self, data: WireEvent | TResponseStreamEvent) -> None:
        """Take an event off the wire, or one a model has typed already."""
        self._source = data

    @property
    def data(self) -> TResponseStreamEvent:
        """The client's typed event; built at the first access, chosen by its `type`."""
        try:
            return self._data
        except AttributeError:
            self._data = _typed(self._source)
            return self._data

    @property
    def wire(self) -> WireEvent:
        """The event as JSON bytes: the provider's own, unless a model typed it."""
        source = self._source
        if isinstance(source, WireEvent):
            return source
        return WireEvent(source.type, _json_of(source))

    def __eq__(self, other: object) -> bool:
        """Two are equal when what they pass on is."""
        return isinstance(other, RawResponsesStreamEvent) and self._source == other._source

    __hash__ = None  # type: ignore[assignment]  # equal by a value that may change, as a dataclass

    def __repr__(self) -> str:
        """Show what it passes on."""
        return f"RawResponsesStreamEvent({self._source!r})"


def _typed(source: WireEvent | TResponseStreamEvent) -> TResponseStreamEvent:
    """Return the typed form of an event."""
    if not isinstance(source, WireEvent):
        return source
    from agents_core.models.typed import typed_event  # imports openai, which is slow

    event: TResponseStreamEvent = typed_event(source.json)
    return event


def _json_of(event: Any) -> bytes:
    """Return a typed event as one line of JSON, without the fields the provider left out."""
    return encode_json(event.model_dump(mode="json", exclude_unset=True) | {"type": event.type})


RunItemName: TypeAlias = Literal[
    "message_output_created",
    "handoff_requested",
    "handoff_occured",
    "tool_called",
    "tool_search_called",
    "tool_search_output_created",
    "tool_output",
    "reasoning_item_created",
    "mcp_approval_requested",
    "mcp_approval_response",
    "mcp_list_tools",
]
"""What can happen to make an item; one word is spelled as the Agents SDK spells it."""


@dataclass(slots=True)
class RunItemStreamEvent:
    """The run produced an item."""

    name: RunItemName
    item: RunItem
    type: Literal["run_item_stream_event"] = "run_item_stream_event"


@dataclass(slots=True)
class AgentUpdatedStreamEvent:
    """Another agent works from now on."""

    new_agent: Agent[Any]
    type: Literal["agent_updated_stream_event"] = "agent_updated_stream_event"


StreamEvent: TypeAlias = RawResponsesStreamEvent | RunItemStreamEvent | AgentUpdatedStreamEvent
"""Anything `stream_events()` yields."""
