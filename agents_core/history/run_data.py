"""What the data of run events says: tokens, errors, inputs, tools.

Law: any JSON is read; a field of the wrong type counts as absent.
"""

from dataclasses import dataclass
from typing import Any

from agents_core.history.views import ErrorView, TokenCount
from agents_core.history.wire_items import as_text, objects_in, text_field


@dataclass(frozen=True, slots=True)
class ToolCard:
    """A tool as the model was told about it."""

    name: str
    description: str
    parameters: Any
    """JSON schema of its arguments, as found."""


def object_or_empty(value: object) -> dict[str, Any]:
    """Return a JSON object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def read_tokens(usage: object) -> TokenCount:
    """Return the counts in a `usage` object; what is missing is zero, but one request was made."""
    fields = object_or_empty(usage)

    def count(key: str, default: int = 0) -> int:
        value = fields.get(key)
        return value if isinstance(value, int) else default

    return TokenCount(
        input=count("input_tokens"),
        cached=count("cached_tokens"),
        output=count("output_tokens"),
        reasoning=count("reasoning_tokens"),
        total=count("total_tokens", count("input_tokens") + count("output_tokens")),
        requests=count("requests", 1),
    )


def add_tokens(first: TokenCount, second: TokenCount) -> TokenCount:
    """Return the sum, field by field."""
    return TokenCount(
        first.input + second.input,
        first.cached + second.cached,
        first.output + second.output,
        first.reasoning + second.reasoning,
        first.total + second.total,
        first.requests + second.requests,
    )


def read_error(value: object) -> ErrorView | None:
    """Return the error an `error` field describes, or None when it is null."""
    if value is None:
        return None
    fields = object_or_empty(value)
    return ErrorView(
        fault=text_field(fields, "fault"),
        type=text_field(fields, "type"),
        message=text_field(fields, "message") if fields else as_text(value) or "",
        hint=text_field(fields, "hint"),
        traceback=text_field(fields, "traceback"),
    )


def fraction_of(value: object) -> float | None:
    """Return a share from 0 to 1, or None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= 1 else None


def lost_words(fields: dict[str, Any]) -> str:
    """Say what a watched program told and nobody could write down in time."""
    counts = (fields.get(name) for name in ("deltas", "others"))
    deltas, others = (count if isinstance(count, int) else 0 for count in counts)
    return f"{deltas} deltas and {others} other events came too fast to be kept"


def input_text(value: object) -> str:
    """Return the words of a run's input: a text, or the texts of a list of messages."""
    if isinstance(value, str):
        return value
    contents = [message.get("content") for message in objects_in(value)]
    texts = [
        content
        if isinstance(content, str)
        else "\n\n".join(filter(None, (text_field(part, "text") for part in objects_in(content))))
        for content in contents
    ]
    return "\n\n".join(filter(None, texts))
