"""How long a run may work, and what does not count; time is ours to move."""

import asyncio
from typing import Any

import pytest

from agents_core import Agent, RunConfig, Runner, function_tool
from agents_core.agents.approvals import ApprovalAnswer, ApprovalRequest
from agents_core.errors import RunTimeoutError
from agents_core.testing import ScriptedModel, assistant_message, function_call
from agents_core.work_limit import WorkLimit, waiting_for_a_person


class Clock:
    """The time of the running loop."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: self.now)

    async def move(self, seconds: float) -> None:
        """Let time pass, and what is due happen."""
        self.now += seconds
        for _ in range(3):
            await asyncio.sleep(0)


@pytest.fixture
async def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


async def test_work_ends_when_its_time_is_over(clock: Clock) -> None:
    limit = WorkLimit(10)
    with pytest.raises(TimeoutError):
        async with limit:
            await clock.move(10.1)
    assert limit.expired()


async def test_waiting_for_a_person_takes_no_time_of_any_limit_around_it(clock: Clock) -> None:
    with pytest.raises(TimeoutError):
        async with WorkLimit(10), WorkLimit(20):
            await clock.move(6)
            with waiting_for_a_person():
                await clock.move(1000)
            await clock.move(3.9)
            await clock.move(0.2)  # 10.1 in all


async def test_time_goes_on_when_the_last_of_those_who_wait_has_an_answer(clock: Clock) -> None:
    async with WorkLimit(10) as limit:
        with waiting_for_a_person():
            with waiting_for_a_person():
                await clock.move(1000)
            await clock.move(1000)
        await clock.move(9)
    assert not limit.expired()


@function_tool(needs_approval=True)
def pay() -> str:
    return "paid"


async def run_that_is_answered_after(seconds: float, clock: Clock, *, within: float) -> Any:
    """Run an agent inside of an agent; the approval it asks for takes `seconds`."""

    async def approver(_: ApprovalRequest) -> ApprovalAnswer:
        await clock.move(seconds)
        return ApprovalAnswer(True)

    done = [assistant_message("done")]
    clerk = Agent(
        "Clerk", tools=[pay], model=ScriptedModel([[function_call("pay", {}, call_id="c2")], done])
    )
    tool = clerk.as_tool("clerk", "Asks a clerk.")
    asked = [function_call("clerk", {"input": "Pay."}, call_id="c1")]
    boss = Agent("Boss", tools=[tool], model=ScriptedModel([asked, done]))
    return await Runner.run(boss, "Go.", run_config=RunConfig(approver=approver, timeout=within))


async def test_a_person_may_think_longer_than_a_run_may_work(clock: Clock) -> None:
    result = await run_that_is_answered_after(1000, clock, within=10)
    assert result.final_output == "done"


async def test_a_run_that_works_too_long_is_stopped(clock: Clock) -> None:
    @function_tool
    async def slow() -> str:
        await clock.move(11)
        return "late"

    model = ScriptedModel([[function_call("slow", {}, call_id="c1")]])
    agent = Agent("Worker", tools=[slow], model=model)
    with pytest.raises(RunTimeoutError):
        await Runner.run(agent, "Go.", run_config=RunConfig(timeout=10))
