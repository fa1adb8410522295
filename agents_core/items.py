"""Run items: what a run produced, one by one, and the readers of their text.

Law: an item holds the raw item it came from and the agent that produced it; it decides nothing.
Raw items may be the client's objects, generic ones of a type it does not know, or dicts.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from agents_core.agent_reference import AnyAgent

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


def raw_field(raw_item: Any, name: str) -> Any:
    """Return a field of a raw item, whether it is an object or a dict; None when it has none."""
    if isinstance(raw_item, dict):
        return raw_item.get(name)
    return getattr(raw_item, name, None)


def input_form(raw_item: Any) -> Any:
    """Return a raw item as the dict in which it is sent back to the model."""
    if isinstance(raw_item, dict):
        return raw_item
    return raw_item.model_dump(exclude_unset=True, by_alias=True)


def _named(raw_item: Any) -> str | None:
    """Return the tool name a raw item carries; hosted calls have none."""
    name = raw_field(raw_item, "name")
    return name if isinstance(name, str) else None


def _call_id(raw_item: Any) -> str | None:
    """Return what a call and its output are joined by: the call id, for hosted calls the id."""
    call_id = raw_field(raw_item, "call_id") or raw_field(raw_item, "id")
    return call_id if isinstance(call_id, str) else None


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
        return _named(self.raw_item)

    @property
    def call_id(self) -> str | None:
        """What the output refers to."""
        return _call_id(self.raw_item)


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
        return _call_id(self.raw_item)


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
        return self.tool_name or _named(self.raw_item)

    @property
    def arguments(self) -> str | None:
        """The arguments it would run with, as JSON text."""
        arguments = raw_field(self.raw_item, "arguments")
        return arguments if isinstance(arguments, str) else None

    @property
    def call_id(self) -> str | None:
        """The call that waits."""
        return _call_id(self.raw_item)

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


class ItemHelpers:
    """Readers and makers of items."""

    TEXT_TYPES: ClassVar[frozenset[str]] = frozenset({"output_text", "text"})
    """Types of content parts that hold text."""

    @classmethod
    def extract_last_content(cls, message: TResponseOutputItem) -> str:
        """Return the last part of a message, text or refusal; "" when it is no message."""
        part = cls._last_part(message)
        return str(raw_field(part, "text") or raw_field(part, "refusal") or "")

    @classmethod
    def extract_last_text(cls, message: TResponseOutputItem) -> str | None:
        """Return the text of a message's last part, or None when that is not text."""
        part = cls._last_part(message)
        text = raw_field(part, "text") if raw_field(part, "type") in cls.TEXT_TYPES else None
        return text if isinstance(text, str) else None

    @classmethod
    def extract_text(cls, message: TResponseOutputItem) -> str | None:
        """Return all text of a message, or None when it has none."""
        texts = [
            raw_field(part, "text") or ""
            for part in cls._parts(message)
            if raw_field(part, "type") in cls.TEXT_TYPES
        ]
        return "".join(texts) or None

    @classmethod
    def extract_refusal(cls, message: TResponseOutputItem) -> str | None:
        """Return the words with which a message declines, or None when it does not."""
        refusals = [raw_field(part, "refusal") or "" for part in cls._parts(message)]
        return "".join(refusals) or None

    @classmethod
    def input_to_new_input_list(
        cls, input: str | list[TResponseInputItem]
    ) -> list[TResponseInputItem]:
        """Return the input of a run as a list of its own."""
        if isinstance(input, str):
            return [{"content": input, "role": "user"}]
        return list(input)

    @classmethod
    def text_message_outputs(cls, items: Sequence[RunItem]) -> str:
        """Return the text of all messages among the items."""
        return "".join(
            cls.text_message_output(item) for item in items if isinstance(item, MessageOutputItem)
        )

    @classmethod
    def text_message_output(cls, message: MessageOutputItem) -> str:
        """Return the text of a message item."""
        return cls.extract_text(message.raw_item) or ""

    @classmethod
    def tool_call_output_item(cls, tool_call: Any, output: Any) -> dict[str, Any]:
        """Return what the model gets as the answer to a function call."""
        from agents_core.tools.output_content import output_for_model

        return {
            "type": "function_call_output",
            "call_id": _call_id(tool_call),
            "output": output_for_model(output),
        }

    @classmethod
    def _parts(cls, message: Any) -> list[Any]:
        """Return the content parts of a message, none of anything else."""
        if raw_field(message, "type") != "message":
            return []
        return list(raw_field(message, "content") or [])

    @classmethod
    def _last_part(cls, message: Any) -> Any:
        """Return the last content part, or None."""
        parts = cls._parts(message)
        return parts[-1] if parts else None


def __getattr__(name: str) -> Any:
    """Give the client's types under their names here; imported on demand to keep start-up fast."""
    if name in ("TResponse", "TResponseInputItem", "TResponseOutputItem", "TResponseStreamEvent"):
        from agents_core import response_types

        return getattr(response_types, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
