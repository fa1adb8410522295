"""The controls of a live run: who is asked, who answers, and what becomes of late answers."""

import asyncio

from agents_core.agents.agent import Agent
from agents_core.agents.approvals import ApprovalAnswer, ApprovalRequest
from agents_core.history.run_history import RunHistory
from agents_core.items import ToolApprovalItem
from tui.sources.live_controls import LiveControls

APPROVED = ApprovalAnswer(True, by="person")


def request(seq: int, name: str = "refund") -> ApprovalRequest:
    raw = {"type": "function_call", "call_id": f"c{seq}", "name": name, "arguments": "{}"}
    item = ToolApprovalItem(Agent("clerk"), raw)
    return ApprovalRequest(item, f"c{seq}", name, "{}", "needs_approval = true", seq=seq)


async def asked(controls: LiveControls, *requests: ApprovalRequest) -> list[asyncio.Task[object]]:
    """Let the run ask; return what waits for the answers."""
    tasks: list[asyncio.Task[object]] = [
        asyncio.ensure_future(controls.approve(each)) for each in requests
    ]
    await asyncio.sleep(0)
    return tasks


async def test_each_question_gets_its_own_answer() -> None:
    controls = LiveControls(RunHistory())
    first, second = await asked(controls, request(3), request(7))
    refused = ApprovalAnswer(False, "too much", by="person")
    controls.answer(7, refused)
    assert await second == refused
    assert not first.done()
    controls.answer(3, APPROVED)
    assert await first == APPROVED


async def test_an_answer_for_always_settles_what_waits_for_the_same_tool() -> None:
    controls = LiveControls(RunHistory())
    one, other, another = await asked(controls, request(1), request(2), request(3, "mail"))
    controls.answer(1, ApprovalAnswer(True, always=True, by="person"))
    assert await one == await other
    assert not another.done()
    another.cancel()


async def test_late_and_double_answers_do_nothing() -> None:
    controls = LiveControls(RunHistory())
    (waiting,) = await asked(controls, request(1))
    controls.answer(5, APPROVED)
    controls.answer(1, APPROVED)
    controls.answer(1, ApprovalAnswer(False))
    assert await waiting == APPROVED
    controls.answer(1, ApprovalAnswer(False))


async def test_a_run_that_is_cancelled_asks_no_more() -> None:
    controls = LiveControls(RunHistory())
    (waiting,) = await asked(controls, request(1))
    waiting.cancel()
    await asyncio.wait([waiting])
    controls.answer(1, APPROVED)
