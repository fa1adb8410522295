"""What a run costs at any point of it, from real runs."""

from decimal import Decimal
from typing import Any

from run_traces import agent_saying, labels, watched

from agents_core import Agent
from agents_core.costs import Cost, ModelCard, Prices
from agents_core.history.run_history import RunHistory
from agents_core.run_events import RunEvent
from agents_core.testing import ModelStep, assistant_message, function_call
from agents_core.usage import Usage

PRICES = Prices(input_price=1.0, output_price=2.0)


def step(*output: Any) -> ModelStep:
    usage = Usage(requests=1, input_tokens=1_000, output_tokens=500, total_tokens=1_500)
    return ModelStep(output, usage=usage)


def priced(agent: Agent[Any]) -> Agent[Any]:
    agent.model.card = ModelCard("test/m", PRICES, 4_000)  # type: ignore[union-attr]
    return agent


def history_of(events: list[RunEvent]) -> RunHistory:
    history = RunHistory()
    for event in events:
        history.append(event)
    return history


async def nested_run() -> list[RunEvent]:
    writer = priced(agent_saying(step(assistant_message("Dear customer")), name="writer"))
    ask = function_call("ask_writer", {"input": "a letter"}, call_id="c1")
    tool = writer.as_tool("ask_writer", "Writes")
    desk = priced(agent_saying(step(ask), step(assistant_message("sent")), tools=[tool]))
    result, events = watched(desk)
    await labels(result)
    return events


async def test_every_call_has_its_cost_and_the_run_has_their_sum() -> None:
    events = await nested_run()
    history, end = history_of(events), len(events)
    view = history.view(end)
    assert view.cost == Cost(Decimal("0.006"))
    assert [history.call(n, end).cost for n in range(view.calls)] == [Cost(Decimal("0.002"))] * 3
    by_agent = {agent.name: agent.cost.dollars for agent in view.agents}
    assert by_agent == {"a": Decimal("0.004"), "writer": Decimal("0.002")}
    assert {(agent.context, agent.window) for agent in view.agents} == {(1_000, 4_000)}


async def test_the_end_of_a_run_tells_what_it_cost_in_all_with_the_runs_in_it() -> None:
    ends = [event for event in await nested_run() if event.type == "run.end"]
    assert [end.data.get("cost") for end in ends] == [None, {"dollars": 0.006, "unpriced": 0}]


async def test_the_cost_grows_with_each_answer_and_never_before() -> None:
    events = await nested_run()
    history = history_of(events)
    answered = [event.seq for event in events if event.type == "model.end"]
    before = [history.view(seq).cost.dollars for seq in answered]
    assert before == [Decimal(0), Decimal("0.002"), Decimal("0.004")]
    assert history.view(answered[0] + 1).cost.dollars == Decimal("0.002")


async def test_a_model_nobody_knows_the_price_of_makes_the_sum_a_lower_bound() -> None:
    first = priced(agent_saying(step(function_call("transfer_to_b", {}, call_id="h"))))
    first.handoffs.append(agent_saying(step(assistant_message("done")), name="b"))
    result, events = watched(first)
    await labels(result)
    assert history_of(events).view(len(events)).cost == Cost(Decimal("0.002"), unpriced=1)
