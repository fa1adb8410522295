"""A run that waits for approvals, answered by keys in a real terminal."""

import json
from pathlib import Path
from typing import Any

import pytest
from recorded_streams import agent_tui
from terminal import Terminal

CONFIG = """
version = 1
[run]
agent = "clerk"
model = "scripted/demo"
input = "Give the money back."
approval_policy = "ask"
[agents.clerk]
tools = ["refund", "look"]
[tools.refund]
kind = "command"
command = ["{{ python }}", "-c", "print('paid')"]
parameters = { type = "object", properties = { amount = { type = "number" } } }
needs_approval = true
[tools.look]
kind = "command"
command = ["{{ python }}", "-c", "import time; time.sleep(60)"]
[providers.scripted]
kind = "scripted"
first_token_ms = 0
[[providers.scripted.turns]]
tool_calls = [{ name = "refund", arguments = { amount = 5 } }]
[[providers.scripted.turns]]
tool_calls = [{ name = "refund", arguments = { amount = 7000 } }, { name = "look" }]
[[providers.scripted.turns]]
text = "All is done."
"""


def recorded(home: Path, type_: str) -> list[Any]:
    """Return the data of the events of a type in the run file."""
    (file,) = (home / "runs").glob("*.jsonl")
    events = [json.loads(line) for line in file.read_bytes().splitlines()[1:]]
    return [event["data"] for event in events if event["type"] == type_]


@pytest.mark.parametrize(("columns", "rows"), [(40, 10), (80, 24)])
def test_a_call_is_approved_another_denied_and_a_third_stopped(
    tmp_path: Path, columns: int, rows: int
) -> None:
    (tmp_path / "agents.toml").write_text(CONFIG)
    with Terminal("run", "agents.toml", cwd=tmp_path, columns=columns, rows=rows) as terminal:
        terminal.wait_for("! APPROVAL 1 of 1")
        terminal.press("y", "enter")
        terminal.press("!")
        terminal.wait_for("· ready", "y once")
        terminal.press("y")
        terminal.wait_for("! APPROVAL", "7000")
        terminal.press("!")
        terminal.wait_for("· ready")
        terminal.press("r")
        terminal.wait_for("deny:")
        terminal.press("far too much", "enter")
        terminal.wait_for("look", without="APPROVAL")
        terminal.press("X")
        terminal.wait_for("Cancel the run?")
        terminal.press("j", "j")
        terminal.wait_for("Only look")
        terminal.press("enter")
        terminal.wait_for("FINISHED")
        terminal.press("q")
        assert (terminal.exit_code(), terminal.left_on) == (0, set())
        assert "Traceback" not in terminal.printed
    first, second = recorded(tmp_path, "approval.answer")
    assert (first["approved"], first["by"]) == (True, "person")
    assert (second["approved"], second["message"]) == (False, "far too much")
    paid, looked = recorded(tmp_path, "tool.end")
    assert paid["output"].strip() == "paid"
    assert looked["error"]["fault"] == "user"


def test_a_call_is_held_at_a_breakpoint_edited_and_let_go(tmp_path: Path) -> None:
    (tmp_path / "agents.toml").write_text(CONFIG.replace("needs_approval = true", ""))
    arguments = ("run", "agents.toml", "--break", "tool:refund & arg.amount<10")
    with Terminal(*arguments, cwd=tmp_path, environment={"EDITOR": "", "VISUAL": ""}) as terminal:
        terminal.wait_for("! BREAKPOINT 1 of 1", "bp 1", "amount: 5")
        terminal.press("!")
        terminal.wait_for("· ready")
        terminal.press("e")
        terminal.wait_for("Arguments of refund")
        terminal.press("ctrl+d")
        terminal.wait_for("· ready", without="Arguments of")
        terminal.press("space")
        terminal.wait_for("→ paid", without="BREAKPOINT")
        terminal.press("ctrl+c")
        terminal.wait_for("Cancel the run?")
        terminal.press("ctrl+c")
        terminal.wait_for("CANCELLED")
        terminal.press("q")
        assert (terminal.exit_code(), terminal.left_on) == (130, set())
    (stop,) = recorded(tmp_path, "break.stop")
    (resume,) = recorded(tmp_path, "break.resume")
    assert (stop["stage"], stop["reason"]) == ("tool_call", "tool:refund & arg.amount<10")
    assert (resume["value"], resume["by"]) == (None, "person")


def test_breakpoints_without_a_screen_are_refused(tmp_path: Path) -> None:
    (tmp_path / "agents.toml").write_text(CONFIG)
    refused = agent_tui("run", "agents.toml", "--break", "tool:refund", "--no-tui", cwd=tmp_path)
    assert refused.returncode == 2 and b"--break needs the screen" in refused.stderr
    wrong = agent_tui("replay", "last", "--break", "durr>2s", cwd=tmp_path)
    assert wrong.returncode == 2 and b'Did you mean "dur"?' in wrong.stderr


def test_a_run_that_waits_can_be_left(tmp_path: Path) -> None:
    (tmp_path / "agents.toml").write_text(CONFIG)
    with Terminal("run", "agents.toml", cwd=tmp_path) as terminal:
        terminal.wait_for("! APPROVAL 1 of 1", "waiting")
        terminal.press("q")
        terminal.wait_for("still going on")
        terminal.press("ctrl+c")
        assert (terminal.exit_code(), terminal.left_on) == (130, set())
    assert recorded(tmp_path, "approval.answer") == []
    assert recorded(tmp_path, "tool.start") == []
