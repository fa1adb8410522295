"""Reading a model's stream: every event is passed on at once, and the response is put together.

Law: deltas are never decoded; only finished items and the event that ends the response are. Events
may come off the wire or typed by a model of the user's own.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Any, Final

from agents_core.errors import ModelBehaviorError
from agents_core.items import ModelResponse
from agents_core.models.answers import model_response, token_usage
from agents_core.models.typed import typed_item
from agents_core.models.wire import WireEvent
from agents_core.running.response_failure import ResponseFailed

BREATH: Final = 128
"""Events after which others get a turn on the loop, when a model never waits for anything."""

_FAILURES: Final = frozenset({"response.incomplete", "response.failed", "error", "response.error"})
"""Events that end a response without an answer."""

_NOTED: Final = _FAILURES | {"response.completed", "response.output_item.done"}
"""Events the response is put together from; all others only pass through."""


class ResponseCollector:
    """Puts a `ModelResponse` together from the events that matter."""

    def __init__(self) -> None:
        """Wait for the first finished item."""
        self._items: dict[int, Any] = {}
        self.response: ModelResponse | None = None
        self.status: str | None = None
        """What the stream's last event says about the response."""

    def note(self, event: Any) -> None:
        """Take a finished item, or the end of the response.

        Raises:
            ResponseFailed: the response ended without an answer.
        """
        type_: str = event.type
        if type_ == "response.output_item.done":
            self._note_item(event)
        elif type_ == "response.completed":
            self.status = "completed"
            self.response = self._complete(event)
        else:
            self.status = type_.removeprefix("response.")
            payload = event.json if isinstance(event, WireEvent) else event.model_dump(mode="json")
            raise ResponseFailed(type_, payload)

    def _note_item(self, event: Any) -> None:
        """Keep an item under its place in the output."""
        if isinstance(event, WireEvent):
            index = event.json.get("output_index")
            place = index if isinstance(index, int) else len(self._items)
            self._items[place] = typed_item(event.json.get("item") or {})
        else:
            self._items[event.output_index] = event.item

    def _complete(self, event: Any) -> ModelResponse:
        """Return the response of the last event; items come from the stream if it has none."""
        collected = [item for _, item in sorted(self._items.items(), key=lambda pair: pair[0])]
        if isinstance(event, WireEvent):
            response = model_response(event.json.get("response") or {})
        else:
            response = _response_of(event.response)
        response.output = response.output or collected
        return response


async def read_stream(
    stream: AsyncIterator[Any], publish: Callable[[Any], None], collector: ResponseCollector
) -> ModelResponse:
    """Pass every event of `stream` to `publish` and return the response they make.

    Raises:
        ModelBehaviorError: the stream ended without an answer.
    """
    count = 0
    try:
        async for event in stream:
            publish(event)
            if event.type in _NOTED:
                collector.note(event)
            count += 1
            if not count % BREATH:
                await asyncio.sleep(0)
    finally:
        if isinstance(stream, AsyncGenerator):
            await stream.aclose()
    if collector.response is None:
        raise ModelBehaviorError("Model did not produce a final response!")
    return collector.response


def _response_of(response: Any) -> ModelResponse:
    """Return what a run keeps of a response a model has typed itself; its items stay its own."""
    usage = None if response.usage is None else response.usage.model_dump()
    return ModelResponse(list(response.output), token_usage(usage), response.id)
