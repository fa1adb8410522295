"""The context of a run, and of a call."""

from openai.types.responses import ResponseFunctionToolCall

from agents_core import Agent, RunContextWrapper, ToolApprovalItem, ToolContext
from agents_core.journal import Journal, JournalScope

CALL = ResponseFunctionToolCall(
    type="function_call", call_id="c1", name="pay", arguments='{"sum": 1}'
)
ITEM = ToolApprovalItem(Agent(name="clerk"), CALL)


def test_nothing_is_decided_at_first() -> None:
    assert RunContextWrapper(None).is_tool_approved("pay", "c1") is None


def test_an_approval_counts_for_its_call_only() -> None:
    context = RunContextWrapper(None)
    context.approve_tool(ITEM)
    assert context.is_tool_approved("pay", "c1") is True
    assert context.is_tool_approved("pay", "c2") is None


def test_an_approval_can_count_for_all_calls_of_a_tool() -> None:
    context = RunContextWrapper(None)
    context.approve_tool(ITEM, always_approve=True)
    assert context.is_tool_approved("pay", "c2") is True
    assert context.is_tool_approved("other", "c1") is None


def test_a_rejection_keeps_what_the_model_is_to_be_told() -> None:
    context = RunContextWrapper(None)
    context.reject_tool(ITEM, rejection_message="too much")
    assert context.is_tool_approved("pay", "c1") is False
    assert context.rejection_message("pay", "c1") == "too much"


def test_a_later_decision_on_a_call_wins_over_one_for_all() -> None:
    context = RunContextWrapper(None)
    context.approve_tool(ITEM, always_approve=True)
    context.reject_tool(ITEM)
    assert context.is_tool_approved("pay", "c1") is False


def test_a_call_shares_context_usage_and_approvals_with_its_run() -> None:
    run = RunContextWrapper({"user": "ann"})
    call = ToolContext.from_agent_context(run, "c1", CALL)
    assert call.context is run.context
    assert call.usage is run.usage
    assert call.approvals is run.approvals


def test_a_call_knows_what_the_model_called() -> None:
    call = ToolContext.from_agent_context(RunContextWrapper(None), "c1", CALL)
    assert (call.tool_name, call.tool_call_id) == ("pay", "c1")
    assert call.tool_arguments == '{"sum": 1}'


def test_a_run_nested_in_a_call_hangs_under_its_start() -> None:
    journal = Journal()
    call = ToolContext.from_agent_context(
        RunContextWrapper(None), "c1", CALL, journal_scope=JournalScope(journal), start_seq=7
    )
    scope = call.nested_scope()
    assert scope is not None
    assert (scope.journal, scope.parent) == (journal, 7)


def test_outside_of_a_journal_there_is_no_place_for_a_nested_run() -> None:
    call = ToolContext.from_agent_context(RunContextWrapper(None), "c1", CALL)
    assert call.nested_scope() is None
