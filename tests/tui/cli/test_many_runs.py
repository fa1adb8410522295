"""`agent-tui run --inputs`: many runs without a screen, their output, and their exit code."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agents_core.recording import RunStore
from tui.cli import cli

CONFIG = """version = 1
[run]
agent = "a"
model = "scripted/x"
[vars]
place = "here"
[agents.a]
instructions = "You are {{ vars.place }}."
[providers.scripted]
kind = "scripted"
[[providers.scripted.turns]]
text = "I am {{ vars.place }}"
"""

FAILING = CONFIG.replace('text = "I am {{ vars.place }}"', "error = { status = 400 }")

SLOW = CONFIG.replace("[[providers", "tokens_per_second = 1\n[[providers").replace(
    "I am {{ vars.place }}", "one two three four five six seven eight nine ten eleven twelve"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "agents.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "prompts.jsonl").write_text(
        '"first"\n{"input": "second", "name": "two", "vars": {"place": "there"}}\n', "utf-8"
    )
    return tmp_path


def call(*arguments: str) -> Result:
    command = ["run", "agents.toml", "--runs-dir", "runs", *arguments]
    return CliRunner().invoke(cli, command, prog_name="agent-tui")


def test_each_line_is_a_run_and_its_name_stands_before_its_lines(folder: Path) -> None:
    result = call("--inputs", "prompts.jsonl", "--format", "text")
    assert result.exit_code == 0, result.output
    assert sorted(result.stdout.splitlines()) == ["[#1 first] I am here", "[two] I am there"]
    assert result.stderr.splitlines()[-1] == "2 runs: 2 finished"
    runs = RunStore(folder / "runs").list()
    assert {(run.title, run.input) for run in runs} == {("#1 first", "first"), ("two", "second")}


def test_as_json_every_line_says_which_run_it_is_of(folder: Path) -> None:
    result = call("--inputs", "prompts.jsonl", "--json", "--no-record")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert {line["run"] for line in lines} == {"#1 first", "two"}
    two = [line for line in lines if line["run"] == "two"]
    assert two[0]["format"] == "agent-tui-run"
    assert [line["seq"] for line in two[1:]] == list(range(len(two) - 1))
    assert two[-1]["data"]["final_output"] == "I am there"
    assert not (folder / "runs").exists()


def test_a_check_fails_all_if_it_matches_one_run_and_names_it(folder: Path) -> None:
    result = call("--inputs", "prompts.jsonl", "--json", "--fail-if", "kind:message & there")
    assert result.exit_code == 6, result.output
    assert result.stderr.splitlines()[0] == "2 runs: 2 finished"
    assert "  two: --fail-if kind:message & there matches message" in result.stderr
    assert "#1 first" not in result.stderr
    last = json.loads(result.stdout.splitlines()[-1])
    why = "--fail-if kind:message & there matches 1 of 2 runs: 2 finished"
    assert last == {"type": "error", "message": why}
    passed = call("--inputs", "prompts.jsonl", "--no-tui", "--fail-if", "nowhere")
    assert passed.exit_code == 0


def test_one_failed_run_fails_all_and_is_named(folder: Path) -> None:
    (folder / "agents.toml").write_text(FAILING, "utf-8")
    result = call("--inputs", "prompts.jsonl", "--format", "text")
    assert result.exit_code == 1
    assert "2 runs: 2 failed" in result.stderr and "  two: " in result.stderr
    last = call("--inputs", "prompts.jsonl", "--json").stdout.splitlines()[-1]
    assert json.loads(last) == {"type": "error", "message": "2 runs: 2 failed"}


def test_faults_of_the_file_are_told_before_anything_runs(folder: Path) -> None:
    (folder / "prompts.jsonl").write_text('"good"\nbad\n', "utf-8")
    result = call("--inputs", "prompts.jsonl", "--format", "text")
    assert result.exit_code == 2
    assert result.stderr.startswith("prompts.jsonl:2: error: not JSON")
    assert not (folder / "runs").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--parallel", "2"), "--parallel needs --inputs"),
        (("--inputs", "prompts.jsonl", "-i", "Hello"), "--input and --inputs exclude each other"),
        (("--inputs", "prompts.jsonl", "--session", "s"), "--session and --inputs exclude"),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    folder: Path, options: tuple[str, ...], said: str
) -> None:
    result = call(*options)
    assert result.exit_code == 2
    assert said in result.stderr


def test_ctrl_c_cancels_all_begins_no_more_and_keeps_the_files(folder: Path) -> None:
    (folder / "agents.toml").write_text(SLOW, "utf-8")
    (folder / "prompts.jsonl").write_text('"a"\n"b"\n"c"\n', "utf-8")
    options = ("--inputs", "prompts.jsonl", "--parallel", "2", "--json", "--pace", "1")
    child = subprocess.Popen(
        [sys.executable, "-m", "tui", "run", "agents.toml", "--runs-dir", "runs", *options],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    seen: set[str] = set()
    for line in child.stdout:
        if '"model.event"' in line:
            seen.add(json.loads(line)["run"])
        if len(seen) == 2:
            break
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "3 runs: 2 cancelled, 1 skipped" in errors
    assert [run.status for run in RunStore(folder / "runs").list()] == ["cancelled"] * 2
