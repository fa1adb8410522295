"""Gates: a run is held before its steps, changed, and goes on; and single calls are stopped."""

import asyncio
import threading
from typing import Any

import pytest
from pydantic import BaseModel
from run_traces import agent_saying, labels, watched

from agents_core import Agent, RunConfig, function_tool, handoff
from agents_core.agents.gates import SKIPPED, GateAnswer, GateStage, GateStep
from agents_core.agents.running_calls import CALL_CANCELLED, RunningCalls
from agents_core.run_events import RunEvent
from agents_core.running.result import RunResultStreaming
from agents_core.testing import assistant_message, function_call

DONE = [assistant_message("done")]


@function_tool
def pay(amount: int) -> str:
    return f"paid {amount}"


PAY = function_call("pay", {"amount": 7}, call_id="c1")


class HeldAt:
    """A gate that holds a run at one stage and gives one answer."""

    def __init__(self, stage: GateStage, answer: GateAnswer | None = None) -> None:
        self.stage = stage
        self.told: GateAnswer | None = answer
        self.steps: list[GateStep] = []
        self.asked: list[GateStage] = []
        self.is_held = asyncio.Event()

    def reason_to_stop(self, step: GateStep) -> str | None:
        self.asked.append(step.stage)
        return f"at {step.stage}" if step.stage == self.stage else None

    async def hold(self, step: GateStep) -> GateAnswer:
        self.steps.append(step)
        self.is_held.set()
        if self.told is None:
            await asyncio.Event().wait()
        assert self.told is not None
        return self.told


async def held(gate: HeldAt, agent: Agent[Any]) -> tuple[RunResultStreaming, list[RunEvent]]:
    result, events = watched(agent, RunConfig(gate=gate))
    await labels(result)
    return result, events


def of_type(events: list[RunEvent], type_: str) -> list[Any]:
    return [event.data for event in events if event.type == type_]


def outputs(result: RunResultStreaming) -> list[Any]:
    return [item.output for item in result.new_items if item.type == "tool_call_output_item"]


def sent(events: list[RunEvent]) -> list[Any]:
    """What the model was sent in all."""
    return [item for request in of_type(events, "model.request") for item in request["input"]]


async def test_a_gate_is_asked_before_each_step_in_order() -> None:
    gate = HeldAt("handoff")
    result, events = await held(gate, agent_saying([PAY], DONE, tools=[pay]))
    assert gate.asked == ["model_request", "tool_call", "tool_output", "model_request"]
    assert result.final_output == "done"
    assert of_type(events, "break.stop") == []


async def test_edited_arguments_are_what_the_tool_gets() -> None:
    gate = HeldAt("tool_call", GateAnswer('{"amount": 3}'))
    result, events = await held(gate, agent_saying([PAY], DONE, tools=[pay]))
    assert outputs(result) == ["paid 3"]
    assert sent(events)[1]["arguments"] == '{"amount": 3}', "what the model is told it had asked"
    kept: Any = result.to_input_list()[1]
    assert kept["arguments"] == '{"amount": 3}'
    assert of_type(events, "item.create")[0]["item"]["arguments"] == '{"amount":7}'
    (stop,) = (event for event in events if event.type == "break.stop")
    assert stop.data == {
        "stage": "tool_call",
        "call_id": "c1",
        "name": "pay",
        "value": '{"amount":7}',
        "is_editable": True,
        "reason": "at tool_call",
    }
    assert of_type(events, "break.resume") == [
        {
            "stop": stop.seq,
            "stage": "tool_call",
            "call_id": "c1",
            "name": "pay",
            "value": '{"amount": 3}',
            "skipped": False,
            "message": None,
            "by": "person",
        }
    ]
    assert of_type(events, "tool.start")[0]["arguments"] == '{"amount": 3}'
    assert gate.steps[0].seq == stop.seq


@pytest.mark.parametrize(("message", "said"), [("too much", "too much"), (None, SKIPPED)])
async def test_a_skipped_call_is_never_made_and_the_model_is_told(
    message: str | None, said: str
) -> None:
    gate = HeldAt("tool_call", GateAnswer(is_skipped=True, message=message))
    result, events = await held(gate, agent_saying([PAY], DONE, tools=[pay]))
    assert outputs(result) == [said]
    assert of_type(events, "tool.start") == []
    assert of_type(events, "break.resume")[0]["message"] == said


async def test_an_edited_output_is_what_the_model_gets() -> None:
    gate = HeldAt("tool_output", GateAnswer("paid nothing"))
    agent = agent_saying([PAY], DONE, tools=[pay])
    result, events = await held(gate, agent)
    assert outputs(result) == ["paid nothing"]
    assert of_type(events, "tool.end")[0]["output"] == "paid 7"
    assert of_type(events, "break.stop")[0]["value"] == "paid 7"
    answered: Any = result.to_input_list()[-2]
    assert answered["output"] == "paid nothing"


async def test_a_model_is_held_back_after_its_request_is_written_down() -> None:
    gate = HeldAt("model_request", GateAnswer())
    _, events = await held(gate, agent_saying(DONE))
    types = [event.type for event in events]
    at = types.index("model.request")
    assert types[at : at + 4] == ["model.request", "break.stop", "break.resume", "model.event"]


async def test_a_skipped_handoff_leaves_the_agent_at_work() -> None:
    clerk = agent_saying(DONE, name="clerk")
    call = function_call("transfer_to_clerk", {}, call_id="h1")
    triage = agent_saying([call], DONE, name="triage", handoffs=[clerk])
    gate = HeldAt("handoff", GateAnswer(is_skipped=True, message="stay"))
    result, events = await held(gate, triage)
    assert result.last_agent is triage
    assert outputs(result) == ["stay"]
    assert of_type(events, "break.stop")[0]["name"] == "clerk"


class Reason(BaseModel):
    urgency: int


async def test_an_edited_handoff_is_what_the_next_agent_sees() -> None:
    clerk = agent_saying(DONE, name="clerk")
    triage = agent_saying([function_call("transfer_to_clerk", {}, call_id="h1")], name="triage")
    triage.handoffs = [handoff(clerk, on_handoff=lambda *_: None, input_type=Reason)]
    result, events = await held(HeldAt("handoff", GateAnswer('{"urgency": 2}')), triage)
    assert result.last_agent is clerk
    assert sent(events)[1]["arguments"] == '{"urgency": 2}'


async def test_a_run_that_is_held_can_be_cancelled() -> None:
    gate = HeldAt("tool_call")
    result, events = watched(agent_saying([PAY], tools=[pay]), RunConfig(gate=gate))
    await gate.is_held.wait()
    result.cancel()
    await labels(result)
    assert events[-1].data["status"] == "cancelled"
    assert of_type(events, "break.resume") == []


async def test_a_nested_run_is_held_by_the_same_gate() -> None:
    inner = agent_saying([PAY], DONE, name="inner", tools=[pay])
    tool = inner.as_tool("ask", "Asks.")
    ask = function_call("ask", {"input": "x"}, call_id="c0")
    gate = HeldAt("tool_call", GateAnswer())
    _, events = await held(gate, agent_saying([ask], DONE, tools=[tool]))
    starts = [event.seq for event in events if event.type == "tool.start"]
    assert [(step.name, step.agent, step.parent) for step in gate.steps] == [
        ("ask", "a", None),
        ("pay", "inner", starts[0]),
    ]


async def test_one_call_is_stopped_and_the_others_and_the_run_go_on() -> None:
    calls, is_running = RunningCalls(), asyncio.Event()

    @function_tool
    async def wait() -> str:
        is_running.set()
        await asyncio.Event().wait()
        return "never"

    turn = [function_call("wait", {}, call_id="w"), PAY]
    agent = agent_saying(turn, DONE, tools=[wait, pay])
    result, events = watched(agent, RunConfig(running_calls=calls))
    await is_running.wait()
    calls.cancel("nobody")
    calls.cancel("w")
    calls.cancel("w")
    await labels(result)
    assert result.final_output == "done"
    assert outputs(result) == [CALL_CANCELLED, "paid 7"]
    ends = {end["call_id"]: end for end in of_type(events, "tool.end")}
    assert ends["w"]["error"]["fault"] == "user"
    assert ends["c1"]["error"] is None
    calls.cancel("w")


async def test_a_run_goes_on_without_a_thread_that_cannot_be_stopped() -> None:
    calls, is_running, may_end = RunningCalls(), threading.Event(), threading.Event()

    @function_tool
    def work() -> str:
        is_running.set()
        may_end.wait(10)
        return "late"

    agent = agent_saying([function_call("work", {}, call_id="w")], DONE, tools=[work])
    result, _ = watched(agent, RunConfig(running_calls=calls))
    await asyncio.to_thread(is_running.wait)
    calls.cancel("w")
    await labels(result)
    may_end.set()
    assert outputs(result) == [CALL_CANCELLED]
