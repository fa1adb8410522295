"""Chunks of a chat completion: cut out of the body, and read whatever dialect they are in.

Law: nothing in a chunk is taken for granted. A field of another type than expected counts as
absent; what servers spell differently has one meaning from here on.

The format is https://platform.openai.com/docs/api-reference/chat-streaming.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from agents_core.json_text import decode_json, encode_json
from agents_core.models.wire import UNDECODABLE

Chunk = dict[str, Any]
"""A chunk as the server sent it, decoded."""

DONE: Final[Chunk] = {}
"""The mark at the end of a stream; known by identity."""


class Thought(NamedTuple):
    """A piece of reasoning."""

    text: str
    is_summary: bool
    """Whether it came in the field that becomes a summary."""


class CallPart(NamedTuple):
    """A piece of a tool call; what the server left out is None or empty."""

    place: int | None
    """The call's `index`."""
    id: str
    name: str
    arguments: str


def read_chunks(blocks: Iterable[bytes]) -> list[Chunk]:
    """Return the chunks in blocks of lines, the end mark among them; comments are none."""
    chunks = []
    for block in blocks:
        payload = block[6:] if block.startswith(b"data: ") and b"\n" not in block else _data(block)
        if payload == b"[DONE]":
            chunks.append(DONE)
        elif payload:
            chunks.append(_chunk(payload))
    return chunks


def _data(block: bytes) -> bytes:
    """Return the data of a block by the letter of server-sent events."""
    fields = (line.partition(b":") for line in block.removeprefix(b"\xef\xbb\xbf").split(b"\n"))
    return b"\n".join(value.removeprefix(b" ") for name, _, value in fields if name == b"data")


def _chunk(payload: bytes) -> Chunk:
    """Return the chunk a payload is; what is not an object stays readable."""
    try:
        value = decode_json(payload)
    except ValueError:
        value = None
    if isinstance(value, dict):
        return value
    return {"type": UNDECODABLE, "text": payload.decode("utf-8", "replace")}


def first_choice(chunk: Chunk) -> Chunk | None:
    """Return choice 0 of a chunk; other choices are never read."""
    choices = chunk.get("choices")
    for choice in choices if isinstance(choices, list) else ():
        if isinstance(choice, dict) and not choice.get("index"):
            return choice
    return None


def error_of(chunk: Chunk) -> Chunk | None:
    """Return the error a chunk reports, if any, as an object."""
    error = chunk.get("error")
    if not error:
        return None
    return error if isinstance(error, dict) else {"message": str(error)}


def text_of(delta: Chunk) -> str:
    """Return the words of the answer in a delta; mistral sends them as a list of parts."""
    content = delta.get("content")
    if isinstance(content, str):
        return content
    return "".join(_text(part) for part in _objects(content) if part.get("type") == "text")


def thought_of(delta: Chunk) -> Thought | None:
    """Return the reasoning in a delta; vllm sends it in two fields at once, which count once."""
    for field in ("reasoning_content", "reasoning"):
        if (text := delta.get(field)) and isinstance(text, str):
            return Thought(text, is_summary=field == "reasoning_content")
    text = "".join(_detailed_thoughts(delta))
    return Thought(text, is_summary=False) if text else None


def _detailed_thoughts(delta: Chunk) -> Iterator[str]:
    """Yield the reasoning that comes in lists: openrouter's details, mistral's content parts."""
    for detail in _objects(delta.get("reasoning_details")):
        yield _text(detail) or _text(detail, "summary")
    for part in _objects(delta.get("content")):
        if part.get("type") == "thinking":
            thinking = part.get("thinking")
            yield thinking if isinstance(thinking, str) else "".join(map(_text, _objects(thinking)))


def call_parts(delta: Chunk) -> Iterator[CallPart]:
    """Yield the pieces of tool calls in a delta; arguments sent as an object become its JSON."""
    for call in _objects(delta.get("tool_calls")):
        function = call.get("function")
        if not isinstance(function, dict):
            function = {}
        index, arguments = call.get("index"), function.get("arguments")
        if arguments is not None and not isinstance(arguments, str):
            arguments = encode_json(arguments).decode()
        yield CallPart(
            index if isinstance(index, int) else None,
            _text(call, "id"),
            _text(function, "name"),
            arguments or "",
        )


def annotations_of(delta: Chunk) -> list[Chunk]:
    """Return the citations in a delta, in the flat shape of the Responses API."""
    cited = [each for each in _objects(delta.get("annotations")) if each.get("type")]
    return [_flat(each, str(each["type"])) for each in cited]


def _flat(annotation: Chunk, type_: str) -> Chunk:
    """Return an annotation without the object named like its type around its fields."""
    inner = annotation.get(type_)
    return {"type": type_, **inner} if isinstance(inner, dict) else annotation


def logprobs_of(choice: Chunk) -> list[Chunk]:
    """Return the log probabilities of a choice's words."""
    logprobs = choice.get("logprobs")
    return _objects(logprobs.get("content")) if isinstance(logprobs, dict) else []


def response_usage(usage: Mapping[str, Any]) -> Chunk:
    """Return token counts under the names of the Responses API."""
    entered, left = _count(usage, "prompt_tokens"), _count(usage, "completion_tokens")
    entered_details = usage.get("prompt_tokens_details")
    left_details = usage.get("completion_tokens_details")
    return {
        "input_tokens": entered,
        "input_tokens_details": {"cached_tokens": _count(entered_details, "cached_tokens")},
        "output_tokens": left,
        "output_tokens_details": {"reasoning_tokens": _count(left_details, "reasoning_tokens")},
        "total_tokens": _count(usage, "total_tokens") or entered + left,
    }


def _count(counts: object, name: str) -> int:
    """Return a count, or 0 where the server gives none."""
    value = counts.get(name) if isinstance(counts, Mapping) else None
    return value if isinstance(value, int) else 0


def _objects(value: object) -> list[Chunk]:
    """Return the objects in a list; none if it is not a list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(value: Mapping[str, Any], name: str = "text") -> str:
    """Return a text field, or nothing."""
    text = value.get(name)
    return text if isinstance(text, str) else ""
