"""The examples run to their end, offline, with their real tools."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agents_core import InputGuardrailTripwireTriggered
from agents_core.config import Overrides, load_config
from agents_core.config.build import build_run
from agents_core.journal import Journal
from agents_core.run_events import RunEvent
from agents_core.running.runner import Runner

ROOT = Path(__file__).parents[3]


async def run_of(file: Path, **overrides: Any) -> list[RunEvent]:
    """Return the events of a run of `file` as fast as its script and tools allow."""
    chosen = Overrides(pace=0.0, **overrides)
    plan = build_run(load_config(file, environ={}, overrides=chosen, for_run=True))
    events: list[RunEvent] = []
    journal = Journal()
    journal.subscribe(events.append)
    run_config = replace(plan.run_config, journal=journal)
    result = Runner.run_streamed(
        plan.agent, plan.input, max_turns=plan.max_turns, run_config=run_config
    )
    async for _ in result.stream_events():
        pass
    await plan.close()
    return events


def data_of(events: list[RunEvent], type: str) -> list[dict[str, Any]]:
    return [event.data for event in events if event.type == type]


async def test_the_demo_shows_what_there_is_to_see(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    events = await run_of(ROOT / "agents.toml")
    end = data_of(events, "run.end")[-1]
    assert end["status"] == "finished"
    assert end["final_output"]["severity"] == "high"
    assert [d["agent"] for d in data_of(events, "agent.update")] == [
        "triage",
        "researcher",
        "writer",
    ]
    assert [d["status"] for d in data_of(events, "model.retry")] == [429]
    tools = data_of(events, "tool.end")
    assert [d["name"] for d in tools[:2]] == ["read_metrics", "search_logs"]
    assert [d["is_error"] for d in tools] == [False, False, True, False, False]
    assert "no such table: deployments" in tools[2]["error"]["message"]
    assert Path(end["final_output"]["report"]).is_relative_to(tmp_path)
    assert "# Slow checkout" in read(end["final_output"]["report"])
    answer = "".join(d["delta"] for d in deltas(events, "response.output_text.delta"))
    assert all(part in answer for part in ("## Why", "| Cart |", "```sql"))
    assert deltas(events, "response.reasoning_summary_text.delta")
    assert len(deltas(events, "response.function_call_arguments.delta")) > 200


def read(path: str) -> str:
    return Path(path).read_text("utf-8")


def deltas(events: list[RunEvent], type: str) -> list[dict[str, Any]]:
    return [d for d in data_of(events, "model.event") if d["type"] == type]


async def test_the_same_demo_can_be_run_twice_in_one_process() -> None:
    first, second = [await run_of(ROOT / "agents.toml", dry_run="stubbed") for _ in range(2)]
    assert [e.type for e in first] == [e.type for e in second]


async def test_programs_are_tools_in_the_commands_example() -> None:
    events = await run_of(ROOT / "examples" / "commands" / "agents.toml")
    assert [d["is_error"] for d in data_of(events, "tool.end")] == [False, False]
    assert "baking.md:2:Good bread" in data_of(events, "run.end")[-1]["final_output"]


REFUNDS = ROOT / "examples" / "refunds" / "agents.toml"


async def test_the_refund_desk_stops_for_an_approval() -> None:
    events = await run_of(REFUNDS)
    assert data_of(events, "run.end")[-1]["status"] == "needs_approval"
    (asked,) = data_of(events, "approval.request")
    assert asked["name"] == "issue_refund"
    assert [d["guardrail"] for d in data_of(events, "guardrail.result")] == [
        "card_numbers",
        "on_topic",
    ]


@pytest.mark.parametrize(("approve", "refunded"), [("all", 129.9), ("none", 0.0)])
async def test_the_refund_desk_answers_by_policy(approve: Any, refunded: float) -> None:
    events = await run_of(REFUNDS, approve=approve)
    assert data_of(events, "run.end")[-1]["final_output"]["refunded"] == refunded


async def test_the_refund_desk_takes_no_card_numbers() -> None:
    with pytest.raises(InputGuardrailTripwireTriggered):
        await run_of(REFUNDS, input="my card is 4111 1111 1111 1111")


async def test_the_openai_example_can_be_tried_without_a_key() -> None:
    events = await run_of(ROOT / "examples" / "openai.toml", dry_run="stubbed")
    assert data_of(events, "run.end")[-1]["status"] == "finished"


@pytest.mark.parametrize("file", sorted(ROOT.glob("examples/**/*.toml")), ids=str)
def test_an_example_has_no_errors(file: Path) -> None:
    found = load_config(file, environ={"OPENAI_API_KEY": "k"}).warnings
    assert found == ()
