"""ItemHelpers: readers of what items say, and makers of what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from agents_core.raw_items import call_id_of, raw_field
from agents_core.tools.output_content import output_for_model

if TYPE_CHECKING:
    from agents_core.response_types import TResponseInputItem, TResponseOutputItem


class RunItemLike(Protocol):
    """A run item, as far as its text is concerned."""

    @property
    def type(self) -> str:
        """What kind of run item it is."""

    @property
    def raw_item(self) -> Any:
        """The item as the model gave it."""


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
    def text_message_outputs(cls, items: Sequence[RunItemLike]) -> str:
        """Return the text of all messages among the items."""
        return "".join(
            cls.text_message_output(item) for item in items if item.type == "message_output_item"
        )

    @classmethod
    def text_message_output(cls, message: RunItemLike) -> str:
        """Return the text of a message item."""
        return cls.extract_text(message.raw_item) or ""

    @classmethod
    def tool_call_output_item(cls, tool_call: Any, output: Any) -> dict[str, Any]:
        """Return what the model gets as the answer to a function call."""
        return {
            "type": "function_call_output",
            "call_id": call_id_of(tool_call),
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
