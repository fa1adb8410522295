"""Messages: a conversation in items of the Responses API, told as chat messages.

Law: pure. Calls join the assistant's message before them, as the chat format wants it; an item the
format has no words for is refused by its name, never dropped in silence.

The format is https://platform.openai.com/docs/api-reference/chat/create.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from agents_core.errors import UserError

Message = dict[str, Any]
"""A chat message."""

_HEARD: Final = frozenset({"user", "system", "developer"})
"""Roles whose messages keep their parts."""


def chat_messages(
    instructions: str | None, items: Iterable[Mapping[str, Any]], *, keeps_reasoning: bool
) -> list[Message]:
    """Return the messages to send.

    Args:
        instructions: what the model is told to be; the system message.
        items: the conversation.
        keeps_reasoning: whether the model wants its `reasoning_content` back.

    Raises:
        UserError: an item that chat messages cannot express.
    """
    writer = _MessageWriter(keeps_reasoning)
    if instructions:
        writer.messages.append({"role": "system", "content": instructions})
    for item in items:
        writer.add(item)
    return writer.messages


class _MessageWriter:
    """Writes messages item by item."""

    def __init__(self, keeps_reasoning: bool) -> None:
        """Begin without messages."""
        self.messages: list[Message] = []
        self._keeps_reasoning = keeps_reasoning
        self._reasoning = ""
        self._has_turn = False

    def add(self, item: Mapping[str, Any]) -> None:
        """Write what an item says."""
        match item.get("type") or "message":
            case "message":
                self._add_message(item)
            case "function_call":
                self._assistant().setdefault("tool_calls", []).append(_tool_call(item))
            case "function_call_output":
                self._has_turn = False
                self.messages.append(_tool_message(item))
            case "reasoning":
                if self._keeps_reasoning:
                    self._reasoning += _reasoning_of(item)
            case unknown:
                raise UserError(
                    f'The Chat Completions API has no place for an item of type "{unknown}":'
                    " leave it out of the input, or use a model of the Responses API"
                )

    def _add_message(self, item: Mapping[str, Any]) -> None:
        """Write a message of any role."""
        role, content = item.get("role"), item.get("content")
        if role == "assistant":
            self._has_turn = False
            self._assistant().update(_said(content))
        elif role in _HEARD:
            self._has_turn = False
            self.messages.append({"role": role, "content": _heard(content)})
        else:
            raise UserError(f"An input message has the role {role!r}, which no chat knows")

    def _assistant(self) -> Message:
        """Return the assistant's message that is being written, begun now if there is none."""
        if not self._has_turn:
            self._has_turn = True
            self.messages.append({"role": "assistant", "content": None})
        if self._reasoning:
            self.messages[-1]["reasoning_content"] = self._reasoning
            self._reasoning = ""
        return self.messages[-1]


def _said(content: Any) -> Message:
    """Return what an assistant's message says: text, and a refusal if there is one."""
    if isinstance(content, str):
        return {"content": content}
    parts = [part for part in content or [] if isinstance(part, Mapping)]
    texts = [str(part["text"]) for part in parts if part.get("text")]
    refusals = [str(part["refusal"]) for part in parts if part.get("refusal")]
    said: Message = {"content": "".join(texts) if texts or not refusals else None}
    if refusals:
        said["refusal"] = "".join(refusals)
    return said


def _heard(content: Any) -> Any:
    """Return the content of a message to the model, its parts in chat's shape."""
    if isinstance(content, str):
        return content
    return [_part(part) for part in content or []]


def _part(part: Mapping[str, Any]) -> Message:
    """Return a part of a message to the model.

    Raises:
        UserError: it is of a kind that chats do not take.
    """
    match part.get("type"):
        case "input_text" | "output_text" | "text":
            return {"type": "text", "text": part.get("text", "")}
        case "input_image" if part.get("image_url"):
            image = {"url": part["image_url"], "detail": part.get("detail") or "auto"}
            return {"type": "image_url", "image_url": image}
        case "input_audio":
            return {"type": "input_audio", "input_audio": part.get("input_audio")}
        case "input_file" if part.get("file_data") or part.get("file_id"):
            names = ("file_data", "file_id", "filename")
            return {"type": "file", "file": {name: part[name] for name in names if part.get(name)}}
        case "image_url" | "file":
            return dict(part)
        case unknown:
            raise UserError(f'The Chat Completions API does not take this "{unknown}" part')


def _tool_call(item: Mapping[str, Any]) -> Message:
    """Return a call the assistant made."""
    function = {"name": item["name"], "arguments": item.get("arguments") or "{}"}
    return {"id": item["call_id"], "type": "function", "function": function}


def _tool_message(item: Mapping[str, Any]) -> Message:
    """Return what a tool gave back; chats take only text from tools."""
    output = item.get("output")
    if not isinstance(output, str):
        output = [_tool_part(part) for part in output or []]
    return {"role": "tool", "tool_call_id": item["call_id"], "content": output}


def _tool_part(part: Mapping[str, Any]) -> Message:
    """Return a part of a tool's output; in place of a picture or a file a word that it was one."""
    text = part.get("text")
    if not isinstance(text, str):
        text = f"[{part.get('type')}: the Chat Completions API takes only text from tools]"
    return {"type": "text", "text": text}


def _reasoning_of(item: Mapping[str, Any]) -> str:
    """Return the words of a reasoning item."""
    parts = item.get("summary") or item.get("content") or []
    return "".join(str(part.get("text") or "") for part in parts)
