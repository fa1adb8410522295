"""Script over chat: the same script spoken in the Chat Completions API.

Law: a script knows one API. A chat request is read as the request to the Responses API it stands
for, and every event of the answer becomes the chunk a chat server would send.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from agents_core.json_text import encode_json
from agents_core.models.script_events import Event


def as_responses_request(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a chat request asks, as a request to the Responses API."""
    messages = body.get("messages") or []
    format_ = (body.get("response_format") or {}).get("json_schema")
    return {
        "model": body.get("model"),
        "stream": body.get("stream"),
        "input": [item for message in messages for item in _items(message)],
        "tools": [{"type": "function", **tool["function"]} for tool in body.get("tools") or []],
        "text": {"format": {"type": "json_schema", **format_}} if format_ else {},
    }


def _items(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the items a message stands for."""
    role, content = message["role"], message.get("content")
    if role == "tool":
        call_id = message["tool_call_id"]
        yield {"type": "function_call_output", "call_id": call_id, "output": content}
        return
    if content is not None:
        yield {"role": role, "content": content}
    for call in message.get("tool_calls") or []:
        yield {"type": "function_call", "call_id": call["id"], **call["function"]}


def chat_completion(response: Mapping[str, Any]) -> dict[str, Any]:
    """Return a whole answer."""
    message: dict[str, Any] = {"role": "assistant", "content": None, "refusal": None}
    for item in response["output"]:
        match item["type"]:
            case "reasoning":
                message["reasoning_content"] = "".join(part["text"] for part in item["summary"])
            case "message":
                for part in item["content"]:
                    is_refusal = part["type"] == "refusal"
                    message["refusal" if is_refusal else "content"] = part.get("text") or part.get(
                        "refusal"
                    )
            case "function_call":
                message.setdefault("tool_calls", []).append(_call(item))
    choice = {"index": 0, "message": message, "finish_reason": _finish_reason(response)}
    return {
        **_head(response, "chat.completion"),
        "choices": [choice],
        "usage": _usage(response["usage"]),
    }


class ChatFrames:
    """Turns the events of one response into the bytes of chunks."""

    def __init__(self, response: Mapping[str, Any]) -> None:
        """Take the whole response the events build up."""
        self._head = _head(response, "chat.completion.chunk")

    def frame(self, event: Event) -> bytes:
        """Return an event as it goes over the wire; nothing, where chats have no chunk for it."""
        match event["type"]:
            case "response.created":
                return self._chunk({"role": "assistant", "content": ""})
            case "response.reasoning_summary_text.delta":
                return self._chunk({"reasoning_content": event["delta"]})
            case "response.output_text.delta":
                return self._chunk({"content": event["delta"]})
            case "response.refusal.delta":
                return self._chunk({"refusal": event["delta"]})
            case "response.output_item.added" if event["item"]["type"] == "function_call":
                call = {"index": event["output_index"], **_call({**event["item"], "arguments": ""})}
                return self._chunk({"tool_calls": [call]})
            case "response.function_call_arguments.delta":
                function = {"arguments": event["delta"]}
                call = {"index": event["output_index"], "function": function}
                return self._chunk({"tool_calls": [call]})
            case "response.completed":
                return self._end(event["response"])
            case _:
                return b""

    def _chunk(self, delta: Mapping[str, Any], finish_reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        return _sse({**self._head, "choices": [choice]})

    def _end(self, response: Mapping[str, Any]) -> bytes:
        """Return the last chunks: why it ended, what it cost, and the end mark."""
        usage = _sse({**self._head, "choices": [], "usage": _usage(response["usage"])})
        return self._chunk({}, _finish_reason(response)) + usage + b"data: [DONE]\n\n"


def _head(response: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Return the fields all objects of an answer begin with."""
    id_ = f"chatcmpl_{str(response['id']).removeprefix('resp_')}"
    return {"id": id_, "object": kind, "created": 0, "model": response["model"]}


def _call(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a call of a tool."""
    function = {"name": item["name"], "arguments": item["arguments"]}
    return {"id": item["call_id"], "type": "function", "function": function}


def _finish_reason(response: Mapping[str, Any]) -> str:
    """Return why an answer ended."""
    has_calls = any(item["type"] == "function_call" for item in response["output"])
    return "tool_calls" if has_calls else "stop"


def _usage(usage: Mapping[str, Any]) -> dict[str, Any]:
    """Return token counts under the names of the chat API."""
    return {
        "prompt_tokens": usage["input_tokens"],
        "prompt_tokens_details": usage["input_tokens_details"],
        "completion_tokens": usage["output_tokens"],
        "completion_tokens_details": usage["output_tokens_details"],
        "total_tokens": usage["total_tokens"],
    }


def _sse(chunk: Mapping[str, Any]) -> bytes:
    """Return a chunk as it goes over the wire."""
    return b"data: %s\n\n" % encode_json(chunk)
