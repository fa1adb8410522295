"""A recorded run as a script: what was really said, in turns an offline model can play.

Law: played again, a turn makes the items the recorded answer made, apart from their ids. Where the
plain words of a turn cannot say an item, the turn holds the items themselves.
"""

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from agents_core.json_text import decode_json, encode_json
from agents_core.models.conversation import Conversation
from agents_core.models.script import Script, ScriptCall, ScriptError, ScriptTurn
from agents_core.models.script_events import scripted_response, tokens
from agents_core.recording.model_calls import RecordedCall, RecordedRetry

_FASTEST: Final = 1000
"""Tokens a second; a recorded pace beyond it was no model's, and is written as 0: no pace."""

_UNSAID: Final = ("id", "call_id", "status")
"""Fields of an item a script makes up by itself."""

Item = dict[str, Any]


def recorded_script(calls: Iterable[RecordedCall]) -> Script:
    """Return what the model of a recorded run said, as a script."""
    calls = list(calls)
    turns = tuple(turn for call in calls for turn in _turns(call))
    first = [1000 * _deltas(call)[0][0] for call in calls if _deltas(call)]
    delay = round(statistics.median(first)) if first else 0
    return Script(turns, first_token_ms=delay, templates=False)


def _turns(call: RecordedCall) -> Iterator[ScriptTurn]:
    """Yield the turns of a call: its failed attempts, then its answer or failure."""
    for retry in call.retries:
        yield ScriptTurn(agent=call.agent, error=_refused(retry))
    response = _completed(call)
    if response is None:
        yield _failed_turn(call)
        return
    turn = replace(_turn_of(_items(call, response)), agent=call.agent)
    yield replace(turn, tokens_per_second=_pace(call, turn))


def _refused(retry: RecordedRetry) -> ScriptError:
    """Return a failed attempt; one without an answer becomes a server that is not available."""
    return ScriptError(retry.status or 503, retry.message, retry.delay_s)


def _completed(call: RecordedCall) -> Mapping[str, Any] | None:
    """Return the response object of an answer that is complete."""
    for _, payload in reversed(call.events):
        event = decode_json(payload)
        if event.get("type") == "response.completed":
            response = event.get("response")
            return response if isinstance(response, dict) else {}
    return None


def _items(call: RecordedCall, response: Mapping[str, Any]) -> list[Item]:
    """Return the output items: those of the response, or those that were streamed."""
    if output := response.get("output"):
        return [item for item in output if isinstance(item, dict)]
    events = (decode_json(payload) for _, payload in call.events if b".output_item.done" in payload)
    return [event["item"] for event in events if isinstance(event.get("item"), dict)]


def _turn_of(items: Sequence[Item]) -> ScriptTurn:
    """Return a turn that says these items: in plain words if they come out the same."""
    turn = _plain_turn(items)
    if turn is not None and _essence(_said_by(turn)) == _essence(items):
        return turn
    return ScriptTurn(items=tuple(_without_nulls(item) for item in items))


def _plain_turn(items: Sequence[Item]) -> ScriptTurn | None:
    """Return a turn that is meant to say these items, or None when some have no plain words."""
    turn = ScriptTurn()
    for item in items:
        match item:
            case {"type": "reasoning", "summary": [{"text": str(text)}]}:
                turn = replace(turn, reasoning=text)
            case {"type": "message", "content": [{"type": "refusal", "refusal": str(text)}]}:
                turn = replace(turn, refusal=text)
            case {"type": "message", "content": [{"type": "output_text", "text": str(text)}]}:
                turn = _with_text(turn, text)
            case {"type": "function_call", "name": str(name), "arguments": str(text)}:
                turn = replace(turn, calls=(*turn.calls, ScriptCall(name, _arguments(text))))
            case _:
                return None
    return turn


def _with_text(turn: ScriptTurn, text: str) -> ScriptTurn:
    """Return the turn with an answer: structured if that comes out the same."""
    value = _exact_object(text)
    return replace(turn, text=text) if not value else replace(turn, output=value)


def _arguments(text: str) -> Mapping[str, Any] | str:
    """Return arguments as an object if that comes out the same, else as they were written."""
    value = _exact_object(text)
    return text if value is None else value


def _exact_object(text: str) -> dict[str, Any] | None:
    """Return the object a text spells, if it has no nulls and is spelled the same again."""
    try:
        value = decode_json(text.encode(errors="replace"))
    except ValueError:
        return None
    if not isinstance(value, dict) or encode_json(value).decode() != text or _has_null(value):
        return None
    return value


def _said_by(turn: ScriptTurn) -> list[Item]:
    """Return the items a turn makes when it is played."""
    asked = Conversation({}, None, {}, templates=False)
    output: list[Item] = scripted_response(turn, asked, {}, 1)["output"]
    return output


def _essence(value: Any) -> Any:
    """Return items without what a script makes up, and without what says nothing."""
    if isinstance(value, Mapping):
        pairs = ((key, _essence(each)) for key, each in value.items() if key not in _UNSAID)
        return {key: each for key, each in pairs if each is not None and each != []}
    if isinstance(value, list | tuple):
        return [_essence(each) for each in value]
    return value


def _failed_turn(call: RecordedCall) -> ScriptTurn:
    """Return a turn that breaks off where the answer did, or is refused as the request was."""
    message = call.error_message or "the recorded answer ends here"
    if not call.events:
        return ScriptTurn(agent=call.agent, error=ScriptError(*(call.refusal or (503, message))))
    texts = {
        key: "".join(str(event.get("delta") or "") for event in _events_of(call, kind))
        for key, kind in (("reasoning", b"reasoning_summary_text"), ("text", b"output_text"))
    }
    said = sum(len(tokens(text)) for text in texts.values())
    return ScriptTurn(
        agent=call.agent,
        reasoning=texts["reasoning"] or None,
        text=texts["text"] or None,
        error=ScriptError(message=message, after_tokens=said),
    )


def _events_of(call: RecordedCall, kind: bytes) -> Iterator[Mapping[str, Any]]:
    """Yield the deltas of a kind."""
    wanted = b"response.%s.delta" % kind
    for _, payload in call.events:
        if wanted in payload and (event := decode_json(payload)).get("type") == wanted.decode():
            yield event


def _deltas(call: RecordedCall) -> list[tuple[float, bytes]]:
    """Return the events that brought tokens."""
    return [event for event in call.events if b'.delta"' in event[1][:200]]


def _pace(call: RecordedCall, turn: ScriptTurn) -> float:
    """Return the tokens a second at which the turn takes as long as the recorded answer did."""
    deltas = _deltas(call)
    seconds = deltas[-1][0] - deltas[0][0] if deltas else 0.0
    texts = [turn.reasoning, turn.text, turn.refusal]
    texts += [encode_json(turn.output).decode()] if turn.output is not None else []
    texts += [
        call.arguments if isinstance(call.arguments, str) else encode_json(call.arguments).decode()
        for call in turn.calls
    ]
    count = sum(len(tokens(text)) for text in texts if text) or len(deltas)
    rate = count / seconds if seconds > 0 else _FASTEST
    return 0.0 if rate >= _FASTEST else round(rate, 1)


def _has_null(value: Any) -> bool:
    """Say whether there is a null anywhere: TOML has none."""
    if isinstance(value, Mapping):
        return any(map(_has_null, value.values()))
    return value is None or (isinstance(value, list) and any(map(_has_null, value)))


def _without_nulls(value: Any) -> Any:
    """Return a value without nulls; in lists too, for TOML has none."""
    if isinstance(value, Mapping):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_without_nulls(each) for each in value if each is not None]
    return value
