"""A run told as text: every kind of event, nested runs, and text that means harm."""

from collections.abc import Mapping

import pytest
from recordings import header

from agents_core.journal import Journal
from agents_core.json_text import encode_json
from agents_core.run_events import EventType, RunEvent
from tui.event_text import EventText
from tui.headless import ProgressText, WholeText


class Tale:
    """Makes the events of a run, half a second apart."""

    def __init__(self) -> None:
        self.events: list[RunEvent] = []
        self._now = 0.0
        self._journal = Journal(clock=lambda: self._now)
        self._journal.subscribe(self.events.append)

    def tell(
        self, type: EventType, data: object, agent: str = "triage", parent: int | None = None
    ) -> int:
        event = self._journal.append(type, encode_json(data), agent=agent, turn=1, parent=parent)
        self._now += 0.5
        return event.seq


def test_what_a_fork_goes_on_from_is_told() -> None:
    tale = Tale()
    call = {"type": "function_call", "call_id": "c1", "name": "look", "arguments": '{"n":1}'}
    output = {"type": "function_call_output", "call_id": "c1", "output": "found"}
    for item in ({"role": "user", "content": "More?"}, call, output):
        tale.tell("item.create", {"name": "x", "item": item, "output": None, "carried": True})
    text = EventText()
    lines = [line.text for event in tale.events for line in text.lines(event)]
    assert [line.split(maxsplit=2)[2] for line in lines] == [
        "▸ More?",
        '● look {"n":1}',
        "✓ found",
    ]


def message(text: str) -> dict[str, object]:
    content = [{"type": "output_text", "text": text}]
    return {"name": "message_output_created", "item": {"type": "message", "content": content}}


def a_tale() -> Tale:
    tale = Tale()
    tale.tell("run.start", {"agent": "triage", "input": [{"role": "user", "content": "Help\nme"}]})
    tale.tell("agent.update", {"agent": "triage", "from": None})
    tale.tell("model.retry", {"attempt": 1, "status": 429, "message": "slow", "delay_s": 0.3})
    thought = {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm."}]}
    tale.tell("item.create", {"name": "reasoning_item_created", "item": thought})
    tale.tell("model.end", {"status": "incomplete"})
    tale.tell("agent.update", {"agent": "billing", "from": "triage"}, "billing")
    hosted = {"type": "web_search_call"}
    tale.tell("item.create", {"name": "tool_called", "item": hosted}, "billing")
    outer = tale.tell("tool.start", {"name": "ask", "arguments": '{"who":"clerk"}'}, "billing")
    tale.tell("run.start", {"agent": "clerk", "input": "Which?"}, "clerk", outer)
    inner = tale.tell("tool.start", {"name": "look", "arguments": ""}, "clerk", outer)
    tale.tell("run.start", {"agent": "deep", "input": "Deep?"}, "deep", inner)
    failed = {"name": "look", "is_error": True, "error": {"message": "gone"}, "seconds": 1.5}
    tale.tell("tool.end", failed, "clerk", outer)
    tale.tell("tool.end", {"name": "ask", "output": {"n": 1}, "seconds": 0.084}, "billing")
    tale.tell("guardrail.result", {"guardrail": "tone", "tripped": False}, "billing")
    tale.tell("guardrail.result", {"guardrail": "tone", "tripped": True}, "billing")
    tale.tell("item.create", message("All is well."), "billing")
    usage = {"total_tokens": 18_200}
    end = {"status": "finished", "final_output": "All is well.", "usage": usage, "turns": 3}
    tale.tell("run.end", end, "billing")
    return tale


STORY = """\
 0:00.0  triage       ▸ Help
                      me
 0:01.0  triage       ~ retry 1 in 300 ms: 429 slow
 0:01.5  triage       thinking: Hm.
 0:02.5  billing      → billing, handed off by triage
 0:03.0  billing      ● web_search_call
 0:03.5  billing      ● ask {"who":"clerk"}
 0:04.0  clerk          ▸ Which?
 0:04.5  clerk          ● look
 0:05.0  deep             ▸ Deep?
 0:05.5  clerk          ✗ look 1.5 s  gone
 0:06.0  billing      ✓ ask 84 ms  {
                        "n": 1
                      }
 0:06.5  billing      ✓ guardrail tone passed
 0:07.0  billing      ✗ guardrail tone stopped the run
"""
MESSAGE = " 0:07.5  billing      All is well.\n"
END = " 0:08.0  billing      finished in 8.0 s, 3 turns, 18.2k tokens\n"


def test_a_run_is_told_line_by_line() -> None:
    lines: list[str] = []
    text = WholeText(lines.append)
    text.begin(header())
    for event in a_tale().events:
        text.take(event)
    title = "support.toml  (2026-11-23T14:03:05.000000+00:00)\n\n"
    assert "\n".join(lines) == title + STORY + MESSAGE + END + "\nAll is well."


def test_the_answer_is_on_standard_output_and_the_rest_is_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    progress = ProgressText()
    for event in a_tale().events:
        progress.take(event)
    assert capsys.readouterr() == ("All is well.\n", STORY + END)


def test_a_message_that_is_not_the_answer_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    tale = Tale()
    tale.tell("item.create", message("One moment."))
    tale.tell("tool.start", {"name": "look", "arguments": "{}"})
    tale.tell("item.create", message("Half of it"))
    tale.tell("run.end", {"status": "failed", "error": {"message": "cut", "hint": "Try again."}})
    progress = ProgressText()
    for event in tale.events:
        progress.take(event)
    told = capsys.readouterr()
    assert told.out == ""
    assert [line[22:] for line in told.err.splitlines()] == [
        "One moment.",
        "● look {}",
        "Half of it",
        "✗ failed: cut",
        "Try again.",
    ]


def test_a_structured_answer_is_printed_as_json_once(capsys: pytest.CaptureFixture[str]) -> None:
    tale = Tale()
    tale.tell("item.create", message('{"refunded": 42.5}'))
    tale.tell("run.end", {"status": "finished", "final_output": {"refunded": 42.5}, "turns": 1})
    progress = ProgressText()
    for event in tale.events:
        progress.take(event)
    told = capsys.readouterr()
    assert told.out == '{\n  "refunded": 42.5\n}\n'
    assert "refunded" not in told.err


def test_long_arguments_and_outputs_are_cut_only_when_a_limit_is_given() -> None:
    tale = Tale()
    tale.tell("tool.start", {"name": "write", "arguments": "x" * 1000})
    (whole,) = EventText().lines(tale.events[0])
    (cut,) = EventText(limit=100).lines(tale.events[0])
    assert whole.text.endswith("x" * 1000)
    assert cut.text.endswith("x… (908 characters more)")


HOSTILE = "\x1b]52;c;aGk=\x07\x1b[2J\x9b31m\u202e\r\x08"


def test_nothing_in_any_field_acts_on_the_terminal() -> None:
    tale = Tale()
    tale.tell("run.start", {"input": HOSTILE}, HOSTILE)
    tale.tell("tool.start", {"name": HOSTILE, "arguments": HOSTILE}, HOSTILE)
    tale.tell("tool.end", {"name": HOSTILE, "output": HOSTILE, "seconds": 1}, HOSTILE)
    tale.tell("item.create", message(HOSTILE))
    tale.tell("item.create", {"item": {"type": HOSTILE}})
    tale.tell("model.retry", {"message": HOSTILE, "delay_s": 1})
    tale.tell("model.difference", {"call": HOSTILE, "differences": [HOSTILE]})
    tale.tell("guardrail.result", {"guardrail": HOSTILE, "tripped": True})
    tale.tell("run.end", {"status": HOSTILE, "error": {"message": HOSTILE, "hint": HOSTILE}})
    tale.tell(HOSTILE, {})  # type: ignore[arg-type]
    tale.tell("tool.end", HOSTILE)
    lines = [line.text for event in tale.events for line in EventText().lines(event)]
    assert len(lines) >= len(tale.events)
    assert not set("".join(lines)) & set(HOSTILE) - set("]52;caGk=[J31m")


def test_data_of_another_shape_than_expected_is_told_all_the_same() -> None:
    tale = Tale()
    types: tuple[EventType, ...] = (
        "run.start",
        "item.create",
        "tool.end",
        "model.retry",
        "model.difference",
        "run.end",
    )
    for type_ in types:
        shapes: tuple[object, ...] = ({}, [], None, {"item": 3, "error": "e", "input": 7})
        for data in shapes:
            tale.tell(type_, data)
    for event in tale.events:
        for line in EventText().lines(event):
            assert line.text


def test_what_differs_from_a_recording_is_told() -> None:
    tale = Tale()
    tale.tell("model.difference", {"call": 3, "differences": ["input[1]: x", "tools: y"]})
    assert told(tale) == ["≠ not the request of recorded call 3: input[1]: x; tools: y"]


def created(item: Mapping[str, object]) -> dict[str, object]:
    return {"name": "tool_called", "item": item}


def told(tale: Tale) -> list[str]:
    text = EventText()
    return [line.text[22:] for event in tale.events for line in text.lines(event)]


def test_a_hosted_call_is_told_with_what_it_asked_and_what_it_found() -> None:
    tale = Tale()
    searched = {"type": "search", "queries": ["cats", "dogs"], "sources": [{"url": "https://c.at"}]}
    tale.tell("item.create", created({"type": "web_search_call", "action": searched}))
    assert told(tale) == ["● web_search_call cats", "dogs", "✓ https://c.at"]


def test_a_call_in_the_providers_own_format_is_told_once() -> None:
    tale = Tale()
    action = {"commands": ["ls"]}
    call = {"type": "shell_call", "call_id": "c1", "action": action}
    tale.tell("item.create", created(call))
    tale.tell("tool.start", {"call_id": "c1", "name": "shell", "arguments": "{}"})
    ended = {"call_id": "c1", "name": "shell", "output": "a.txt", "seconds": 1, "is_error": False}
    tale.tell("tool.end", ended)
    tale.tell("item.create", created({"type": "shell_call_output", "call_id": "c1", "output": []}))
    assert told(tale) == ["● shell_call ls", "✓ shell 1.0 s  a.txt"]


def lines_of(tale: Tale) -> list[str]:
    teller = EventText()
    return [line.text for event in tale.events for line in teller.lines(event)]


def test_what_is_said_while_the_input_is_checked_says_so() -> None:
    tale = Tale()
    tale.tell("guardrail.start", {"guardrail": "tone", "stage": "input"})
    tale.tell("item.create", message("hello"))
    tale.tell("guardrail.result", {"guardrail": "tone", "stage": "input", "tripped": False})
    tale.tell("item.create", message("again"))
    first, verdict, second = lines_of(tale)
    assert first.endswith("not checked yet: hello")
    assert verdict.endswith("✓ guardrail tone passed")
    assert second.endswith(" again")
    assert "not checked" not in second


def test_a_guardrail_that_replaces_an_output_stops_nothing() -> None:
    tale = Tale()
    verdict = {"guardrail": "mask", "stage": "tool_output", "tripped": True}
    tale.tell("guardrail.result", {**verdict, "behavior": "reject_content", "info": "secret"})
    (line,) = lines_of(tale)
    assert line.endswith("✗ guardrail mask put words in place of a call: secret")


def test_an_approval_is_told_with_its_question_and_its_answer() -> None:
    tale = Tale()
    call = {"call_id": "c", "name": "pay", "arguments": '{"amount":1}'}
    tale.tell("approval.request", {**call, "reason": "needs_approval = true"})
    tale.tell("approval.answer", {**call, "approved": False, "by": "person", "message": "no"})
    asked, answered = lines_of(tale)
    assert asked.endswith('? pay needs approval (needs_approval = true) {"amount":1}')
    assert answered.endswith("✗ pay refused by person: no")
