"""Run items: what a run produced, one by one.

Law: an item holds the raw item it came from and the agent that produced it; it decides nothing.
Raw items may be the client's objects, generic ones of a type it does not know, or dicts.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from agents_core.agents.agent_reference import AnyAgent
from agents_core.item_helpers import ItemHelpers as ItemHelpers
from agents_core.raw_items import call_id_of, tool_name_of
from agents_core.raw_items import input_form as input_form
from agents_core.raw_items import raw_field as raw_field

if TYPE_CHECKING:
    from openai.types.responses import (
        ResponseFunctionToolCall,
        ResponseOutputMessage,
        ResponseReasoningItem,
    )

    from agents_core.response_types import TResponse as TResponse
    from agents_core.response_types import TResponseInputItem as TResponseInputItem
    from agents_core.response_types import TResponseOutputItem as TResponseOutputItem
    from agents_core.response_types import TResponseStreamEvent as TResponseStreamEvent
    from agents_core.usage import Usage


@dataclass
class RunItemBase:
    """Something a run produced."""

    agent: AnyAgent
    """The agent that produced it."""
    raw_item: Any
    """The item as the model, or the tool, gave it."""

    def to_input_item(self) -> TResponseInputItem:
        """Return the item as the dict in which it is sent back to the model."""
        return input_form(self.raw_item)  # type: ignore[no-any-return]  # raw items are open

    def release_agent(self) -> None:
        """Hold the agent weakly from now on, so that kept items do not keep agents alive."""
        if not isinstance(self.agent, weakref.ProxyTypes):
            self.agent = weakref.proxy(self.agent)


@dataclass
class MessageOutputItem(RunItemBase):
    """A message of the model."""

    raw_item: ResponseOutputMessage
    type: Literal["message_output_item"] = "message_output_item"


@dataclass
class ReasoningItem(RunItemBase):
    """What the model thought, as far as it shows it."""

    raw_item: ResponseReasoningItem
    type: Literal["reasoning_item"] = "reasoning_item"


@dataclass
class ToolCallItem(RunItemBase):
    """A call of a tool: of one of our functions, or of one the provider runs."""

    type: Literal["tool_call_item"] = "tool_call_item"
    description: str | None = None
    """What the tool says it does."""
    title: str | None = None
    """What the tool is called for people."""
    tool_origin: Any | None = None
    """Where the tool came from, such as an MCP server."""

    @property
    def tool_name(self) -> str | None:
        """The name the model called; None for a hosted call, which is told by `raw_item.type`."""
        return tool_name_of(self.raw_item)

    @property
    def call_id(self) -> str | None:
        """What the output refers to."""
        return call_id_of(self.raw_item)


@dataclass
class ToolCallOutputItem(RunItemBase):
    """What a tool gave back. `raw_item` is the dict the model gets."""

    output: Any
    """The tool's own return value."""
    type: Literal["tool_call_output_item"] = "tool_call_output_item"
    tool_origin: Any | None = None
    """Where the tool came from, such as an MCP server."""

    @property
    def call_id(self) -> str | None:
        """The call it answers."""
        return call_id_of(self.raw_item)


@dataclass
class HandoffCallItem(RunItemBase):
    """The model asks to hand off."""

    raw_item: ResponseFunctionToolCall
    type: Literal["handoff_call_item"] = "handoff_call_item"


@dataclass
class HandoffOutputItem(RunItemBase):
    """A handoff was taken."""

    source_agent: AnyAgent
    target_agent: AnyAgent
    type: Literal["handoff_output_item"] = "handoff_output_item"


@dataclass
class ToolApprovalItem(RunItemBase):
    """A call that waits for somebody's decision. It has no input form."""

    tool_name: str | None = None
    """Given when the raw item does not say it."""
    type: Literal["tool_approval_item"] = "tool_approval_item"

    @property
    def name(self) -> str | None:
        """The tool that would run."""
        return self.tool_name or tool_name_of(self.raw_item)

    @property
    def arguments(self) -> str | None:
        """The arguments it would run with, as JSON text."""
        arguments = raw_field(self.raw_item, "arguments")
        return arguments if isinstance(arguments, str) else None

    @property
    def call_id(self) -> str | None:
        """The call that waits."""
        return call_id_of(self.raw_item)

    def to_input_item(self) -> TResponseInputItem:
        """Refuse: nothing was said yet that the model could be told.

        Raises:
            TypeError: always.
        """
        raise TypeError("a ToolApprovalItem waits for a decision; it cannot be sent to the model")


@dataclass
class MCPListToolsItem(RunItemBase):
    """The tools a hosted MCP server offers."""

    type: Literal["mcp_list_tools_item"] = "mcp_list_tools_item"


@dataclass
class MCPApprovalRequestItem(RunItemBase):
    """A hosted MCP server's call wants approval."""

    type: Literal["mcp_approval_request_item"] = "mcp_approval_request_item"


@dataclass
class MCPApprovalResponseItem(RunItemBase):
    """The answer to a hosted MCP server's request."""

    type: Literal["mcp_approval_response_item"] = "mcp_approval_response_item"


RunItem: TypeAlias = (
    MessageOutputItem
    | ReasoningItem
    | ToolCallItem
    | ToolCallOutputItem
    | HandoffCallItem
    | HandoffOutputItem
    | ToolApprovalItem
    | MCPListToolsItem
    | MCPApprovalRequestItem
    | MCPApprovalResponseItem
)
"""Anything a run can produce."""


@dataclass
class ModelResponse:
    """One answer of the model."""

    output: list[TResponseOutputItem]
    """What it answered, in order."""
    usage: Usage
    """What that cost."""
    response_id: str | None
    """What later calls may refer to, where the provider keeps responses."""
    request_id: str | None = None
    """What the provider's support asks for."""

    def to_input_items(self) -> list[TResponseInputItem]:
        """Return the output as items to be sent to the model again."""
        return [input_form(item) for item in self.output]


def __getattr__(name: str) -> Any:
    """Give the client's types under their names here; imported on demand to keep start-up fast."""
    if name in ("TResponse", "TResponseInputItem", "TResponseOutputItem", "TResponseStreamEvent"):
        from agents_core import response_types

        return getattr(response_types, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
