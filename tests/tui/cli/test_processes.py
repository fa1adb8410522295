"""The program as a process of its own: streams, signals, exit codes, and what it never tells."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from recordings import record

from agents_core.recording import RunStore, read_run

TOKEN = "tok-4f9c1e7a2b8d6305"
CONFIG = """
version = 1
[run]
input = "What is the token?"
[agents.keeper]
instructions = "x"
model = "scripted/demo"
tools = ["leak"]
[tools.leak]
kind = "command"
description = "Tell."
command = ["{{ python }}", "-c", "import os; print('It is', os.environ['SECRET_TOKEN'])"]
env_vars = ["SECRET_TOKEN"]
[providers.scripted]
kind = "scripted"
first_token_ms = 0
[[providers.scripted.turns]]
tool_calls = [{ name = "leak", arguments = {} }]
[[providers.scripted.turns]]
text = "Gladly. {{ tool.leak }} And a key: sk-abcdefghijklmnopqrstuv. \\u001b]0;owned\\u0007 Bye."
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "agents.toml").write_text(CONFIG)
    return tmp_path


def environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    return {
        **os.environ,
        "AGENT_TUI_RUNS_DIR": str(home / "runs"),
        "SECRET_TOKEN": TOKEN,
        "NO_COLOR": "1",
        **(extra or {}),
    }


def agent_tui(
    home: Path, *arguments: str, text_in: str | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui", *arguments],
        cwd=Path(__file__).parents[3],
        env=environment(home, env),
        input=text_in or "",
        capture_output=True,
        text=True,
        timeout=60,
    )


def start(home: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tui", *arguments],
        cwd=Path(__file__).parents[3],
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def config(home: Path) -> str:
    return str(home / "agents.toml")


def test_the_answer_alone_is_on_standard_output_and_nothing_acts_on_the_terminal(
    home: Path,
) -> None:
    done = agent_tui(home, "run", config(home))
    assert done.returncode == 0
    assert done.stdout.startswith("Gladly. It is ") and done.stdout.endswith("Bye.\n")
    assert "● leak" in done.stderr and "✓ leak" in done.stderr and "finished in" in done.stderr
    assert "Gladly" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr and "␛" in done.stdout


def test_secrets_reach_neither_the_file_nor_any_output(home: Path) -> None:
    key = "sk-abcdefghijklmnopqrstuv"
    outputs = []
    for format_ in ("text", "jsonl"):
        options = ("--format", format_, "-i", f"use {TOKEN}", "--var", f"x={TOKEN}")
        done = agent_tui(home, "run", config(home), *options)
        assert done.returncode == 0, done.stderr
        outputs += [done.stdout, done.stderr]
    files = list((home / "runs").glob("*.jsonl"))
    assert len(files) == 2
    outputs += [file.read_text() for file in files]
    outputs += [agent_tui(home, "show", file.stem).stdout for file in files]
    for output in outputs:
        assert TOKEN not in output and key not in output
    for file in files:
        assert TOKEN not in told_by_deltas(file)


def told_by_deltas(file: Path) -> str:
    with read_run(file) as run:
        datas = [event.data for event in run if event.type == "model.event"]
    return "".join(data["delta"] for data in datas if isinstance(data.get("delta"), str))


def test_json_lines_are_the_run_file_and_can_be_piped_into_a_replay(home: Path) -> None:
    done = agent_tui(home, "run", config(home), "--json")
    (file,) = (home / "runs").glob("*.jsonl")
    assert done.stdout == file.read_text()
    again = agent_tui(home, "replay", "-", "--json", text_in=done.stdout)
    assert (again.returncode, again.stdout) == (0, done.stdout)
    shown = agent_tui(home, "replay", "-", text_in=done.stdout)
    assert shown.stdout == agent_tui(home, "show", "last").stdout


def test_without_recording_there_is_no_file(home: Path) -> None:
    assert agent_tui(home, "run", config(home), "--no-record").returncode == 0
    assert not (home / "runs").exists()


def test_a_folder_that_cannot_be_made_is_said_and_the_run_goes_on(home: Path) -> None:
    (home / "file").write_text("in the way")
    done = agent_tui(home, "run", config(home), AGENT_TUI_RUNS_DIR=str(home / "file" / "runs"))
    assert done.returncode == 0 and done.stdout.startswith("Gladly")
    assert "Warning: This run is not recorded." in done.stderr


def test_standard_input_is_the_input_only_when_asked_for(home: Path) -> None:
    done = agent_tui(home, "run", config(home), "-i", "-", "--json", text_in="from a pipe")
    assert '"input":"from a pipe"' in done.stdout
    (home / "question.txt").write_text("from a file")
    done = agent_tui(home, "run", config(home), "-i", f"@{home}/question.txt", "--json")
    assert '"input":"from a file"' in done.stdout
    done = agent_tui(home, "run", config(home), "-i", "@/nowhere/at/all")
    assert done.returncode == 2 and "/nowhere/at/all" in done.stderr


def test_a_missing_configuration_is_one_line_for_people_and_one_for_programs(home: Path) -> None:
    done = agent_tui(home, "run", "nowhere.toml", "--json")
    assert done.returncode == 2
    assert done.stderr == "nowhere.toml: error: no such file [missing-file]\n"
    assert json.loads(done.stdout)["type"] == "error"


def test_too_many_turns_is_3_and_the_last_line_tells_programs(home: Path) -> None:
    done = agent_tui(home, "run", config(home), "--max-turns", "1", "--json")
    assert done.returncode == 3
    end, error = map(json.loads, done.stdout.splitlines()[-2:])
    assert (end["type"], end["data"]["status"]) == ("run.end", "failed")
    assert error == {"type": "error", "message": end["data"]["error"]["message"]}


def test_a_module_that_does_not_import_is_bad_input_without_a_traceback(home: Path) -> None:
    (home / "broken.py").write_text("import nothing_of_that_name\ndef leak(): ...\n")
    text = CONFIG.replace('kind = "command"', 'kind = "python"\nfunction = "./broken.py:leak"')
    kept = [line for line in text.splitlines() if not line.startswith(("command", "env_vars"))]
    (home / "agents.toml").write_text("\n".join(kept))
    done = agent_tui(home, "run", config(home))
    assert done.returncode == 2, done.stderr
    assert "nothing_of_that_name" in done.stderr and "Traceback" not in done.stderr
    assert list((home / "runs").glob("*.jsonl")) == []


@pytest.mark.parametrize("arguments", [("replay", "last", "--json"), ("show", "last")])
def test_a_reader_that_goes_away_is_no_error(home: Path, arguments: tuple[str, ...]) -> None:
    store = RunStore(home / "runs")
    record(store.path_of("2026-11-21T10-00-00-aaaa"))
    with store.path_of("2026-11-21T10-00-00-aaaa").open("ab") as file:
        line = b'{"seq":%d,"t":1,"type":"tea.break","agent":"a","turn":1,"data":{}}\n'
        file.writelines(line % seq for seq in range(7, 20_000))
    child = start(home, *arguments)
    assert child.stdout is not None and child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    assert child.wait(timeout=60) == 141
    assert child.stderr.read() == b""
    child.stderr.close()


def test_a_run_whose_reader_goes_away_is_stopped_and_kept(home: Path) -> None:
    child = start(home, "run", config(home), "--json", "--pace", "20")
    assert child.stdout is not None and child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    assert child.wait(timeout=60) == 141
    assert child.stderr.read() == b""
    child.stderr.close()
    assert [run.status for run in RunStore(home / "runs").list()] == ["cancelled"]


def interrupted(home: Path) -> tuple[int, list[dict[str, Any]]]:
    """Send Ctrl-C in the middle of a run; return the exit code and the lines printed."""
    child = start(home, "run", config(home), "--json", "--pace", "20")
    assert child.stdout is not None
    lines = [child.stdout.readline() for _ in range(12)]
    child.send_signal(signal.SIGINT)
    rest, _ = child.communicate(timeout=60)
    return child.returncode, [json.loads(line) for line in [*lines, *rest.splitlines()]]


def test_ctrl_c_cancels_the_run_and_keeps_it(home: Path) -> None:
    code, lines = interrupted(home)
    assert code == 130
    assert [line["type"] for line in lines[-2:]] == ["run.end", "error"]
    assert lines[-2]["data"]["status"] == "cancelled"
    assert [run.status for run in RunStore(home / "runs").list()] == ["cancelled"]


def test_a_killed_run_is_listed_as_interrupted(home: Path) -> None:
    child = start(home, "run", config(home), "--json", "--pace", "5")
    assert child.stdout is not None
    for _ in range(8):
        child.stdout.readline()
    assert [run.status for run in RunStore(home / "runs").list()] == ["running"]
    child.kill()
    child.communicate(timeout=60)
    assert [run.status for run in RunStore(home / "runs").list()] == ["interrupted"]
    assert "interrupted" in agent_tui(home, "show", "last").stdout


def test_a_screen_is_refused_where_there_is_none(home: Path) -> None:
    for command in (("run", config(home)), ("replay", "-")):
        done = agent_tui(home, *command, "--format", "tui")
        assert done.returncode == 2
        assert done.stderr == (
            "Error: --format tui: there is no terminal to draw on; use --format text\n"
        )


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_colour_is_where_it_is_wanted(
    home: Path, variables: dict[str, str], coloured: bool
) -> None:
    done = agent_tui(home, "run", config(home), **{"NO_COLOR": "", **variables})
    assert ("\x1b[" in done.stderr) == coloured


@pytest.mark.parametrize("format_", ["html", "asciicast"])
def test_a_run_is_exported_to_a_file_of_its_owner(format_: str, home: Path) -> None:
    agent_tui(home, "run", str(home / "agents.toml"))
    file = home / "out"
    done = agent_tui(home, "export", "last", "-f", format_, "-o", str(file), "--size", "80x24")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "keeper" in file.read_text()
    assert "\x1b" not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600


def test_an_export_that_cannot_be_made_says_why(home: Path) -> None:
    agent_tui(home, "run", str(home / "agents.toml"))
    place = agent_tui(home, "export", "last", "-f", "svg", "--at", "soon")
    assert (place.returncode, "Traceback" in place.stderr) == (2, False)
    assert "cannot seek" in place.stderr
    folder = agent_tui(home, "export", "last", "-f", "md", "-o", str(home / "no" / "out"))
    assert (folder.returncode, "cannot be written" in folder.stderr) == (2, True)
