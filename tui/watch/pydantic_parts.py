"""What parts of pydantic-ai's messages say, as the items and counts of our events."""

from typing import Any

from tui.watch.raw_items import (
    Item,
    as_text,
    message,
    reasoning,
    tool_call,
    tool_output,
    user_message,
)
from tui.watch.told_run import Usage, usage_of


def item_of(part: Any) -> Item | None:
    """Return a part of a request or an answer as an item; None if it is of another kind."""
    match part.part_kind:
        case "text":
            return message(part.content)
        case "thinking":
            return reasoning(part.content)
        case "tool-call" | "builtin-tool-call":
            return tool_call(part.tool_call_id, part.tool_name, part.args)
        case "builtin-tool-return" | "tool-return":
            return tool_output(part.tool_call_id, part.content)
        case "user-prompt":
            return user_message(words_of(part.content))
        case "system-prompt":
            return {"role": "system", "content": part.content}
        case "retry-prompt" if part.tool_name is None:
            return user_message(part.model_response())
        case "retry-prompt":
            return tool_output(part.tool_call_id, part.model_response())
    return None


def words_of(prompt: Any) -> str:
    """Return what a prompt says; of what is no text, what kind it is."""
    parts = [prompt] if prompt is None or isinstance(prompt, str) else prompt
    named = (
        part if isinstance(part, str) else f"[{type(part).__name__}]" for part in parts if part
    )
    return "\n".join(named)


def said_in(part: Any) -> str:
    """Return the words of a part, or of a piece of one."""
    names = ("content", "content_delta", "args", "args_delta")
    return as_text(next((value for name in names if (value := getattr(part, name, None))), None))


def usage_in(response: Any) -> Usage:
    """Return what an answer took."""
    usage = response.usage
    return usage_of(
        usage.input_tokens,
        usage.output_tokens,
        cached=usage.cache_read_tokens,
        reasoning=usage.details.get("reasoning_tokens", 0),
    )
