"""What a chat recording says, put beside the response our model makes of it."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from agents_core.models.chat_chunks import read_chunks
from agents_core.models.chat_stream import ChatStream
from agents_core.models.wire import BlockSplitter, WireEvent


def converted(chunks: Iterable[bytes], *, needs_finish_reason: bool = False) -> list[WireEvent]:
    """Return the events of a body that comes in `chunks`; ids are numbered."""
    made: list[str] = []

    def new_id(prefix: str) -> str:
        made.append(prefix)
        return f"{prefix}_{len(made)}"

    splitter = BlockSplitter(read_chunks)
    stream = ChatStream({"id": ""}, new_id, needs_finish_reason=needs_finish_reason)
    events: list[WireEvent] = []
    for chunk in chunks:
        for each in splitter.feed(chunk):
            events += stream.feed(each)
    for each in splitter.finish():
        events += stream.feed(each)
    return events + stream.finish()


def types_of(events: Iterable[WireEvent]) -> list[str]:
    """Return the types of events, each run of equal deltas told once."""
    types: list[str] = []
    for event in events:
        if not types or event.type != types[-1] or not event.type.endswith(".delta"):
            types.append(event.type)
    return types


def joined(events: Iterable[WireEvent], *types: str) -> str:
    """Return the deltas of some types, joined."""
    return "".join(event.json["delta"] for event in events if event.type in types)


def assert_facts(facts: dict[str, Any], events: Sequence[WireEvent]) -> None:
    """The events say what the recording says: texts, calls, tokens and the end."""
    choice = facts["choices"][0]
    assert_text(choice["text"], joined(events, "response.output_text.delta"))
    assert_text(choice.get("refusal"), joined(events, "response.refusal.delta"))
    reasoning = "response.reasoning_text.delta", "response.reasoning_summary_text.delta"
    assert_text(choice.get("reasoning"), joined(events, *reasoning))
    last = events[-1].json
    assert [event.json["sequence_number"] for event in events] == list(range(len(events)))
    if errors := facts.get("error_objects"):
        assert (last["type"], last["error"]) == ("error", errors[0])
        return
    response = last["response"]
    assert (last["type"], response["status"]) == ("response.completed", "completed")
    calls = [item for item in response["output"] if item["type"] == "function_call"]
    assert [(call["call_id"], call["name"], call["arguments"]) for call in calls] == [
        (call["id"], call["name"], call["arguments"]) for call in choice["tool_calls"]
    ]
    if facts["usage"] is None:
        assert response["usage"] is None
    else:
        assert response["usage"]["total_tokens"] == facts["usage"]["total_tokens"]
        assert response["usage"]["input_tokens"] == facts["usage"]["prompt_tokens"]
    assert_items_agree(response["output"], events)


def assert_text(fact: dict[str, Any] | None, text: str) -> None:
    """A text has the length and the hash it was recorded with."""
    wanted = (0, "") if fact is None else (fact["len"], fact["sha256"])
    assert (len(text), hashlib.sha256(text.encode()).hexdigest() if fact else "") == wanted


def assert_items_agree(output: list[Any], events: Sequence[WireEvent]) -> None:
    """Finished items are those of the response, and every id is there once."""
    done = {
        event.json["output_index"]: event.json["item"]
        for event in events
        if event.type == "response.output_item.done"
    }
    assert [done[index] for index in sorted(done)] == output
    assert len({item["id"] for item in output}) == len(output)
