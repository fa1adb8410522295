"""What messages of langchain-core say, as the items and counts of our events."""

from collections.abc import Iterator
from typing import Any

from tui.watch.raw_items import Item, as_text, message, tool_call, tool_output, user_message
from tui.watch.told_run import Usage, usage_of


def first_words(messages: Any) -> str:
    """Return what a graph's messages say; they may be tuples, texts and objects."""
    told = messages if isinstance(messages, list) else [messages]
    contents = (each[-1] if isinstance(each, tuple) else each for each in told)
    return "\n".join(words_of(getattr(each, "content", each)) for each in contents)


def items_of(said: Any) -> Iterator[Item]:
    """Yield a message as items."""
    words = words_of(said.content)
    match said.type:
        case "ai":
            if words:
                yield message(words)
            for call in said.tool_calls:
                yield tool_call(str(call["id"]), call["name"], call["args"])
        case "tool":
            yield tool_output(said.tool_call_id, words)
        case "human":
            yield user_message(words)
        case _:
            yield {"role": said.type, "content": words}


def words_of(content: Any) -> str:
    """Return what a content says: it is text, or a list of texts and blocks."""
    if not isinstance(content, list):
        return as_text(content)
    return "".join(
        as_text(part.get("text") if isinstance(part, dict) else part) for part in content
    )


def usage_in(said: Any) -> Usage | None:
    """Return what an answer took, if it says so."""
    counts = getattr(said, "usage_metadata", None)
    if not counts:
        return None
    read, written = (counts.get(f"{way}_token_details") or {} for way in ("input", "output"))
    return usage_of(
        counts["input_tokens"],
        counts["output_tokens"],
        cached=read.get("cache_read", 0),
        reasoning=written.get("reasoning", 0),
    )
