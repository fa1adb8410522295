"""Runs that a guardrail stops or that need an approval, as text, as JSON lines, by exit code."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

HEAD = """
version = 1
[run]
agent = "a"
model = "scripted/x"
input = "hello"
record = false
[providers.scripted]
kind = "scripted"
"""

GUARDED = """
[[providers.scripted.turns]]
text = "my number is 1234 5678"
[agents.a]
output_guardrails = ["cards"]
[guardrails.cards]
kind = "regex"
pattern = '\\d{4} \\d{4}'
message = "no card numbers"
"""

ASKING = """
[[providers.scripted.turns]]
tool_calls = [{ name = "say", arguments = { word = "hi" } }]
[[providers.scripted.turns]]
text = "done"
[agents.a]
tools = ["say"]
[tools.say]
kind = "command"
command = ["{{ python }}", "-c", "print('said')"]
needs_approval = true
parameters = { type = "object", properties = { word = { type = "string" } } }
"""


def run(folder: Path, text: str, *options: str) -> tuple[int, str, str]:
    """Run a configuration without a terminal; return exit code, output and errors."""
    file = folder / "agents.toml"
    file.write_text(textwrap.dedent(HEAD + text))
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tui", "run", str(file), *options]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL
    )
    return done.returncode, done.stdout, done.stderr


def test_a_guardrail_that_trips_is_4_and_withdraws_what_was_said(tmp_path: Path) -> None:
    code, out, err = run(tmp_path, GUARDED)
    assert (code, out) == (4, "")
    assert "withdrawn: my number is 1234 5678" in err
    assert "✗ guardrail cards stopped the run: no card numbers" in err


def test_programs_are_told_what_a_guardrail_objected_to(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, GUARDED, "--json")
    events = [json.loads(line) for line in out.splitlines()]
    (verdict,) = [event["data"] for event in events if event.get("type") == "guardrail.result"]
    assert (code, verdict["tripped"], verdict["info"]) == (4, True, "no card numbers")


def test_an_approval_nobody_can_give_is_5_and_says_what_to_do(tmp_path: Path) -> None:
    code, out, err = run(tmp_path, ASKING)
    assert (code, out) == (5, "")
    assert '? say needs approval (needs_approval = true) {"word":"hi"}' in err
    assert "calls of say need an approval; answer with --approve all or --approve none" in err


def test_programs_are_told_who_asks_for_what(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, ASKING, "--json")
    events = [json.loads(line) for line in out.splitlines()]
    (asked,) = [event for event in events if event.get("type") == "approval.request"]
    assert (code, asked["agent"], asked["data"]["name"]) == (5, "a", "say")
    assert events[-1]["type"] == "error"


@pytest.mark.parametrize(
    ("policy", "said"),
    [("all", "✓ say approved by policy"), ("none", "✗ say refused by policy: Tool execution was")],
)
def test_a_policy_answers_for_everybody(tmp_path: Path, policy: str, said: str) -> None:
    code, out, err = run(tmp_path, ASKING, "--approve", policy)
    assert (code, out) == (0, "done\n")
    assert said in err
