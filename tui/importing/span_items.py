"""What spans of model calls say was said, and what it took.

Conventions: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from tui.importing.fields import records, text, words
from tui.importing.spans import Span
from tui.watch.raw_items import Item, message, reasoning, tool_call, tool_output
from tui.watch.told_run import Usage, usage_of

INPUT: Final = "gen_ai.input.messages"
OUTPUT: Final = "gen_ai.output.messages"
"""Attributes with messages: [{role, parts: [{type, …}]}], as JSON in a text."""


def items_in(messages: Sequence[dict[str, Any]]) -> Iterator[Item]:
    """Yield the parts of messages as items."""
    for told in messages:
        role = text(told, "role")
        for part in records(told.get("parts")):
            if (item := _item(role, part)) is not None:
                yield item


def _item(role: str, part: dict[str, Any]) -> Item | None:
    match text(part, "type"):
        case "text" if role == "assistant":
            return message(text(part, "content"))
        case "text":
            return {"role": role, "content": text(part, "content")}
        case "reasoning":
            return reasoning(text(part, "content"))
        case "tool_call":
            return tool_call(text(part, "id"), text(part, "name"), part.get("arguments"))
        case "tool_call_response":
            return tool_output(text(part, "id"), part.get("response", part.get("result")))
    return None


def said_in(span: Span) -> str:
    """Return the words of an answer."""
    return "\n\n".join(words(each.get("parts")) for each in records(span.told(OUTPUT)))


def usage_in(span: Span) -> Usage:
    """Return what a call took, under the names of today or of before."""
    names = ("input", "prompt"), ("output", "completion")
    asked, answered = (
        span.count(*(f"gen_ai.usage.{name}_tokens" for name in pair)) for pair in names
    )
    cached = span.count("gen_ai.usage.cache_read.input_tokens")
    return usage_of(asked, answered, cached=cached)
