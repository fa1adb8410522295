"""What guardrails found, whether their spans or the error they end a run with tells it first."""

from types import SimpleNamespace
from typing import Any, cast

from agents_core.journal import Journal, JournalScope
from agents_core.run_events import RunEvent
from tui.watch.guardrail_log import GuardrailLog

AGENT = SimpleNamespace(name="desk", input_guardrails=[], output_guardrails=[])


def told() -> tuple[GuardrailLog, list[RunEvent]]:
    events: list[RunEvent] = []
    journal = Journal(run_id="r1")
    journal.subscribe(events.append)
    return GuardrailLog(JournalScope(journal)), events


def tripwire(name: str) -> BaseException:
    error = ValueError("tripped")
    cast(Any, error).guardrail_result = SimpleNamespace(
        guardrail=SimpleNamespace(get_name=lambda: name),
        output=SimpleNamespace(output_info={"why": "rude"}),
    )
    return error


def test_an_error_tells_what_a_span_comes_too_late_for() -> None:
    log, events = told()
    log.begin("is_rude", AGENT)
    log.take_error(tripwire("is_rude"), AGENT)
    log.end("is_rude", True)
    assert [event.type for event in events] == ["guardrail.start", "guardrail.result"]
    assert events[1].data["tripped"] is True
    assert events[1].data["info"] == {"why": "rude"}


def test_without_spans_the_error_tells_it_all() -> None:
    log, events = told()
    log.take_error(tripwire("is_rude"), AGENT)
    assert [event.type for event in events] == ["guardrail.start", "guardrail.result"]


def test_what_a_span_has_told_is_not_told_again() -> None:
    log, events = told()
    log.begin("is_rude", AGENT)
    log.end("is_rude", True)
    log.take_error(tripwire("is_rude"), AGENT)
    log.take_error(ValueError("something else"), AGENT)
    assert len(events) == 2
