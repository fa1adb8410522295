"""Guardrails and approvals in the history: rows of their own, and marks on what they are about."""

from journals import new_scope, start_run

from agents_core.history.run_history import RunHistory
from agents_core.history.views import ItemView
from agents_core.journal import JournalScope
from agents_core.run_events import RunEvent

CALL = {"type": "function_call", "call_id": "c1", "name": "pay", "arguments": '{"amount":1}'}


def message(scope: JournalScope, text: str) -> None:
    item = {"type": "message", "content": [{"type": "output_text", "text": text}]}
    scope.append("item.create", {"name": "message_output_created", "item": item})


def check(scope: JournalScope, stage: str, name: str = "polite", **more: object) -> int:
    return scope.append("guardrail.start", {"guardrail": name, "stage": stage, **more})


def verdict(scope: JournalScope, stage: str, tripped: bool, **more: object) -> None:
    data = {"guardrail": "polite", "stage": stage, "tripped": tripped, "info": "rude", **more}
    scope.append("guardrail.result", data)


def ask(scope: JournalScope) -> None:
    scope.append("item.create", {"name": "tool_called", "item": CALL})
    scope.append("approval.request", {**CALL, "reason": "needs_approval = true"})


def told(events: list[RunEvent]) -> RunHistory:
    history = RunHistory()
    for event in events:
        history.append(event)
    return history


def items(history: RunHistory, kind: str, position: int | None = None) -> list[ItemView]:
    at = len(history) if position is None else position
    return [item for item in history.items(at) if item.kind == kind]


def test_a_message_is_under_check_while_the_input_is() -> None:
    events, scope = new_scope()
    start_run(scope)
    check(scope, "input")
    message(scope, "hello")
    verdict(scope, "input", False)
    history = told(events)
    assert items(history, "message", len(events) - 1)[0].verdict == "open"
    assert items(history, "guardrail", len(events) - 1)[0].status == "running"
    assert items(history, "message")[0].verdict is None
    assert items(history, "guardrail")[0].status == "done"


def test_a_message_stays_under_check_until_the_last_check_has_answered() -> None:
    events, scope = new_scope()
    start_run(scope)
    check(scope, "input")
    check(scope, "input", "second")
    message(scope, "hello")
    verdict(scope, "input", False)
    assert items(told(events), "message")[0].verdict == "open"


def test_what_a_check_objects_to_stays_marked() -> None:
    events, scope = new_scope()
    start_run(scope)
    check(scope, "input")
    message(scope, "hello")
    verdict(scope, "input", True)
    scope.append("run.end", {"status": "failed"})
    history = told(events)
    assert items(history, "message")[0].verdict == "tripped"
    (row,) = items(history, "guardrail")
    assert (row.name, row.status, row.text) == ("polite", "failed", "rude")
    assert history.view(len(history)).errors == 1


def test_a_check_of_the_answer_is_about_the_latest_message() -> None:
    events, scope = new_scope()
    start_run(scope)
    message(scope, "let me see")
    message(scope, "the answer")
    check(scope, "output")
    verdict(scope, "output", True)
    assert [item.verdict for item in items(told(events), "message")] == [None, "tripped"]


def test_a_check_of_a_call_is_about_that_call_and_may_replace_its_output() -> None:
    events, scope = new_scope()
    start_run(scope)
    scope.append("item.create", {"name": "tool_called", "item": CALL})
    check(scope, "tool_output", call_id="c1")
    more = {"call_id": "c1", "behavior": "reject_content", "message": "masked"}
    verdict(scope, "tool_output", True, **more)
    history = told(events)
    assert items(history, "tool")[0].verdict == "tripped"
    assert history.view(len(history)).errors == 0


def test_a_run_that_a_check_makes_hangs_under_its_row() -> None:
    events, scope = new_scope()
    start_run(scope)
    nested = JournalScope(scope.journal, check(scope, "input"))
    nested.agent = "judge"
    message(nested, "fine")
    history = told(events)
    (row,) = items(history, "guardrail")
    assert items(history, "message")[0].parent == row.index


def test_a_call_that_waits_for_approval_has_a_row_and_the_run_waits() -> None:
    events, scope = new_scope()
    start_run(scope)
    ask(scope)
    history = told(events)
    (row,) = items(history, "approval")
    assert (row.name, row.status, row.text, row.call_id) == (
        "pay",
        "waiting",
        '{"amount":1}',
        "c1",
    )
    wait = history.view(len(history)).waiting_for
    assert wait is not None
    assert wait.what == "approval pay"
    assert list(history.marks("approval")) == [len(history)]


def test_an_approval_ends_the_wait() -> None:
    events, scope = new_scope()
    start_run(scope)
    ask(scope)
    scope.append("approval.answer", {"call_id": "c1", "approved": True, "by": "person"})
    history = told(events)
    (row,) = items(history, "approval")
    assert (row.status, row.output) == ("done", "approved by person")
    assert history.view(len(history)).waiting_for is None


def test_a_refused_call_has_failed_without_being_an_error() -> None:
    events, scope = new_scope()
    start_run(scope)
    ask(scope)
    answer = {"call_id": "c1", "approved": False, "by": "policy", "message": "too much"}
    scope.append("approval.answer", answer)
    output = {"type": "function_call_output", "call_id": "c1", "output": "too much"}
    scope.append("item.create", {"name": "tool_output", "item": output, "output": "too much"})
    history = told(events)
    (row,), (call,) = items(history, "approval"), items(history, "tool")
    assert (row.status, row.output) == ("failed", "refused by policy: too much")
    assert call.error is not None
    assert (call.status, call.error.type, call.output) == ("failed", "not approved", "too much")
    assert history.view(len(history)).errors == 0


def test_a_run_that_goes_on_in_the_same_journal_asks_nothing_anew() -> None:
    events, scope = new_scope()
    start_run(scope)
    ask(scope)
    scope.append("run.end", {"status": "needs_approval"})
    scope.turn = 1
    scope.append("run.start", {"agent": "triage", "input": "Where is it?", "resumed": True})
    scope.append("approval.answer", {"call_id": "c1", "approved": True, "by": "program"})
    history = told(events)
    view = history.view(len(history))
    assert (view.status, view.turn) == ("running", 1)
    assert len(items(history, "input")) == 1
    assert items(history, "approval")[0].status == "done"
    assert items(history, "approval", len(history) - 2)[0].status == "cut"
