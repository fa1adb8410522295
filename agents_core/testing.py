"""For tests: a model that says what a script tells it, without a network.

    call = function_call("add", {"a": 1}, call_id="c1")
    model = ScriptedModel([[call], [assistant_message("1")]])
    result = Runner.run_streamed(Agent(name="a", model=model, tools=[add]), "hi")

It answers in wire events, as a provider does: created, in progress, each item with its deltas,
completed.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from openai import BaseModel
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage

from agents_core.items import ModelResponse
from agents_core.json_text import decode_json, encode_json
from agents_core.models.interface import Model
from agents_core.models.wire import WireEvent
from agents_core.usage import Usage


@dataclass(frozen=True)
class ModelStep:
    """What a scripted model does when it is asked once."""

    output: Sequence[Any] = ()
    """The items it answers with: the client's objects, or dicts."""
    usage: Usage = field(default_factory=Usage)
    response_id: str | None = "resp-scripted"
    error: Exception | None = None
    """Raised in place of an answer; with `stream_events`, after them."""
    stream_events: Sequence[Any] | None = None
    """Streamed in place of the events the output would make: wire events, typed ones, or dicts."""


ScriptItem: TypeAlias = ModelStep | Sequence[Any] | Exception
"""A step, or just the items it answers with, or just what it raises."""


@dataclass(frozen=True)
class ScriptedCall:
    """What a scripted model was asked."""

    system_instructions: str | None
    input: Any
    model_settings: Any
    tools: list[Any]
    output_schema: Any
    handoffs: list[Any]
    streamed: bool


class ModelScriptError(AssertionError):
    """The model was asked more often than its script has steps."""


class ScriptedModel(Model):
    """Answers call after call from a list of steps."""

    def __init__(self, steps: Iterable[ScriptItem] = ()) -> None:
        """Take the steps, one for each call."""
        self._steps = [_as_step(item) for item in steps]
        self.calls: list[ScriptedCall] = []
        """What it was asked, in order."""

    async def get_response(self, *args: Any, **options: Any) -> ModelResponse:
        """Answer with the next step, whole."""
        step = self._next(args, streamed=False)
        if step.error is not None:
            raise step.error
        return ModelResponse(list(step.output), step.usage, step.response_id)

    async def stream_response(self, *args: Any, **options: Any) -> AsyncIterator[Any]:
        """Answer with the next step, event by event."""
        step = self._next(args, streamed=True)
        for event in _events_of(step):
            yield event
        if step.error is not None:
            raise step.error

    def _next(self, args: tuple[Any, ...], *, streamed: bool) -> ModelStep:
        """Note the call and return its step."""
        instructions, input, settings, tools, schema, handoffs = args[:6]
        self.calls.append(
            ScriptedCall(instructions, input, settings, tools, schema, handoffs, streamed)
        )
        if len(self.calls) > len(self._steps):
            raise ModelScriptError(f"the script has no step for call {len(self.calls)}")
        return self._steps[len(self.calls) - 1]


def assistant_message(text: str, *, item_id: str = "scripted-message") -> ResponseOutputMessage:
    """Return a message of the model."""
    part = {"type": "output_text", "text": text, "annotations": []}
    return ResponseOutputMessage.model_validate(
        {
            "id": item_id,
            "type": "message",
            "role": "assistant",
            "status": "completed",
            "content": [part],
        }
    )


def function_call(
    name: str, arguments: str | Mapping[str, Any], *, call_id: str, item_id: str | None = None
) -> ResponseFunctionToolCall:
    """Return a call of a function tool; arguments may be the JSON text itself, valid or not."""
    text = arguments if isinstance(arguments, str) else encode_json(arguments).decode()
    return ResponseFunctionToolCall(
        id=item_id or f"fc_{call_id}",
        type="function_call",
        call_id=call_id,
        name=name,
        arguments=text,
        status="completed",
    )


def wire_event(type: str, **fields: Any) -> WireEvent:
    """Return an event as it comes over the wire."""
    return WireEvent(type, encode_json({"type": type, **fields}))


def _as_step(item: ScriptItem) -> ModelStep:
    """Return a script's entry as a step."""
    if isinstance(item, ModelStep):
        return item
    return ModelStep(error=item) if isinstance(item, Exception) else ModelStep(list(item))


def _events_of(step: ModelStep) -> list[Any]:
    """Return the events a step streams."""
    if step.stream_events is not None:
        return [_as_event(event) for event in step.stream_events]
    if step.error is not None:
        return []
    response: dict[str, Any] = {"id": step.response_id, "object": "response", "output": []}
    events = [
        wire_event("response.created", response=response),
        wire_event("response.in_progress", response=response),
    ]
    items = [_as_json(item) for item in step.output]
    for index, item in enumerate(items):
        events += _item_events(index, item)
    completed = {**response, "status": "completed", "output": items, "usage": _usage(step.usage)}
    return [*events, wire_event("response.completed", response=completed)]


def _item_events(index: int, item: dict[str, Any]) -> list[WireEvent]:
    """Return what a provider streams for one item."""
    place = {"output_index": index, "item_id": item.get("id")}
    deltas: list[WireEvent] = []
    if item["type"] == "message":
        deltas = [
            wire_event("response.output_text.delta", **place, content_index=at, delta=part["text"])
            for at, part in enumerate(item["content"])
            if part["type"] == "output_text"
        ]
    elif item["type"] == "function_call":
        name, arguments = "response.function_call_arguments", item["arguments"]
        deltas = [
            wire_event(f"{name}.delta", **place, delta=arguments),
            wire_event(f"{name}.done", **place, arguments=arguments),
        ]
    return [
        wire_event("response.output_item.added", output_index=index, item=_begun(item)),
        *deltas,
        wire_event("response.output_item.done", output_index=index, item=item),
    ]


def _begun(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item as it is before its first delta."""
    empty: dict[str, dict[str, Any]] = {
        "message": {"content": []},
        "function_call": {"arguments": ""},
    }
    return {**item, "status": "in_progress", **empty.get(item["type"], {})}


def _as_json(item: Any) -> dict[str, Any]:
    """Return an output item as plain JSON."""
    if isinstance(item, BaseModel):
        item = item.model_dump(mode="json", exclude_unset=True, by_alias=True)
    value: dict[str, Any] = decode_json(encode_json(item))
    return value


def _as_event(event: Any) -> Any:
    """Return an event as a model may yield it."""
    return wire_event(**event) if isinstance(event, dict) else event


def _usage(usage: Usage) -> dict[str, Any]:
    """Return token counts as a provider reports them."""
    return {
        "input_tokens": usage.input_tokens,
        "input_tokens_details": {"cached_tokens": usage.input_tokens_details.cached_tokens},
        "output_tokens": usage.output_tokens,
        "output_tokens_details": {"reasoning_tokens": usage.output_tokens_details.reasoning_tokens},
        "total_tokens": usage.total_tokens,
    }
