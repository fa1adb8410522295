"""What guardrails and approvals look like in the transcript and in the outline."""

from typing import Any

import pytest

from agents_core.history.run_history import RunHistory
from agents_core.history.views import ItemKind, ItemView
from agents_core.journal import Journal, JournalScope
from tui.drawing.event_rows import item_row
from tui.drawing.item_block import ItemBlock
from tui.rendering.styled_line import StyledLine

CALL = {"type": "function_call", "call_id": "c1", "name": "pay", "arguments": '{"amount":1}'}
CHECK = {"guardrail": "polite\x1b[2J", "stage": "input"}


class Told:
    """A run told event by event."""

    def __init__(self) -> None:
        self.history = RunHistory()
        journal = Journal(clock=lambda: 1.0)
        journal.subscribe(self.history.append)
        self.scope = JournalScope(journal)
        self.scope.agent = "a"
        self.scope.append("run.start", {"agent": "a", "input": "hi"})

    def tell(self, type_: Any, data: object) -> "Told":
        self.scope.append(type_, data)
        return self

    def say(self, text: str) -> "Told":
        content = [{"type": "output_text", "text": text}]
        item = {"type": "message", "content": content}
        return self.tell("item.create", {"name": "message_output_created", "item": item})

    def last(self, kind: ItemKind) -> ItemView:
        items = self.history.items(len(self.history))
        return [item for item in items if item.kind == kind][-1]


def lines(item: ItemView) -> list[StyledLine]:
    block = ItemBlock(item, item, 2.0, None)
    return [block.line(number, 60) for number in range(block.height(60))]


def text(line: StyledLine) -> str:
    return "".join(part for part, _ in line)


def styles(line: StyledLine) -> set[str]:
    return {name for _, style in line for name in style.split()}


def test_text_under_check_is_marked_until_the_verdict() -> None:
    told = Told().tell("guardrail.start", CHECK).say("hello")
    assert styles(lines(told.last("message"))[-1]) >= {"emphasis", "dim"}
    told.tell("guardrail.result", {**CHECK, "tripped": False})
    assert not styles(lines(told.last("message"))[-1]) & {"emphasis", "strike"}


def test_text_a_guardrail_objects_to_is_struck_and_says_so() -> None:
    told = Told().tell("guardrail.start", CHECK).say("hello")
    told.tell("guardrail.result", {**CHECK, "tripped": True, "info": "rude"})
    head, body = lines(told.last("message"))
    assert text(head) == "✗ withdrawn: a guardrail objects"
    assert (text(body), "strike" in styles(body)) == ("hello", True)


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (None, "● checking"),
        ({"tripped": False}, "✓ passed"),
        ({"tripped": True, "info": "rude\x1b]0;"}, "✗ rude"),
    ],
)
def test_a_guardrail_says_what_it_found(result: dict[str, Any] | None, said: str) -> None:
    told = Told().tell("guardrail.start", CHECK)
    if result is not None:
        told.tell("guardrail.result", {**CHECK, **result})
    (line,) = lines(told.last("guardrail"))
    assert text(line).startswith("G guardrail polite")
    assert said in text(line)
    assert "\x1b" not in text(line)


def test_a_guardrail_that_was_stopped_was_not_heard() -> None:
    told = Told().tell("guardrail.start", CHECK).tell("run.end", {"status": "failed"})
    assert "not heard to the end" in text(lines(told.last("guardrail"))[0])


def approval(**answer: Any) -> Told:
    told = Told().tell("item.create", {"name": "tool_called", "item": CALL})
    told.tell("approval.request", {**CALL, "reason": "needs_approval = true"})
    if answer:
        told.tell("approval.answer", {"call_id": "c1", **answer})
    return told


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({}, "? needs approval"),
        ({"approved": True, "by": "policy"}, "✓ approved by policy"),
        ({"approved": False, "by": "person", "message": "no"}, "✗ refused by person: no"),
    ],
)
def test_an_approval_says_what_was_answered(answer: dict[str, Any], said: str) -> None:
    item = approval(**answer).last("approval")
    (line,) = lines(item)
    assert text(line).startswith("P pay")
    assert said in text(line)
    assert "P pay" in text(item_row(item, 2.0, 40))


def test_a_run_that_stopped_says_that_nobody_has_answered() -> None:
    told = approval().tell("run.end", {"status": "needs_approval"})
    assert "nobody has answered" in text(lines(told.last("approval"))[0])


def test_a_refused_call_says_so_itself() -> None:
    told = approval(approved=False, message="too much")
    said = [text(line) for line in lines(told.last("tool"))]
    assert said[0].endswith("not approved")
    assert said[-1] == "    ✗ too much"


def held(value: str | None, **answer: Any) -> Told:
    """A call that was held at a breakpoint, and how it went on."""
    told = Told().tell("item.create", {"name": "tool_called", "item": CALL})
    about = {"stage": "tool_call", "call_id": "c1", "name": "pay"}
    told.tell("break.stop", {**about, "value": CALL["arguments"], "reason": "tool:pay"})
    stop = len(told.history) - 1
    return told.tell(
        "break.resume", {**about, "stop": stop, "value": value, "by": "person", **answer}
    )


def test_a_stop_says_how_it_went_on_and_the_call_what_was_edited() -> None:
    told = held('{"amount":2}')
    assert text(lines(told.last("break"))[0]) == (
        "B stop at pay   ✓ continued by person, arguments edited"
    )
    call = [text(line).strip() for line in lines(told.last("tool"))]
    assert "arguments edited by person: amount  1 → 2" in call


def test_a_skipped_call_failed_with_what_the_model_is_told() -> None:
    told = held(None, skipped=True, message="not today")
    assert text(lines(told.last("break"))[0]) == "B stop at pay   ✗ skipped by person: not today"
    call = told.last("tool")
    assert (call.status, call.is_denied) == ("failed", True)
    assert call.error is not None and call.error.message == "not today"


def test_an_edited_output_is_shown_as_the_model_gets_it() -> None:
    told = Told().tell("item.create", {"name": "tool_called", "item": CALL})
    told.tell("tool.start", CALL).tell("tool.end", {"call_id": "c1", "output": "paid"})
    about = {"stage": "tool_output", "call_id": "c1", "name": "pay"}
    told.tell("break.stop", {**about, "value": "paid", "reason": "body:paid"})
    stop = len(told.history) - 1
    told.tell("break.resume", {**about, "stop": stop, "value": "refused", "by": "person"})
    call = told.last("tool")
    assert (call.output, call.edits[0].before) == ("refused", "paid")
    assert "output edited by person: paid → refused" in [text(x).strip() for x in lines(call)]
