"""Filters on the command line: what is told, where a replay stops, how a run exits."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fake_run import support_desk
from recordings import header

from agents_core.history.run_history import RunHistory
from agents_core.recording import RunRecorder
from tui.cli import cli

EVENTS = support_desk()

AGENTS = """
version = 1
[agents.a]
model = "p/x"
[providers.p]
kind = "scripted"
[[providers.p.turns]]
text = "The lamp is on its way."
[filters]
wordy = "tokens>2"
"""


@pytest.fixture
def run_file(tmp_path: Path) -> Path:
    path = tmp_path / "run.jsonl"
    with RunRecorder(path, header()) as recorder:
        for event in EVENTS:
            recorder.record(event)
    return path


@pytest.fixture
def agents(tmp_path: Path) -> Path:
    path = tmp_path / "agents.toml"
    path.write_text(AGENTS)
    return path


def call(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], prog_name="agent-tui")


def run(agents: Path, fail_if: str, *more: str) -> Result:
    return call("run", agents, "-i", "?", "--no-tui", "--no-record", "--fail-if", fail_if, *more)


@pytest.mark.parametrize(
    ("fail_if", "code", "said"),
    [
        ("is:error", 0, ""),
        ("kind:message & lamp", 6, "matches message message (agent a, turn 1,"),
        ("kind:run turn>0", 6, "matches the run: finished"),
        ("@wordy", 6, "--fail-if @wordy matches"),
    ],
)
def test_a_run_fails_if_something_in_it_matches(
    agents: Path, fail_if: str, code: int, said: str
) -> None:
    result = run(agents, fail_if)
    assert (result.exit_code, said in result.stderr) == (code, True)
    assert "The lamp is on its way." in result.stdout


def test_an_impossible_filter_is_refused_before_the_run(agents: Path) -> None:
    result = run(agents, "durr>2s")
    assert result.exit_code == 2
    assert '--fail-if: unknown key "durr". Did you mean "dur"?\n' in result.stderr
    assert result.stdout == ""


def test_programs_are_told_that_a_check_failed(agents: Path) -> None:
    result = run(agents, "lamp", "--json")
    assert result.exit_code == 6
    assert result.stdout.splitlines()[-1].startswith('{"type":"error","message":"--fail-if lamp')


def test_a_replay_stops_at_the_first_match(run_file: Path) -> None:
    result = call("replay", run_file, "--json", "--until", "is:error")
    assert result.exit_code == 0
    assert '"type":"tool.end"' in result.stdout.splitlines()[-1]
    assert "get_customer" in result.stdout.splitlines()[-1]
    assert "--until is:error: event" in result.stderr
    assert "upstream 504" in result.stderr


def test_a_replay_without_a_match_goes_to_the_end_and_says_so(run_file: Path) -> None:
    result = call("replay", run_file, "--json", "--until", "dur>1h")
    assert len(result.stdout.splitlines()) == len(EVENTS) + 1
    assert "nothing matches" in result.stderr


def test_an_export_tells_only_the_items_that_match(run_file: Path) -> None:
    told = call("export", run_file, "-f", "md", "--where", "kind:tool & is:error").stdout
    assert r"get\_customer" in told
    assert r"get\_order" not in told


def test_exported_events_of_some_items_are_a_run_file(run_file: Path, tmp_path: Path) -> None:
    part = tmp_path / "part.jsonl"
    result = call("export", run_file, "-f", "jsonl", "--where", "is:nested", "-o", part)
    assert (result.exit_code, result.stderr) == (0, "")
    history = RunHistory.open(part)
    assert list(history.index())[-1] == 1
    items = history.items(len(history))
    assert [(item.kind, item.name, item.depth) for item in items] == [
        ("input", "input", 0),
        ("tool", "writer", 0),
        ("message", "message", 1),
    ]
    assert items[2].text.startswith("Dear customer")
    assert history.view(len(history)).status == "finished"


def test_forms_without_items_refuse_a_filter(run_file: Path) -> None:
    result = call("export", run_file, "-f", "svg", "--where", "is:error")
    assert result.exit_code == 2
    assert "md, html, jsonl" in result.stderr
