"""Items as the Responses API writes them, for what other frameworks and programs say.

Format: https://platform.openai.com/docs/api-reference/responses/object
"""

from typing import Any

from agents_core.json_text import encode_json

Item = dict[str, Any]


def user_message(content: str) -> Item:
    """Return what a user said."""
    return {"role": "user", "content": content}


def message(text: str) -> Item:
    """Return what a model said."""
    part = {"type": "output_text", "text": text, "annotations": []}
    return {"type": "message", "role": "assistant", "content": [part]}


def reasoning(text: str) -> Item:
    """Return what a model thought."""
    return {"type": "reasoning", "summary": [], "content": [{"type": "text", "text": text}]}


def tool_call(call_id: str, name: str, arguments: Any) -> Item:
    """Return a call of a tool."""
    return {
        "type": "function_call",
        "call_id": call_id,
        "name": name,
        "arguments": as_text(arguments),
    }


def tool_output(call_id: str, output: Any) -> Item:
    """Return what a model is told a call came to."""
    return {"type": "function_call_output", "call_id": call_id, "output": as_text(output)}


def as_text(value: Any) -> str:
    """Return text as it is, nothing as no text, and anything else as JSON."""
    if value is None or isinstance(value, str):
        return value or ""
    return encode_json(value).decode(errors="replace")
