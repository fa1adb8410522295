"""Structured output: asked for on the wire, seen while it is written, held to its schema."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from run_traces import agent_saying, label, labels

from agents_core import (
    Agent,
    ModelBehaviorError,
    OpenAIResponsesModel,
    RunConfig,
    Runner,
    function_tool,
)
from agents_core.config import load_config
from agents_core.config.build import build_run
from agents_core.history.run_history import RunHistory
from agents_core.journal import Journal
from agents_core.models.script import Script, ScriptTurn
from agents_core.models.scripted import scripted_client
from agents_core.run_events import RunEvent
from agents_core.testing import (
    ModelStep,
    ScriptedModel,
    assistant_message,
    function_call,
    wire_event,
)


class Refund(BaseModel):
    """What a refund comes to."""

    amount: float
    reasons: list[str]


@dataclass
class Point:
    x: int


def writing(*pieces: str) -> ModelStep:
    """A step that writes a message piece by piece."""
    text = "".join(pieces)
    message = assistant_message(text).model_dump(mode="json")
    deltas = [
        wire_event("response.output_text.delta", output_index=0, content_index=0, delta=piece)
        for piece in pieces
    ]
    begun, response = {**message, "content": []}, {"id": "r", "output": [message]}
    return ModelStep(
        stream_events=[
            wire_event("response.created", response={"id": "r"}),
            wire_event("response.output_item.added", output_index=0, item=begun),
            *deltas,
            wire_event("response.output_item.done", output_index=0, item=message),
            wire_event("response.completed", response=response),
        ]
    )


async def test_the_answer_is_an_object_of_its_type() -> None:
    agent = agent_saying([assistant_message('{"amount": 4.5, "reasons": []}')], output_type=Refund)
    result = await Runner.run(agent, "hi")
    assert result.final_output == Refund(amount=4.5, reasons=[])
    assert result.final_output_as(Refund, raise_if_incorrect_type=True).amount == 4.5


@pytest.mark.parametrize(
    ("output_type", "said", "value"),
    [
        (list[int], '{"response": [1, 2]}', [1, 2]),
        (Point, '{"response": {"x": 3}}', Point(3)),
        (bool, '{"response": true}', True),
    ],
)
async def test_a_type_that_is_no_object_is_wrapped_in_one(
    output_type: Any, said: str, value: Any
) -> None:
    agent = agent_saying([assistant_message(said)], output_type=output_type)
    assert (await Runner.run(agent, "hi")).final_output == value


@pytest.mark.parametrize(
    "said", ['{"amount": 4.5', '{"amount": "much", "reasons": []}', '{"amount": 1}', "sorry"]
)
async def test_an_answer_of_another_shape_fails_after_its_message_was_delivered(said: str) -> None:
    result = Runner.run_streamed(agent_saying([assistant_message(said)], output_type=Refund), "hi")
    seen = []
    with pytest.raises(ModelBehaviorError, match="Invalid JSON when parsing model output for Ref"):
        async for event in result.stream_events():
            seen.append(label(event))
    assert seen[-1] == "message_output_created"
    assert result.final_output is None


async def test_an_empty_answer_has_the_model_asked_again() -> None:
    model = ScriptedModel([[], [assistant_message('{"amount": 1, "reasons": []}')]])
    result = await Runner.run(Agent(name="a", model=model, output_type=Refund), "hi")
    assert (result.final_output.amount, len(model.calls)) == (1, 2)


async def test_a_tools_output_may_be_the_answer_of_its_type() -> None:
    @function_tool
    def refund() -> Refund:
        return Refund(amount=2, reasons=[])

    agent = agent_saying(
        [function_call("refund", {}, call_id="c")],
        tools=[refund],
        output_type=Refund,
        tool_use_behavior="stop_on_first_tool",
    )
    assert (await Runner.run(agent, "hi")).final_output == Refund(amount=2, reasons=[])


async def test_the_schema_is_sent_strict(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []
    script = Script((ScriptTurn(output={"amount": 1, "reasons": ["late"]}),), tokens_per_second=0)
    client = scripted_client(script)
    send = client._client.send

    async def noting(request: Any, **options: Any) -> Any:
        sent.append(json.loads(request.content))
        return await send(request, **options)

    monkeypatch.setattr(client._client, "send", noting)
    agent = Agent[Any](name="a", model=OpenAIResponsesModel("x", client), output_type=Refund)
    result = Runner.run_streamed(agent, "hi")
    await labels(result)
    assert result.final_output == Refund(amount=1, reasons=["late"])
    wanted = sent[0]["text"]["format"]
    assert (wanted["type"], wanted["strict"]) == ("json_schema", True)
    assert wanted["schema"]["additionalProperties"] is False
    assert wanted["schema"]["required"] == ["amount", "reasons"]
    await client.close()


async def test_json_is_seen_while_it_is_written() -> None:
    pieces = ['{"amount"', ": 4", '.5, "reas', 'ons": ["late', '"]}']
    journal, history, seen = Journal(), RunHistory(), list[str]()
    journal.subscribe(history.append)

    def look(event: RunEvent) -> None:
        if event.type == "model.event" and event.data["type"].endswith("text.delta"):
            (message,) = [i for i in history.items(len(history)) if i.kind == "message"]
            seen.append(message.text)

    journal.subscribe(look)
    agent = agent_saying(writing(*pieces), output_type=Refund)
    result = await Runner.run(agent, "hi", run_config=RunConfig(journal=journal))
    assert seen == ["".join(pieces[: n + 1]) for n in range(len(pieces))]
    assert result.final_output.reasons == ["late"]


SCHEMA = """
version = 1
[run]
input = "hi"
[providers.scripted]
kind = "scripted"
tokens_per_second = 0
[[providers.scripted.turns]]
output = { amount = %s }
[agents.a]
model = "scripted/x"
[agents.a.output_schema]
type = "object"
properties.amount.type = "number"
"""


async def run_schema(folder: Path, amount: str) -> Any:
    (folder / "agents.toml").write_text(SCHEMA % amount)
    plan = build_run(load_config(folder / "agents.toml", environ={}, for_run=True))
    try:
        return (await Runner.run(plan.agent, plan.input)).final_output
    finally:
        await plan.close()


async def test_a_schema_in_the_file_gives_plain_data(tmp_path: Path) -> None:
    assert await run_schema(tmp_path, "3") == {"amount": 3}


async def test_a_schema_in_the_file_is_enforced(tmp_path: Path) -> None:
    with pytest.raises(ModelBehaviorError, match="amount must be of type number"):
        await run_schema(tmp_path, '"much"')
