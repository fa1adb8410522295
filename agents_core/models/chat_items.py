"""The items of an answer, growing: reasoning, message and calls, each telling its own events.

Law: an item is announced when its first words are known, and keeps its output index for good. Text
is joined once, at the end.
"""

from typing import Any, Final

from agents_core.json_text import decode_json, encode_json
from agents_core.models.chat_chunks import CallPart
from agents_core.models.chat_events import EventWriter, delta_head

Item = dict[str, Any]
"""An output item, or a part of one, as the Responses API has it."""


class ReasoningItem:
    """What the model thinks: a summary, or the reasoning itself, as its first words came."""

    def __init__(self, writer: EventWriter, id_: str, index: int, is_summary: bool) -> None:
        """Announce the item."""
        self.index = index
        self._writer = writer
        self._id = id_
        self._is_summary = is_summary
        self._parts: list[list[str]] = []
        self._is_open = False
        self._head = b""
        item: Item = {"id": id_, "type": "reasoning", "summary": []}
        if not is_summary:
            item["content"] = [_reasoning_text("")]
        writer.write("response.output_item.added", output_index=index, item=item)

    def add(self, text: str) -> None:
        """Take more words; after the answer began, a summary goes on in a further part."""
        if not self._is_open:
            self._open_part()
        self._parts[-1].append(text)
        self._writer.write_delta(self._delta_type, self._head, text)

    @property
    def _delta_type(self) -> str:
        return f"response.reasoning_{'summary_text' if self._is_summary else 'text'}.delta"

    def _open_part(self) -> None:
        """Begin a part; reasoning itself has only one."""
        self._is_open = True
        if self._is_summary or not self._parts:
            self._parts.append([])
        place = len(self._parts) - 1
        name = "summary_index" if self._is_summary else "content_index"
        at = {"item_id": self._id, "output_index": self.index, name: place}
        self._head = delta_head(self._delta_type, at)
        if self._is_summary:
            part = {"type": "summary_text", "text": ""}
            self._writer.write("response.reasoning_summary_part.added", **at, part=part)

    def pause(self) -> None:
        """End the part of a summary, because the answer begins."""
        if self._is_summary and self._is_open:
            self._is_open = False
            place = len(self._parts) - 1
            self._writer.write(
                "response.reasoning_summary_part.done",
                item_id=self._id,
                output_index=self.index,
                summary_index=place,
                part={"type": "summary_text", "text": "".join(self._parts[place])},
            )

    def finish(self) -> None:
        """End the item."""
        self.pause()
        if not self._is_summary:
            self._writer.write(
                "response.reasoning_text.done",
                item_id=self._id,
                output_index=self.index,
                content_index=0,
                text="".join(self._parts[0]),
            )
        self._writer.write("response.output_item.done", output_index=self.index, item=self.item())

    def item(self) -> Item:
        """Return the item as it is now."""
        texts = ["".join(part) for part in self._parts]
        if self._is_summary:
            summary = [{"type": "summary_text", "text": text} for text in texts]
            return {"id": self._id, "type": "reasoning", "summary": summary}
        content = [_reasoning_text(text) for text in texts]
        return {"id": self._id, "type": "reasoning", "summary": [], "content": content}


def _reasoning_text(text: str) -> Item:
    """Return a part of reasoning itself."""
    return {"type": "reasoning_text", "text": text}


_FIELDS: Final = {"output_text": "text", "refusal": "refusal"}
"""The kinds of parts a message has, and the field each has its words in."""


class MessagePart:
    """Text or a refusal within a message."""

    def __init__(self, writer: EventWriter, kind: str, at: dict[str, Any]) -> None:
        """Announce the part."""
        self.logprobs: list[Any] = []
        self.annotations: list[Any] = []
        self._kind = kind
        self._writer = writer
        self._at = at
        self._words: list[str] = []
        self._delta_type = f"response.{kind}.delta"
        self._head = delta_head(self._delta_type, at)
        writer.write("response.content_part.added", **at, part=self.part())

    def add(self, words: str, logprobs: list[Any]) -> None:
        """Take more words; those of a text may come with their probabilities."""
        self._words.append(words)
        more = b""
        if self._kind == "output_text":
            more = b',"logprobs":' + (encode_json(logprobs) if logprobs else b"[]")
            self.logprobs += logprobs
        self._writer.write_delta(self._delta_type, self._head, words, more)

    def finish(self) -> None:
        """End the part."""
        self._writer.write("response.content_part.done", **self._at, part=self.part())

    def part(self) -> Item:
        """Return the part as it is now."""
        part: Item = {"type": self._kind, _FIELDS[self._kind]: "".join(self._words)}
        if self._kind == "output_text":
            part |= {"annotations": self.annotations, "logprobs": self.logprobs}
        return part


class MessageItem:
    """What the model answers: text, a refusal, or both, in the order they began."""

    def __init__(self, writer: EventWriter, id_: str, index: int) -> None:
        """Announce the item."""
        self.index = index
        self._writer = writer
        self._id = id_
        self.parts: dict[str, MessagePart] = {}
        """The parts by their kind."""
        writer.write("response.output_item.added", output_index=index, item=self.item(False))

    def part(self, kind: str) -> MessagePart:
        """Return the part of a kind, begun now if it is new."""
        if kind not in self.parts:
            at = {"item_id": self._id, "output_index": self.index, "content_index": len(self.parts)}
            self.parts[kind] = MessagePart(self._writer, kind, at)
        return self.parts[kind]

    def finish_parts(self) -> None:
        """End the parts."""
        for part in self.parts.values():
            part.finish()

    def finish(self) -> None:
        """End the item."""
        self._writer.write("response.output_item.done", output_index=self.index, item=self.item())

    def item(self, is_done: bool = True) -> Item:
        """Return the item as it is now."""
        return {
            "id": self._id,
            "type": "message",
            "role": "assistant",
            "status": "completed" if is_done else "in_progress",
            "content": [part.part() for part in self.parts.values()],
        }


class CallItem:
    """A call of a tool."""

    def __init__(self, writer: EventWriter, id_: str, index: int) -> None:
        """Wait until name and id are known before anything is announced."""
        self.index = index
        self.name = ""
        self.call_id = ""
        self._writer = writer
        self._id = id_
        self._arguments: list[str] = []
        self._is_announced = False
        type_ = "response.function_call_arguments.delta"
        self._head = delta_head(type_, {"item_id": id_, "output_index": index})

    def add(self, part: CallPart) -> None:
        """Take a further piece; the first name and the first id count."""
        self.name = self.name or part.name
        self.call_id = self.call_id or part.id
        if part.arguments:
            self._arguments.append(part.arguments)
        if self._is_announced:
            self._write_arguments(part.arguments)
        elif self.name and self.call_id:
            self._announce()

    def _announce(self) -> None:
        """Tell the call, and the arguments that came before its name."""
        self._is_announced = True
        item = {**self.item("in_progress"), "arguments": ""}
        self._writer.write("response.output_item.added", output_index=self.index, item=item)
        self._write_arguments(self.arguments)

    def _write_arguments(self, text: str) -> None:
        if text:
            self._writer.write_delta("response.function_call_arguments.delta", self._head, text)

    @property
    def arguments(self) -> str:
        """The arguments so far."""
        return "".join(self._arguments)

    @property
    def is_whole(self) -> bool:
        """Whether the arguments are the object they must be."""
        try:
            return isinstance(decode_json(self.arguments.encode("utf-8", "replace")), dict)
        except ValueError:
            return False

    def finish(self, status: str) -> None:
        """End the item; a call that never got an id gets one of ours."""
        self.call_id = self.call_id or f"call_{self._id}"
        if not self._is_announced:
            self._announce()
        item = self.item(status)
        self._writer.write("response.output_item.done", output_index=self.index, item=item)

    def item(self, status: str) -> Item:
        """Return the item as it is now."""
        return {
            "id": self._id,
            "type": "function_call",
            "status": status,
            "name": self.name,
            "call_id": self.call_id,
            "arguments": self.arguments,
        }
