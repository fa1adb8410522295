"""Script events: a turn of a script as the response object and the events a server would send.

Field for field what the Responses API streams; see
https://platform.openai.com/docs/api-reference/responses-streaming.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from agents_core.json_text import encode_json
from agents_core.models.conversation import Conversation
from agents_core.models.script import ScriptTurn

Event = dict[str, Any]
"""A stream event without its `sequence_number`."""

_GROWING: Final = ("content", "summary", "arguments")
"""What an item does not have yet when it begins."""

_TOKEN: Final = re.compile(r"\s*[^\s\w]|\s*\w{1,6}|\s+")
"""What passes for a token: a mark or up to six letters, with the space before."""


def tokens(text: str) -> list[str]:
    """Cut `text` into pieces of a token's size that join to it again."""
    return _TOKEN.findall(text)


def scripted_response(
    turn: ScriptTurn, asked: Conversation, request: Mapping[str, Any], number: int
) -> dict[str, Any]:
    """Return the whole response object a turn stands for.

    Args:
        turn: what is said.
        asked: what the templates in it are filled from.
        request: the body it answers.
        number: which response of the script this is; its ids are made of it.

    Raises:
        ScriptFault: a template or a handoff leads nowhere.
    """
    output = [dict(item) for item in turn.items] or _numbered(turn, asked, number)
    return {
        "id": f"resp_{number}",
        "object": "response",
        "created_at": 0,
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "instructions": request.get("instructions"),
        "metadata": {},
        "model": request.get("model", "scripted"),
        "output": output,
        "parallel_tool_calls": True,
        "temperature": None,
        "tool_choice": "auto",
        "tools": request.get("tools") or [],
        "top_p": None,
        "usage": _usage(request, output),
    }


def _numbered(turn: ScriptTurn, asked: Conversation, number: int) -> list[dict[str, Any]]:
    """Return the output items a turn stands for, with ids made of the response's number."""
    output = [*_reasoning(turn, asked), *_message(turn, asked), *_calls(turn, asked)]
    for place, item in enumerate(output):
        item["id"] = f"{item['id']}_{number}_{place}"
        if "call_id" in item:
            item["call_id"] = f"call_{number}_{place}"
    return output


def response_events(response: dict[str, Any]) -> Iterator[Event]:
    """Yield the events that build `response` up, from created to completed."""
    begun = {**response, "status": "in_progress", "output": [], "usage": None}
    yield {"type": "response.created", "response": begun}
    yield {"type": "response.in_progress", "response": begun}
    for index, item in enumerate(response["output"]):
        empty = {key: [] if key != "arguments" else "" for key in _GROWING if key in item}
        start = {**item, **empty}
        if "status" in item:
            start["status"] = "in_progress"
        yield {"type": "response.output_item.added", "output_index": index, "item": start}
        yield from _item_events(item, {"item_id": item.get("id"), "output_index": index})
        yield {"type": "response.output_item.done", "output_index": index, "item": item}
    yield {"type": "response.completed", "response": response}


def _item_events(item: dict[str, Any], at: Event) -> Iterator[Event]:
    """Yield what comes between an item's start and its end."""
    match item["type"]:
        case "reasoning":
            yield from _summary_events(item, at)
        case "message":
            yield from _content_events(item, at)
        case "function_call":
            kind, arguments = "response.function_call_arguments", item["arguments"]
            for token in tokens(arguments):
                yield {"type": f"{kind}.delta", **at, "delta": token}
            yield {"type": f"{kind}.done", **at, "name": item["name"], "arguments": arguments}


def _summary_events(item: dict[str, Any], at: Event) -> Iterator[Event]:
    """Yield a reasoning summary, part by part."""
    for index, part in enumerate(item.get("summary") or ()):
        here = {**at, "summary_index": index}
        empty = {**part, "text": ""}
        yield {"type": "response.reasoning_summary_part.added", **here, "part": empty}
        for token in tokens(part["text"]):
            yield {"type": "response.reasoning_summary_text.delta", **here, "delta": token}
        yield {"type": "response.reasoning_summary_text.done", **here, "text": part["text"]}
        yield {"type": "response.reasoning_summary_part.done", **here, "part": part}


def _content_events(item: dict[str, Any], at: Event) -> Iterator[Event]:
    """Yield a message, part by part."""
    for index, part in enumerate(item.get("content") or ()):
        if part["type"] not in ("output_text", "refusal"):
            continue
        here = {**at, "content_index": index}
        is_refusal = part["type"] == "refusal"
        key, extra = ("refusal", Event()) if is_refusal else ("text", Event(logprobs=[]))
        yield {"type": "response.content_part.added", **here, "part": {**part, key: ""}}
        for token in tokens(part[key]):
            yield {"type": f"response.{part['type']}.delta", **here, "delta": token, **extra}
        yield {"type": f"response.{part['type']}.done", **here, key: part[key], **extra}
        yield {"type": "response.content_part.done", **here, "part": part}


def _reasoning(turn: ScriptTurn, asked: Conversation) -> Iterator[dict[str, Any]]:
    """Yield the reasoning item, if the turn thinks."""
    if turn.reasoning is not None:
        part = {"type": "summary_text", "text": str(asked.fill(turn.reasoning))}
        yield {"id": "rs", "type": "reasoning", "summary": [part]}


def _message(turn: ScriptTurn, asked: Conversation) -> Iterator[dict[str, Any]]:
    """Yield the message, if the turn says something."""
    if turn.refusal is not None:
        part: dict[str, Any] = {"type": "refusal", "refusal": str(asked.fill(turn.refusal))}
    elif turn.output is not None:
        part = _text_part(encode_json(asked.fill(turn.output)).decode())
    elif turn.text is not None:
        part = _text_part(str(asked.fill(turn.text)))
    else:
        return
    yield {
        "id": "msg",
        "type": "message",
        "status": "completed",
        "role": "assistant",
        "content": [part],
    }


def _text_part(text: str) -> dict[str, Any]:
    """Return text as the part of a message."""
    return {"type": "output_text", "annotations": [], "logprobs": [], "text": text}


def _calls(turn: ScriptTurn, asked: Conversation) -> Iterator[dict[str, Any]]:
    """Yield the calls the turn makes, a handoff last."""
    calls = [(call.name, asked.fill(call.arguments)) for call in turn.calls]
    if turn.handoff is not None:
        calls.append((asked.handoff_tool(turn.handoff), {}))
    for name, arguments in calls:
        text = arguments if isinstance(arguments, str) else encode_json(arguments).decode()
        yield {
            "id": "fc",
            "type": "function_call",
            "status": "completed",
            "arguments": text,
            "call_id": "",
            "name": name,
        }


def _usage(request: Mapping[str, Any], output: list[dict[str, Any]]) -> dict[str, Any]:
    """Return token counts in proportion to what was really sent and said."""
    entered = len(encode_json(request)) // 4
    parts = [part for item in output for part in item.get("content") or ()]
    thoughts = [part for item in output for part in item.get("summary") or ()]
    thought = sum(len(tokens(part["text"])) for part in thoughts)
    said = [part.get("text") or part.get("refusal") or "" for part in parts]
    said += [item.get("arguments") or "" for item in output]
    left = thought + sum(len(tokens(text)) for text in said)
    return {
        "input_tokens": entered,
        "input_tokens_details": {"cache_write_tokens": 0, "cached_tokens": 0},
        "output_tokens": left,
        "output_tokens_details": {"reasoning_tokens": thought},
        "total_tokens": entered + left,
    }
