"""What tools and their children write on the terminal itself, seen from outside of the process."""

import os
import pty
import subprocess
import sys
from pathlib import Path

from tui.own_terminal import lasting_copy

CONFIG = """
version = 1
[run]
input = "go"
[agents.a]
model = "scripted/x"
tools = ["loud"]
[tools.loud]
kind = "python"
function = "./loud.py:loud"
[providers.scripted]
kind = "scripted"
[[providers.scripted.turns]]
tool_calls = [{ name = "loud" }]
[[providers.scripted.turns]]
text = "the answer"
"""

LOUD = '''
import os, subprocess

def loud() -> str:
    """Write past Python."""
    os.write(1, b"raw\\n")
    subprocess.run("echo child; echo trouble >&2", shell=True)
    return "ok"
'''


def run(folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    (folder / "agents.toml").write_text(CONFIG)
    (folder / "loud.py").write_text(LOUD)
    command = [sys.executable, "-m", "tui", "run", str(folder / "agents.toml"), "--no-record"]
    return subprocess.run(
        [*command, *options],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=True,
    )


def test_standard_output_holds_the_answer_alone(tmp_path: Path) -> None:
    assert run(tmp_path).stdout == "the answer\n"


def test_what_was_written_is_told_as_progress_of_the_call(tmp_path: Path) -> None:
    told = run(tmp_path).stderr
    assert "… loud: raw" in told
    assert {"child", "trouble"} <= set(told.replace("… loud:", " ").split())


def test_json_lines_stay_json_lines(tmp_path: Path) -> None:
    lines = run(tmp_path, "--json").stdout.splitlines()
    assert all(line.startswith("{") for line in lines)


def test_a_terminal_that_is_gone_takes_what_is_written() -> None:
    master, slave = pty.openpty()
    with os.fdopen(slave, "w") as terminal:
        kept = lasting_copy(terminal)
    os.close(master)
    with kept:
        assert kept.write("Nobody reads this.\n") > 0
