"""Agents of the OpenAI Agents SDK, run by the SDK in this process and watched like any others."""

import asyncio
import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from agents_core.agents.approvals import ApprovalAnswer
from agents_core.config import Overrides
from agents_core.run_events import RunEvent
from tui.app import AgentTui
from tui.cli import cli
from tui.screens.run_screen import RunScreen
from tui.sources.live_run import LiveRun
from tui.sources.python_target import NO_SDK_FORKS, python_target
from tui.sources.run_controls import Refused
from tui.sources.sdk_controls import NO_EDITS, NO_STOPS

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("agents") is None,
    reason="openai-agents is not installed (extra: openai-agents)",
)

DESK = Path(__file__).parent / "sdk_desk.py"


@pytest.fixture(autouse=True)
def without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "")  # which the SDK's own exporter would use


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["run", *arguments], prog_name="agent-tui")


def live(agent: str, text: str | None = "Refund order 7", **options: Any) -> LiveRun:
    target = python_target(f"{DESK}:{agent}", Overrides(input=text, **options))
    return LiveRun(target, has_watcher=True)


def events(source: LiveRun) -> list[RunEvent]:
    return [source.history.event(seq) for seq in range(len(source.history))]


def of(told: list[RunEvent], *types: str) -> list[Any]:
    return [event.data for event in told if event.type in types]


def test_a_run_is_told_and_recorded_like_one_of_ours(runs_dir: Path) -> None:
    done = run(f"{DESK}:triage", "-i", "Refund order 7", "--approve", "all", "--json")
    assert done.exit_code == 0, done.stderr
    [file] = runs_dir.glob("*.jsonl")
    assert file.read_text("utf-8") == done.stdout
    header, *lines = map(json.loads, done.stdout.splitlines())
    assert (header["agent"], header["title"]) == ("triage", "sdk_desk.py:triage")
    assert header["config"]["path"] == f"{DESK}:triage"
    agents = [line["data"]["agent"] for line in lines if line["type"] == "agent.update"]
    assert agents == ["triage", "orders"]
    calls = [
        (line["type"], line["data"]["call_id"])
        for line in lines
        if line["type"].startswith(("tool.start", "tool.end", "approval"))
    ]
    assert [kind for kind, call in calls if call == "c3"] == [
        "approval.request",
        "approval.answer",
        "tool.start",
        "tool.end",
    ]
    assert [call for kind, call in calls if kind == "tool.end"] == ["c2", "c4", "c3"]
    printed = [line["data"]["text"] for line in lines if line["type"] == "tool.progress"]
    assert printed == ["looking", "looking"]
    requests = [line["data"] for line in lines if line["type"] == "model.request"]
    assert [(each["kept"], len(each["input"])) for each in requests] == [
        (0, 1),
        (1, 2),
        (3, 2),
        (5, 4),
    ]
    assert lines[-1]["data"]["final_output"] == "Done, as you said."
    assert lines[-1]["data"]["turns"] == 4


async def test_a_person_denies_a_call_and_says_more_in_the_same_conversation() -> None:
    source = live("triage")

    def deny(event: RunEvent) -> None:
        if event.type == "approval.request":
            with pytest.raises(Refused, match=NO_EDITS):
                source.controls.answer(event.seq, ApprovalAnswer(True, arguments="{}"))
            answer = ApprovalAnswer(False, "not today", by="person")
            asyncio.get_running_loop().call_soon(source.controls.answer, event.seq, answer)

    source.subscribe(deny)
    await source.run()
    assert source.end["status"] == "finished"
    told = events(source)
    assert [call["call_id"] for call in of(told, "tool.start")] == ["c2", "c4"]
    outputs = [item["item"] for item in of(told, "item.create") if item["name"] == "tool_output"]
    assert outputs[-1] == {
        "call_id": "c3",
        "output": "not today",
        "type": "function_call_output",
    }
    source.controls.send("Thanks.")
    await source.run()
    await source.close()
    again = events(source)[len(told) :]
    assert of(again, "run.start")[0]["input"] == "Thanks."
    [request] = of(again, "model.request")
    assert request["input"][0]["content"] == "Refund order 7"
    assert request["input"][-1] == {"role": "user", "content": "Thanks."}
    assert source.end["final_output"] == "You are welcome."
    assert source.end["usage"]["requests"] == 5


async def test_a_call_under_which_an_approval_is_waited_for_goes_on_as_one() -> None:
    source = live("boss", approve="all")
    await source.run()
    calls = [
        (event.type, event.data["name"])
        for event in events(source)
        if event.type.startswith(("tool.", "approval."))
    ]
    assert calls == [
        ("tool.start", "ask"),
        ("approval.request", "refund"),
        ("approval.answer", "refund"),
        ("tool.start", "refund"),
        ("tool.end", "refund"),
        ("tool.end", "ask"),
    ]
    assert source.end["final_output"] == "Good."


def stop(source: LiveRun, type_: str, do: Callable[[], object]) -> None:
    """Do something in the loop as soon as an event has come."""

    def take(event: RunEvent) -> None:
        if event.type == type_:
            asyncio.get_running_loop().call_soon(do)

    source.subscribe(take)


@pytest.mark.parametrize(
    ("agent", "when"), [("sleeper", "tool.start"), ("triage", "approval.request")]
)
async def test_a_run_is_cancelled_while_it_works_or_waits(agent: str, when: str) -> None:
    source = live(agent)
    stop(source, when, lambda: source.controls.cancel("immediate"))
    await source.run()
    assert source.end["status"] == "cancelled"
    assert source.unanswered == ()
    begun, ended = (of(events(source), f"tool.{each}") for each in ("start", "end"))
    assert len(begun) - len(ended) == (agent == "sleeper")


async def test_what_goes_wrong_is_how_the_run_ends() -> None:
    late, broken = live("sleeper", timeout=0.2), live("broken")
    for source in (late, broken):
        await source.run()
    error = late.end["error"]
    assert (late.end["status"], error["type"], error["fault"]) == (
        "failed",
        "RunTimeoutError",
        "limit",
    )
    error = broken.end["error"]
    assert (error["type"], error["message"]) == ("KeyError", "'oh'")
    assert "Traceback" in error["traceback"]


def test_nobody_to_approve_is_5_and_a_fork_is_refused_but_not_the_same_again(
    runs_dir: Path,
) -> None:
    asked = run(f"{DESK}:triage", "-i", "Refund order 7", "--no-tui")
    assert asked.exit_code == 5 and "calls of refund need an approval" in asked.stderr
    fork = CliRunner().invoke(cli, ["fork", "last", "--no-tui"])
    assert (fork.exit_code, "cannot go on from its middle" in fork.stderr) == (2, True)
    again = CliRunner().invoke(cli, ["fork", "last", "--again", "--no-tui"])
    assert again.exit_code == 5


async def test_on_the_screen_it_is_watched_approved_and_talked_to() -> None:
    source = live("triage")
    screen = RunScreen(source)
    app = AgentTui(screen)
    async with app.run_test(size=(120, 40)) as pilot:
        while not (screen.scene and screen.scene.asked):
            await pilot.pause(0.01)
        await pilot.press("2", "b")
        assert [notice.message for notice in app._notifications] == [NO_STOPS]
        assert screen.breakpoints == ()
        await pilot.press("exclamation_mark")
        while screen.scene.asked:  # what is typed too soon is dropped
            await pilot.press("y")
            await pilot.pause(0.05)
        while source.is_live:
            await pilot.pause(0.01)
        await pilot.press("i", *"Thanks", "enter")
        while source.end.get("final_output") != "You are welcome.":
            await pilot.pause(0.01)
        await pilot.press("r", "j", "enter")
        await pilot.pause()
        assert [notice.message for notice in app._notifications][-1] == f"no fork: {NO_SDK_FORKS}"
    assert [answer["by"] for answer in of(events(source), "approval.answer")] == ["person"]
    assert of(events(source), "tool.end")[-1]["output"] == "Refunded 7."
