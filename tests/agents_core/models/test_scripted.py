"""The scripted model: a script, played as a server would, under the real client."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI
from recorded_streams import STREAMS, needs_streams

from agents_core.models.attempts import ModelAttempt, attempt_listener
from agents_core.models.client import make_client
from agents_core.models.interface import calling_agent
from agents_core.models.local_transport import AGENT_HEADER, Clock
from agents_core.models.script import Script, ScriptCall, ScriptError, ScriptTurn
from agents_core.models.scripted import ScriptedTransport, scripted_client
from agents_core.models.typed import typed_event
from agents_core.models.wire import SseSplitter


def script(*turns: ScriptTurn, **more: Any) -> Script:
    return Script(turns, **{"tokens_per_second": 0, **more})


def client_with_clock(played: Script, clock: Clock) -> AsyncOpenAI:
    transport = ScriptedTransport(played, clock)
    return make_client(api_key="k", base_url="http://scripted.invalid/v1", transport=transport)


async def answer(client: AsyncOpenAI, input: Any = "hi", **request: Any) -> Any:
    """Ask for a whole response."""
    return await client.responses.create(model="m", input=input, **request)


async def stream(
    client: AsyncOpenAI, input: Any = "hi", **request: Any
) -> AsyncGenerator[Any, None]:
    """Ask for a response event by event, as the client types them."""
    async for event in await client.responses.create(
        model="m", input=input, stream=True, **request
    ):
        yield event


def function(name: str, **properties: Any) -> Any:
    parameters = {"type": "object", "properties": properties, "required": list(properties)}
    return {"type": "function", "name": name, "parameters": parameters, "strict": True}


def called(name: str, *outputs: str) -> list[Any]:
    """Calls made side by side, and what they gave."""
    ids = [f"{name}_{place}" for place in range(len(outputs))]
    return [
        {"type": "function_call", "name": name, "call_id": id, "arguments": "{}"} for id in ids
    ] + [
        {"type": "function_call_output", "call_id": id, "output": output}
        for id, output in zip(ids, outputs, strict=True)
    ]


USER = {"role": "user", "content": "charge me"}


async def test_a_stream_adds_up_to_the_whole_response() -> None:
    turn = ScriptTurn(
        reasoning="Let me see.",
        text="Grüße 🎉, *world*.\n",
        calls=(ScriptCall("add", {"a": 1}), ScriptCall("add", '{"half')),
    )
    async with scripted_client(script(turn, turn)) as client:
        events = [event async for event in stream(client)]
        whole = await answer(client)
    text = "".join(e.delta for e in events if e.type == "response.output_text.delta")
    assert text == turn.text == whole.output_text
    streamed = events[-1].response.model_dump()
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert [item["type"] for item in streamed["output"]] == [item.type for item in whole.output]
    assert [item.arguments for item in whole.output[2:]] == ['{"a":1}', '{"half']
    assert whole.usage.output_tokens_details.reasoning_tokens > 0
    assert len({item.call_id for item in whole.output[2:]}) == 2


@needs_streams
@pytest.mark.parametrize("name", ["responses-agent-handoff.t3.sse", "responses-parallel-tools.sse"])
async def test_events_have_the_fields_a_real_server_sends(name: str) -> None:
    recorded: dict[str, set[str]] = {}
    for event in SseSplitter().feed((STREAMS / name).read_bytes()):
        recorded.setdefault(event.type, set(event.json))
    turn = ScriptTurn(text="one", calls=(ScriptCall("add", {"a": 1}),))
    transport = ScriptedTransport(script(turn))
    async with make_client(api_key="k", base_url="http://s.invalid", transport=transport) as client:
        request = client.responses.with_streaming_response.create(model="m", input="", stream=True)
        async with request as response:
            played = SseSplitter().feed(await response.read())
    known = [event for event in played if event.type in recorded]
    assert known
    for event in known:
        optional = {"obfuscation", "name", "logprobs"}
        assert set(event.json) ^ recorded[event.type] <= optional, event.type
        type(typed_event(event.json)).model_validate(event.json)


async def test_turns_go_to_the_agent_they_name_once_and_in_order() -> None:
    played = script(
        ScriptTurn(agent="b", text="for b"),
        ScriptTurn(text="for anyone"),
        ScriptTurn(text="again", repeat=True),
    )
    async with scripted_client(played) as client:
        said = []
        for agent in ("a", "b ü", "b", "b"):
            calling_agent.set(agent)
            said.append((await answer(client)).output_text)
    assert said == ["for anyone", "again", "for b", "again"]


async def test_equal_turns_are_two_turns() -> None:
    async with scripted_client(script(ScriptTurn(text="x"), ScriptTurn(text="x"))) as client:
        assert [(await answer(client)).output_text for _ in range(2)] == ["x", "x"]


async def test_the_agent_may_be_named_in_a_header() -> None:
    async with scripted_client(script(ScriptTurn(agent="b c", text="x"))) as client:
        said = await answer(client, extra_headers={AGENT_HEADER: "b%20c"})
    assert said.output_text == "x"


@pytest.mark.parametrize(
    ("input", "said"),
    [
        ("charge me", "asked"),
        ([USER, *called("find", "paid twice")], "found"),
        ([USER, *called("find", "paid twice", "no")], "found"),
        ([USER, *called("find", "paid twice"), *called("look", "no")], "asked"),
        ([USER, *called("transfer_to_b", '{"assistant":"b"}')], "asked"),
        ([USER, *called("find", "paid twice"), {"role": "assistant", "content": "ok"}, USER],
         "asked"),
    ],
)  # fmt: skip
async def test_when_is_looked_for_in_what_the_model_was_told_last(input: Any, said: str) -> None:
    played = script(ScriptTurn(when="paid twice", text="found"), ScriptTurn(text="asked"))
    async with scripted_client(played) as client:
        assert (await answer(client, input)).output_text == said


async def test_templates_are_filled_and_keep_their_types() -> None:
    arguments = {
        "amount": "{{ tool.find.invoices.1.total }}",
        "note": "{{ input }} for {{ vars.who }}",
        "python": ["{{tool.show.a}}"],
    }
    outputs = called("find", '{"invoices":[{},{"total":42.5}]}') + called("show", "{'a': True}")
    played = script(ScriptTurn(calls=(ScriptCall("pay", arguments),)), variables={"who": "Ada"})
    async with scripted_client(played) as client:
        [call] = (await answer(client, [USER, *outputs])).output
    filled = {"amount": 42.5, "note": "charge me for Ada", "python": [True]}
    assert json.loads(call.arguments) == filled


async def test_a_template_that_leads_nowhere_says_what_there_is() -> None:
    played = script(ScriptTurn(text="{{ tool.find.totl }}"))
    items = [USER, *called("find", '{"total":1}')]
    async with scripted_client(played) as client:
        with pytest.raises(openai.BadRequestError, match="there is no 'totl': total"):
            await answer(client, items)


async def test_a_handoff_calls_the_tool_that_is_offered_for_it() -> None:
    turn = ScriptTurn(handoff="Billing Team", repeat=True)
    async with scripted_client(script(turn)) as client:
        [call] = (await answer(client, tools=[function("transfer_to_billing_team")])).output
        assert (call.name, call.arguments) == ("transfer_to_billing_team", "{}")
        with pytest.raises(openai.BadRequestError, match="cannot hand off to"):
            await answer(client)


async def test_a_structured_answer_is_json_text_and_a_refusal_is_a_refusal() -> None:
    played = script(ScriptTurn(output={"refunded": 42.5}), ScriptTurn(refusal="No."))
    async with scripted_client(played) as client:
        assert json.loads((await answer(client)).output_text) == {"refunded": 42.5}
        assert (await answer(client)).output[0].content[0].refusal == "No."


async def test_an_error_is_retried_by_the_client_and_the_next_turn_answers() -> None:
    seen: list[ModelAttempt] = []
    attempt_listener.set(seen.append)
    busy = ScriptTurn(error=ScriptError(429, "slow down", retry_after=0.01))
    async with scripted_client(script(busy, ScriptTurn(text="ok"))) as client:
        assert (await answer(client)).output_text == "ok"
    assert seen == [ModelAttempt(1, 429, "slow down", 0.01)]


async def test_a_stream_breaks_after_the_tokens_it_was_given() -> None:
    turn = ScriptTurn(text="a b c d", error=ScriptError(message="cut", after_tokens=3))
    deltas = []
    async with scripted_client(script(turn)) as client:
        with pytest.raises(openai.APIConnectionError):
            async for event in stream(client):
                deltas += [event.delta] if event.type == "response.output_text.delta" else []
    assert deltas == ["a", " b", " c"]


async def test_a_stream_that_breaks_later_than_it_is_long_never_completes() -> None:
    turn = ScriptTurn(text="a", error=ScriptError(after_tokens=99))
    types = []
    async with scripted_client(script(turn)) as client:
        with pytest.raises(openai.APIConnectionError):
            async for event in stream(client):
                types.append(event.type)
    assert types[-1] == "response.output_item.done"


async def test_an_exhausted_script_is_a_clear_error_at_once() -> None:
    calling_agent.set("billing")
    async with scripted_client(script(ScriptTurn(agent="triage", text="x"))) as client:
        with pytest.raises(openai.BadRequestError) as error:
            await answer(client, "where is my money")
    assert 'no turn left for agent "billing" after "where is my money" (0 of 1' in str(error.value)


class FakeTime:
    """A clock that only sleeping moves, and a consumer that takes its time."""

    def __init__(self) -> None:
        self.at = 0.0
        self.clock = Clock(lambda: self.at, self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.at += seconds


async def test_tokens_come_at_their_pace_after_the_first() -> None:
    time, times = FakeTime(), []
    played = script(ScriptTurn(text="a b c"), tokens_per_second=10, first_token_ms=500)
    async with client_with_clock(played, time.clock) as client:
        async for event in stream(client):
            if event.type == "response.output_text.delta":
                times.append(round(time.at, 6))
    assert times == [0.5, 0.6, 0.7]


async def test_a_slow_consumer_does_not_slow_the_pace() -> None:
    time = FakeTime()
    played = script(ScriptTurn(text="a b c d e"), tokens_per_second=10, first_token_ms=0)
    async with client_with_clock(played, time.clock) as client:
        async for event in stream(client):
            if event.type == "response.output_text.delta":
                time.at += 0.05
    assert time.at == pytest.approx(0.45)


async def test_pace_zero_waits_for_nothing() -> None:
    time = FakeTime()
    played = Script((ScriptTurn(text="a b c", tokens_per_second=1),)).at_pace(0)
    async with client_with_clock(played, time.clock) as client:
        assert [event async for event in stream(client)]
    assert time.at == 0.0


async def test_leaving_a_stream_early_stops_it() -> None:
    played = script(ScriptTurn(text="a b c " * 99), tokens_per_second=1000, first_token_ms=0)
    async with scripted_client(played) as client, asyncio.timeout(5):
        async with await client.responses.create(model="m", input="", stream=True) as events:
            async for event in events:
                if event.type == "response.output_text.delta":
                    break
        assert events.response.is_closed


async def test_other_endpoints_are_not_there() -> None:
    async with scripted_client(script()) as client:
        with pytest.raises(openai.NotFoundError, match="has no GET /v1/models"):
            await client.models.list()


async def test_a_dry_run_calls_each_tool_then_each_handoff_then_answers() -> None:
    tools = [
        function("add", a={"type": "integer", "minimum": 3, "maximum": 3}, b={"enum": ["x"]}),
        function("find", when={"type": "string", "format": "date"}),
        function("transfer_to_b"),
        function("transfer_to_c"),
    ]
    async with scripted_client(script()) as client:
        items: list[Any] = [USER]
        rounds = []
        while (calls := (await answer(client, items, tools=tools)).output)[0].type != "message":
            rounds.append({call.name: json.loads(call.arguments) for call in calls})
            items += [each for call in calls for each in called(call.name, "ok")]
    assert rounds == [
        {"add": {"a": 3, "b": "x"}, "find": {"when": "2026-01-31"}},
        {"transfer_to_b": {}},
        {"transfer_to_c": {}},
    ]
    assert calls[0].content[0].text == "This is a dry run: no model was asked."


async def test_a_dry_run_answers_in_the_wanted_shape() -> None:
    schema = {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "size": {"anyOf": [{"type": "null"}, {"type": "number", "minimum": 1, "maximum": 1}]},
            "parts": {"type": "array", "items": {"$ref": "#/$defs/part"}},
        },
        "required": ["name", "size", "parts"],
        "$defs": {
            "part": {
                "type": "object",
                "properties": {"part": {"$ref": "#/$defs/part"}, "on": {"const": True}},
                "required": ["on"],
            }
        },
    }
    text = {"format": {"type": "json_schema", "name": "o", "schema": schema, "strict": True}}
    async with scripted_client(script()) as client:
        made = json.loads((await answer(client, text=text)).output_text)
    assert (made["name"], made["size"], made["parts"][0]["on"]) == ("example", 1, True)
