"""Calls that need approval: how a run stops, what may be decided, and how it goes on."""

import asyncio
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from run_traces import agent_saying, labels, watched

from agents_core import (
    Agent,
    MaxTurnsExceeded,
    RunConfig,
    RunContextWrapper,
    Runner,
    RunState,
    SQLiteSession,
    ToolErrorFormatterArgs,
    UserError,
    function_tool,
    handoff,
)
from agents_core.agents.approvals import ApprovalAnswer, ApprovalRequest
from agents_core.journal import Journal
from agents_core.json_text import decode_json, encode_json
from agents_core.run_events import RunEvent
from agents_core.running.result import RunResultStreaming
from agents_core.testing import ScriptedModel, assistant_message, function_call

DONE = [assistant_message("done")]


@function_tool(needs_approval=True)
def pay(amount: int) -> str:
    """Pay somebody.

    Args:
        amount: in cents.
    """
    return f"paid {amount}"


@function_tool
def look() -> str:
    return "seen"


def paying(amount: int, call_id: str) -> Any:
    return function_call("pay", {"amount": amount}, call_id=call_id)


def payer(*steps: Any, **options: Any) -> Agent[Any]:
    return agent_saying(*steps, tools=[pay, look], **options)


async def stopped(agent: Agent[Any], **options: Any) -> RunResultStreaming:
    """Run until somebody must decide."""
    result = Runner.run_streamed(agent, "hi", **options)
    await labels(result)
    assert result.interruptions
    return result


async def gone_on(agent: Agent[Any], state: RunState[Any]) -> RunResultStreaming:
    """Go on from a state, to the end."""
    result = Runner.run_streamed(agent, state)
    await labels(result)
    return result


def outputs(result: Any) -> list[Any]:
    return [item.output for item in result.new_items if item.type == "tool_call_output_item"]


def of_type(events: list[RunEvent], type_: str) -> list[Any]:
    return [event.data for event in events if event.type == type_]


async def test_a_call_that_needs_approval_stops_the_run_and_the_others_run() -> None:
    agent = payer([paying(1, "c1"), function_call("look", {}, call_id="c2")])
    result = Runner.run_streamed(agent, "hi")
    assert await labels(result) == ["agent a", "tool_called", "tool_called", "tool_output"]
    assert result.final_output is None
    (item,) = result.interruptions
    assert (item.agent, item.name, item.arguments, item.call_id) == (
        agent,
        "pay",
        '{"amount":1}',
        "c1",
    )


async def test_a_function_may_decide_by_the_arguments_what_needs_approval() -> None:
    async def is_large(context: Any, arguments: dict[str, Any], call_id: str) -> bool:
        return bool(arguments["amount"] > 10) and call_id == "c2"

    rule = function_tool(name_override="pay", needs_approval=is_large)(lambda amount: "paid")
    agent = agent_saying([paying(5, "c1"), paying(50, "c2")], tools=[rule])
    result = await stopped(agent)
    assert [item.call_id for item in result.interruptions] == ["c2"]
    assert outputs(result) == ["paid"]


@pytest.mark.parametrize("arguments", ['{"amount": ', "[1]"])
async def test_arguments_no_rule_can_read_need_approval(arguments: str) -> None:
    async def never(context: Any, arguments: dict[str, Any], call_id: str) -> bool:
        pytest.fail("it was asked")

    rule = function_tool(name_override="pay", needs_approval=never)(lambda amount: "paid")
    call = function_call("pay", arguments, call_id="c1")
    assert (await stopped(agent_saying([call], tools=[rule]))).interruptions


async def test_a_rule_gets_no_arguments_as_an_empty_object() -> None:
    async def is_empty(context: Any, arguments: dict[str, Any], call_id: str) -> bool:
        return arguments == {}

    rule = function_tool(name_override="look", needs_approval=is_empty)(lambda: "seen")
    call = function_call("look", "", call_id="c1")
    assert (await stopped(agent_saying([call], tools=[rule]))).interruptions


async def test_an_approved_call_runs_and_the_run_goes_on() -> None:
    agent = payer([paying(7, "c1")], DONE)
    state = (await stopped(agent)).to_state()
    state.approve(state.get_interruptions()[0])
    result = Runner.run_streamed(agent, state)
    assert await labels(result) == ["agent a", "tool_output", "message_output_created"]
    assert (result.final_output, outputs(result)) == ("done", ["paid 7"])


async def test_the_model_is_sent_the_call_and_its_output_when_the_run_goes_on() -> None:
    model = ScriptedModel([[paying(7, "c1")], DONE])
    agent = Agent[Any](name="a", model=model, tools=[pay])
    state = (await stopped(agent)).to_state()
    state.approve(state.interruptions[0])
    await Runner.run(agent, state)
    types = [item.get("type") or item.get("role") for item in model.calls[-1].input]
    assert types == ["user", "function_call", "function_call_output"]


async def test_a_rejected_call_is_answered_in_words_and_does_not_run() -> None:
    agent = payer([paying(7, "c1")], DONE)
    state = (await stopped(agent)).to_state()
    state.reject(state.interruptions[0])
    assert outputs(await Runner.run(agent, state)) == ["Tool execution was not approved."]


async def test_a_rejection_may_say_why() -> None:
    agent = payer([paying(7, "c1")], DONE)
    state = (await stopped(agent)).to_state()
    state.reject(state.interruptions[0], rejection_message="too much")
    assert outputs(await Runner.run(agent, state)) == ["too much"]


async def test_the_words_of_a_rejection_may_come_from_the_formatter() -> None:
    def words(args: ToolErrorFormatterArgs) -> str:
        return f"{args.kind} {args.tool_name} {args.call_id}"

    agent = payer([paying(7, "c1")], DONE)
    state = (await stopped(agent)).to_state()
    state.reject(state.interruptions[0])
    result = await Runner.run(agent, state, run_config=RunConfig(tool_error_formatter=words))
    assert outputs(result) == ["approval_rejected pay c1"]


async def test_what_is_still_undecided_stops_the_run_again() -> None:
    agent = payer([paying(1, "c1"), paying(2, "c2")], DONE)
    state = (await stopped(agent)).to_state()
    state.approve(state.interruptions[0])
    result = Runner.run_streamed(agent, state)
    assert await labels(result) == ["agent a", "tool_output"]
    assert [item.call_id for item in result.interruptions] == ["c2"]
    state = result.to_state()
    state.reject(state.interruptions[0])
    last = await Runner.run(agent, state)
    assert outputs(last) == ["paid 1", "Tool execution was not approved."]
    assert len([item for item in last.new_items if item.type == "tool_approval_item"]) == 2


async def test_a_decision_for_always_holds_for_later_calls_of_the_tool() -> None:
    agent = payer([paying(1, "c1")], [paying(2, "c2")], DONE)
    state = (await stopped(agent)).to_state()
    state.approve(state.interruptions[0], always_approve=True)
    assert outputs(await Runner.run(agent, state)) == ["paid 1", "paid 2"]


async def test_a_rejection_for_always_keeps_its_words() -> None:
    agent = payer([paying(1, "c1")], [paying(2, "c2")], DONE)
    state = (await stopped(agent)).to_state()
    state.reject(state.interruptions[0], always_reject=True, rejection_message="never")
    assert outputs(await Runner.run(agent, state)) == ["never", "never"]


async def test_a_decision_holds_for_its_call_only() -> None:
    agent = payer([paying(1, "c1")], [paying(2, "c2")])
    state = (await stopped(agent)).to_state()
    state.approve(state.interruptions[0])
    result = await Runner.run(agent, state)
    assert [item.call_id for item in result.interruptions] == ["c2"]


async def test_turns_and_their_limit_go_on_from_the_state() -> None:
    agent = payer([paying(1, "c1")], [paying(2, "c2")])
    result = await stopped(agent, max_turns=1)
    state = result.to_state()
    state.approve(state.interruptions[0])
    resumed = Runner.run_streamed(agent, state)
    assert (resumed.current_turn, resumed.max_turns) == (1, 1)
    with pytest.raises(MaxTurnsExceeded, match=r"Max turns \(1\) exceeded"):
        await labels(resumed)


async def test_tokens_add_up_over_a_stop() -> None:
    agent = payer([paying(1, "c1")], DONE)
    result = await stopped(agent)
    before = result.context_wrapper.usage.requests
    state = result.to_state()
    state.approve(state.interruptions[0])
    resumed = await gone_on(agent, state)
    assert (before, resumed.context_wrapper.usage.requests) == (1, 2)
    assert result.context_wrapper.usage.requests == 1


async def test_a_state_is_a_copy_that_decisions_elsewhere_do_not_touch() -> None:
    agent = payer([paying(1, "c1")], DONE)
    result = await stopped(agent)
    first, second = result.to_state(), result.to_state()
    first.approve(first.interruptions[0])
    assert (await Runner.run(agent, second)).interruptions


async def test_a_failed_run_has_no_state() -> None:
    result = Runner.run_streamed(agent_saying(ValueError("no")), "hi")
    with pytest.raises(ValueError, match="no"):
        await labels(result)
    with pytest.raises(UserError, match="no state to go on from"):
        result.to_state()


async def test_a_run_that_was_to_stop_after_its_turn_goes_on_with_the_next() -> None:
    agent = payer([function_call("look", {}, call_id="c")], DONE)
    result = Runner.run_streamed(agent, "hi")
    result.cancel("after_turn")
    await labels(result)
    assert (await Runner.run(agent, result.to_state())).final_output == "done"


async def test_the_output_of_an_approved_call_may_end_the_run() -> None:
    agent = payer([function_call("look", {}, call_id="c1"), paying(1, "c2")])
    agent.tool_use_behavior = {"stop_at_tool_names": ["pay"]}
    state = (await stopped(agent)).to_state()
    state.approve(state.interruptions[0])
    assert (await Runner.run(agent, state)).final_output == "paid 1"


async def test_a_handoff_beside_an_undecided_call_is_taken_afterwards() -> None:
    b = agent_saying(DONE, name="b")
    hand = function_call("transfer_to_b", {}, call_id="h")
    agent = payer([paying(1, "c1"), hand], handoffs=[handoff(b)])
    state = (await stopped(agent)).to_state()
    state.approve(state.interruptions[0])
    result = Runner.run_streamed(agent, state)
    assert await labels(result) == [
        "agent a",
        "tool_output",
        "handoff_occured",
        "agent b",
        "message_output_created",
    ]


async def test_a_session_gets_the_turn_once_it_is_decided() -> None:
    session = SQLiteSession("s")
    agent = payer([paying(1, "c1")], DONE)
    result = await stopped(agent, session=session)
    assert len(await session.get_items()) == 1
    state = result.to_state()
    state.approve(state.interruptions[0])
    await Runner.run(agent, state, session=session)
    kept: list[Any] = list(await session.get_items())
    types = [item.get("type") or item["role"] for item in kept]
    assert types == ["user", "function_call", "function_call_output", "message"]
    session.close()


# -- while the run goes on -----------------------------------------------------------------------


async def test_an_approver_decides_while_the_other_tools_run() -> None:
    asked, seen = asyncio.Event(), asyncio.Event()

    @function_tool
    async def signal() -> str:
        await asked.wait()
        seen.set()
        return "ok"

    async def approver(request: ApprovalRequest) -> ApprovalAnswer:
        asked.set()
        await seen.wait()
        return ApprovalAnswer(True, by="person")

    calls = [paying(1, "c1"), function_call("signal", {}, call_id="c2")]
    agent = agent_saying(calls, DONE, tools=[pay, signal])
    result = await Runner.run(agent, "hi", run_config=RunConfig(approver=approver))
    assert outputs(result) == ["paid 1", "ok"]


async def test_an_approver_may_change_the_arguments() -> None:
    def cheaper(request: ApprovalRequest) -> ApprovalAnswer:
        return ApprovalAnswer(True, arguments='{"amount": 2}')

    config = RunConfig(approver=cheaper)
    result = await Runner.run(payer([paying(900, "c1")], DONE), "hi", run_config=config)
    assert outputs(result) == ["paid 2"]
    kept: Any = result.to_input_list()[1]
    assert kept["arguments"] == '{"amount": 2}'


async def test_an_approver_that_does_not_know_lets_the_run_stop() -> None:
    config = RunConfig(approver=lambda request: None)
    assert (await stopped(payer([paying(1, "c1")]), run_config=config)).interruptions


async def test_an_approver_is_asked_about_calls_of_nested_runs_as_well() -> None:
    asked: list[tuple[str, str]] = []

    def approver(request: ApprovalRequest) -> ApprovalAnswer:
        asked.append((request.item.agent.name, request.name))
        return ApprovalAnswer(True)

    agent = manager([paying(3, "inner")], [assistant_message("clerk is done")])
    result = await Runner.run(agent, "hi", run_config=RunConfig(approver=approver))
    assert asked == [("clerk", "pay")]
    assert outputs(result) == ["clerk is done", "seen"]


async def test_a_run_may_be_cancelled_while_somebody_thinks() -> None:
    thinking = asyncio.Event()

    async def approver(request: ApprovalRequest) -> ApprovalAnswer:
        thinking.set()
        await asyncio.Event().wait()
        return ApprovalAnswer(True)

    config = RunConfig(approver=approver, journal=(journal := Journal()))
    events: list[RunEvent] = []
    journal.subscribe(events.append)
    result = Runner.run_streamed(payer([paying(1, "c1")]), "hi", run_config=config)
    await thinking.wait()
    result.cancel()
    assert await labels(result) == []
    assert events[-1].data["status"] == "cancelled"


# -- what is written down ------------------------------------------------------------------------


async def test_a_request_says_all_that_helps_to_decide() -> None:
    result, events = watched(payer([paying(7, "c1")]))
    await labels(result)
    (event,) = [event for event in events if event.type == "approval.request"]
    assert (event.agent, event.turn) == ("a", 1)
    assert event.data == {
        "call_id": "c1",
        "name": "pay",
        "arguments": '{"amount":7}',
        "reason": "needs_approval = true",
        "tool_type": "function",
        "description": "Pay somebody.",
        "parameters": pay.params_json_schema,
        "server": None,
    }
    assert events[-1].data["status"] == "needs_approval"


async def test_an_answer_is_written_down_before_the_tool_starts() -> None:
    agent = payer([paying(1, "c1")], DONE)
    result, events = watched(agent)
    await labels(result)
    state = result.to_state()
    state.approve(state.interruptions[0], always_approve=True)
    journal = Journal()
    journal.subscribe(events.append)
    await Runner.run(agent, state, run_config=RunConfig(journal=journal))
    types = [event.type for event in events if event.type in ("approval.answer", "tool.start")]
    assert types == ["approval.answer", "tool.start"]
    assert of_type(events, "approval.answer") == [
        {
            "call_id": "c1",
            "name": "pay",
            "approved": True,
            "always": False,
            "message": None,
            "by": "program",
            "arguments": None,
        }
    ]


async def test_a_run_that_goes_on_says_so_and_counts_its_turns_on() -> None:
    agent = payer([paying(1, "c1")], DONE)
    result, events = watched(agent)
    await labels(result)
    state = result.to_state()
    state.approve(state.interruptions[0])
    again: list[RunEvent] = []
    journal = Journal()
    journal.subscribe(again.append)
    await Runner.run(agent, state, run_config=RunConfig(journal=journal))
    assert "resumed" not in events[0].data
    assert (again[0].type, again[0].data["resumed"], again[0].turn) == ("run.start", True, 1)
    assert [data["turn"] for data in of_type(again, "turn.start")] == [2]


# -- agents as tools -----------------------------------------------------------------------------


def manager(*inner_steps: Any) -> Agent[Any]:
    """An agent that asks a clerk, whose calls need approval."""
    clerk = payer(*inner_steps, name="clerk")
    ask = function_call("clerk", {"input": "pay"}, call_id="outer")
    tool = clerk.as_tool("clerk", "Ask the clerk.")
    return agent_saying([ask, function_call("look", {}, call_id="l")], DONE, tools=[tool, look])


async def test_a_nested_call_that_needs_approval_stops_the_outer_run() -> None:
    agent = manager([paying(3, "inner")], [assistant_message("clerk is done")])
    result, events = watched(agent)
    assert await labels(result) == ["agent a", "tool_called", "tool_called", "tool_output"]
    (item,) = result.interruptions
    assert (item.agent.name, item.name, item.call_id) == ("clerk", "pay", "inner")
    assert len(of_type(events, "approval.request")) == 1
    assert [data["name"] for data in of_type(events, "tool.end")] == ["look"]


async def test_a_nested_run_goes_on_where_it_stopped() -> None:
    agent = manager([paying(3, "inner")], [assistant_message("clerk is done")])
    result = await stopped(agent)
    assert result.context_wrapper.usage.requests == 2
    state = result.to_state()
    state.approve(result.interruptions[0])
    resumed = await gone_on(agent, state)
    assert resumed.final_output == "done"
    assert outputs(resumed) == ["seen", "clerk is done"]
    assert resumed.context_wrapper.usage.requests == 4


async def test_a_nested_call_may_be_rejected() -> None:
    agent = manager([paying(3, "inner")], [assistant_message("never mind")])
    state = (await stopped(agent)).to_state()
    state.reject(state.interruptions[0])
    assert outputs(await Runner.run(agent, state)) == ["seen", "never mind"]


# -- over the end of the process -----------------------------------------------------------------


async def restored(agent: Agent[Any], state: RunState[Any], **options: Any) -> RunState[Any]:
    """Return a state as another process would read it."""
    text = encode_json(state.to_json())
    return await RunState.from_json(agent, decode_json(text), **options)


async def test_a_state_survives_as_json() -> None:
    call = [assistant_message("let me"), paying(1, "c1"), paying(2, "c2")]
    state = (await stopped(payer(call), max_turns=4)).to_state()
    state.approve(state.interruptions[0])
    fresh = payer(DONE)
    kept = await restored(fresh, state)
    assert kept.to_json() == state.to_json()
    kept.reject(kept.interruptions[1], rejection_message="no")
    result = await gone_on(fresh, kept)
    assert (result.final_output, outputs(result)) == ("done", ["paid 1", "no"])
    assert (result.last_agent, result.context_wrapper.usage.requests) == (fresh, 2)
    last: Any = result.to_input_list()[-1]
    assert last["role"] == "assistant"


async def test_agents_are_found_by_name_over_handoffs() -> None:
    def pair(steps: Any) -> Agent[Any]:
        b = payer(*steps, name="b")
        return agent_saying(
            [function_call("transfer_to_b", {}, call_id="h")], handoffs=[handoff(b)]
        )

    state = (await stopped(pair([[paying(1, "c1")]]))).to_state()
    first = pair([DONE])
    kept = await restored(first, state)
    kept.approve(kept.interruptions[0])
    result = await Runner.run(first, kept)
    assert (result.last_agent.name, result.final_output) == ("b", "done")


async def test_a_nested_stop_survives_as_json() -> None:
    state = (await stopped(manager([paying(3, "inner")]))).to_state()
    fresh = manager([assistant_message("clerk is done")])
    fresh.model = ScriptedModel([DONE])
    kept = await RunState.from_string(fresh, state.to_string())
    kept.approve(kept.interruptions[0])
    assert outputs(await Runner.run(fresh, kept)) == ["seen", "clerk is done"]


async def test_a_context_of_plain_data_is_kept_and_another_may_be_given() -> None:
    agent = payer([paying(1, "c1")])
    state = (await stopped(agent, context={"user": "ada"})).to_state()
    assert (await restored(agent, state)).context.context == {"user": "ada"}
    assert (await restored(agent, state, context_override="x")).context.context == "x"


async def test_a_context_may_be_replaced_when_the_run_goes_on() -> None:
    seen: list[Any] = []

    @function_tool(needs_approval=True)
    def tell(context: RunContextWrapper[Any]) -> str:
        seen.append(context.context)
        return ""

    agent = agent_saying([function_call("tell", {}, call_id="c")], DONE, tools=[tell])
    state = (await stopped(agent, context=object())).to_state()
    state = await restored(agent, state)
    state.approve(state.interruptions[0])
    await Runner.run(agent, state, context="mine")
    assert seen == ["mine"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"version": 99}, "version 99"),
        ({"version": 1}, "damaged"),
        ([], "not the state of a run"),
    ],
)
async def test_what_is_no_state_is_said_to_be_none(data: Any, said: str) -> None:
    with pytest.raises(UserError, match=said):
        await RunState.from_json(payer(), data)


async def test_an_agent_that_cannot_be_reached_is_named() -> None:
    state = (await stopped(payer([paying(1, "c1")]))).to_state()
    with pytest.raises(UserError, match="names the agent 'a', which 'other' does not lead to"):
        await restored(payer(name="other"), state)


async def test_a_state_survives_the_process(tmp_path: Path) -> None:
    state = (await stopped(payer([paying(5, "c1")]))).to_state()
    state.approve(state.interruptions[0])
    (tmp_path / "state.json").write_text(state.to_string())
    program = """
        import asyncio, pathlib, sys
        from agents_core import Agent, Runner, RunState, function_tool
        from agents_core.testing import ScriptedModel, assistant_message

        @function_tool(needs_approval=True)
        def pay(amount: int) -> str:
            return f"paid {amount}"

        async def main():
            model = ScriptedModel([[assistant_message("done")]])
            agent = Agent(name="a", model=model, tools=[pay])
            text = pathlib.Path(sys.argv[1]).read_text()
            result = await Runner.run(agent, await RunState.from_string(agent, text))
            print(result.final_output, model.calls[0].input[-1]["output"])

        asyncio.run(main())
    """
    command = [sys.executable, "-c", textwrap.dedent(program), str(tmp_path / "state.json")]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "done paid 5"


async def test_text_that_is_no_json_is_no_state() -> None:
    with pytest.raises(UserError, match="not the state of a run"):
        await RunState.from_string(payer(), "{")


# -- hosted servers ------------------------------------------------------------------------------

ASKING = {
    "type": "mcp_approval_request",
    "id": "mcpr_1",
    "name": "drop_table",
    "arguments": '{"name":"users"}',
    "server_label": "db",
}


async def test_a_hosted_servers_call_waits_for_a_decision_as_well() -> None:
    model = ScriptedModel([[ASKING], DONE])
    agent = Agent[Any](name="a", model=model)
    result, events = watched(agent)
    assert await labels(result) == ["agent a", "mcp_approval_requested"]
    (request,) = of_type(events, "approval.request")
    assert (request["tool_type"], request["server"], request["name"]) == (
        "hosted_mcp",
        "db",
        "drop_table",
    )
    state = result.to_state()
    state.reject(state.interruptions[0], rejection_message="no way")
    resumed = Runner.run_streamed(agent, state)
    assert await labels(resumed) == ["agent a", "mcp_approval_response", "message_output_created"]
    assert model.calls[-1].input[-1] == {
        "type": "mcp_approval_response",
        "approval_request_id": "mcpr_1",
        "approve": False,
        "reason": "no way",
    }


async def test_an_approver_decides_about_hosted_calls_as_well() -> None:
    config = RunConfig(approver=lambda request: ApprovalAnswer(request.server == "db"))
    result = await Runner.run(agent_saying([ASKING], DONE), "hi", run_config=config)
    assert result.final_output == "done"
