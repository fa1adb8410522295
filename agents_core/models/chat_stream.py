"""ChatStream: the chunks of one chat completion become the events of one response.

Law: pure; the same chunks give the same events. Items are numbered in the order they begin; the
answer is closed once the body is over, for a usage chunk or an error may follow the finish reason.
"""

from collections.abc import Callable
from typing import Any, Final, Literal

from agents_core.models.chat_calls import CallTable
from agents_core.models.chat_chunks import (
    DONE,
    Chunk,
    Thought,
    annotations_of,
    call_parts,
    error_of,
    first_choice,
    logprobs_of,
    response_usage,
    text_of,
    thought_of,
)
from agents_core.models.chat_events import EventWriter
from agents_core.models.chat_items import Item, MessageItem, ReasoningItem
from agents_core.models.wire import UNDECODABLE, WireEvent

PartKind = Literal["output_text", "refusal"]

_FILTERED: Final = "Response withheld by the provider's content filter."
"""The refusal of an answer that was filtered away whole."""

_CUT_OFF: Final = "The stream ended before it gave a finish_reason."
"""Why an answer of the official API without one is no answer."""


class ChatStream:
    """Turns chunks into events; one a response."""

    def __init__(
        self, begun: dict[str, Any], new_id: Callable[[str], str], *, needs_finish_reason: bool
    ) -> None:
        """Wait for the first chunk.

        Args:
            begun: the response as it begins, but for its id.
            new_id: makes the id of an item or the response from a prefix, a new one each time.
            needs_finish_reason: whether an answer without one counts as cut off.
        """
        self._response = begun
        self._new_id = new_id
        self._needs_finish_reason = needs_finish_reason
        self._writer = EventWriter()
        self._reasoning: ReasoningItem | None = None
        self._message: MessageItem | None = None
        self._calls = CallTable(self._writer, new_id, self._next_index)
        self._annotations: list[Item] = []
        self._usage: dict[str, Any] | None = None
        self._finish_reason: str | None = None
        self._items_begun = 0
        self._is_begun = False
        self.is_over = False
        """Whether the last event was written: an error, or the end."""

    def feed(self, chunk: Chunk) -> list[WireEvent]:
        """Return the events a chunk gives rise to."""
        if self.is_over or chunk is DONE:
            return []
        if not self._is_begun:
            self._begin(chunk)
        if (error := error_of(chunk)) is not None:
            self._fail(error)
        elif chunk.get("type") == UNDECODABLE:
            self._writer.write(UNDECODABLE, text=chunk["text"])
        else:
            self._read(chunk)
        return self._writer.take()

    def finish(self) -> list[WireEvent]:
        """Return the events that end the response, once the body is over."""
        if self._is_begun and not self.is_over:
            self.is_over = True
            self._end()
        return self._writer.take()

    def _begin(self, chunk: Chunk) -> None:
        """Announce the response."""
        self._is_begun = True
        id_ = chunk.get("id")
        self._response["id"] = id_ if id_ and isinstance(id_, str) else self._new_id("resp")
        self._writer.write("response.created", response=self._response)

    def _fail(self, error: Chunk) -> None:
        """Tell an error in the midst of the stream, in the shape of the Responses API and whole."""
        self.is_over = True
        message, code = error.get("message"), error.get("code") or error.get("type")
        self._writer.write("error", code=code, message=message, param=None, error=error)

    def _read(self, chunk: Chunk) -> None:
        """Take what a chunk says."""
        usage = chunk.get("usage")
        if isinstance(usage, dict):
            self._usage = usage
        if (choice := first_choice(chunk)) is None:
            return
        if (reason := choice.get("finish_reason")) and isinstance(reason, str):
            self._finish_reason = reason
        delta = choice.get("delta")
        if isinstance(delta, dict):
            self._read_delta(delta, choice)

    def _read_delta(self, delta: Chunk, choice: Chunk) -> None:
        """Take the words of a delta: thoughts first, for they come before the answer."""
        if (thought := thought_of(delta)) is not None:
            self._think(thought)
        if (text := text_of(delta)) or (delta.get("content") == "" and self._is_telling()):
            self._say("output_text", text, logprobs_of(choice))
        if (refusal := delta.get("refusal")) and isinstance(refusal, str):
            self._say("refusal", refusal, [])
        if delta.get("annotations"):
            self._annotations += annotations_of(delta)
        if delta.get("tool_calls"):
            for part in call_parts(delta):
                self._stop_thinking()
                self._calls.add(part)

    def _think(self, thought: Thought) -> None:
        if self._reasoning is None:
            index, id_ = self._next_index(), self._new_id("rs")
            self._reasoning = ReasoningItem(self._writer, id_, index, thought.is_summary)
        self._reasoning.add(thought.text)

    def _stop_thinking(self) -> None:
        if self._reasoning is not None:
            self._reasoning.pause()

    def _say(self, kind: PartKind, words: str, logprobs: list[Any]) -> None:
        """Add words to the message."""
        self._stop_thinking()
        if self._message is None:
            self._message = MessageItem(self._writer, self._new_id("msg"), self._next_index())
        self._message.part(kind).add(words, logprobs)

    def _is_telling(self) -> bool:
        """Say whether text has begun; before that, no words open nothing."""
        return self._message is not None and "output_text" in self._message.parts

    def _next_index(self) -> int:
        """Return the output index of an item that begins."""
        self._items_begun += 1
        return self._items_begun - 1

    def _end(self) -> None:
        """Close every item and say how the response ended."""
        is_empty = self._message is None and not self._calls
        if is_empty and self._finish_reason == "content_filter":
            self._say("refusal", _FILTERED, [])
        is_cut = self._is_cut(is_empty)
        self._close_items("incomplete" if is_cut else "completed")
        if self._needs_finish_reason and self._finish_reason is None:
            error = {"code": "stream_cut_off", "message": _CUT_OFF}
            self._close("failed", error=error)
        else:
            self._close("incomplete" if is_cut else "completed")

    def _is_cut(self, is_empty: bool) -> bool:
        """Say whether the limit cut off what matters: all words, or the arguments of a call."""
        if self._finish_reason == "length":
            return is_empty or not self._calls.are_whole(empty_too=False)
        return self._finish_reason is None and not self._calls.are_whole(empty_too=True)

    def _close_items(self, status: str) -> None:
        """End the items, in the order the chat models of others do."""
        if self._reasoning is not None:
            self._reasoning.finish()
        if self._message is not None:
            if "output_text" in self._message.parts:
                self._message.parts["output_text"].annotations = self._annotations
            self._message.finish_parts()
        self._calls.finish(status)
        if self._message is not None:
            self._message.finish()

    def _close(self, status: str, **more: Any) -> None:
        """Write the last event, with the whole response in it."""
        items = [item for item in (self._reasoning, self._message) if item is not None]
        output = [(item.index, item.item()) for item in items] + self._calls.items(status)
        is_short = self._finish_reason == "length" or status == "incomplete"
        response = {
            **self._response,
            **more,
            "status": status,
            "incomplete_details": {"reason": "max_output_tokens"} if is_short else None,
            "output": [item for _, item in sorted(output, key=lambda pair: pair[0])],
            "usage": None if self._usage is None else response_usage(self._usage),
        }
        self._writer.write(f"response.{status}", response=response)
