"""Runs in processes of their own, watched and steered from others."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from terminal import PATIENCE_S, ROOT, Terminal

from tui.attaching.places import live_runs

CONFIG = """
version = 1
[run]
input = "Refund it."
[agents.desk]
model = "scripted/x"
tools = ["refund"]
[tools.refund]
kind = "command"
command = ["{{ python }}", "-c", "print('refunded')"]
parameters = { type = "object", additionalProperties = true }
needs_approval = true
[providers.scripted]
kind = "scripted"
tokens_per_second = 200
[[providers.scripted.turns]]
text = "I will refund that."
tool_calls = [{ name = "refund", arguments = { order = "A-1" } }]
[[providers.scripted.turns]]
text = "It is done."
"""


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose name is short enough for sockets."""
    with TemporaryDirectory(prefix="at-") as name:
        monkeypatch.setenv("XDG_RUNTIME_DIR", name)
        monkeypatch.setenv("AGENT_TUI_RUNS_DIR", f"{name}/runs")
        (Path(name) / "agents.toml").write_text(CONFIG)
        yield Path(name)


def agent_tui(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui", *arguments],
        capture_output=True,
        text=True,
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=PATIENCE_S,
        stdin=subprocess.DEVNULL,
    )


def detached(home: Path) -> str:
    """Start a run that waits for an approval, and return its id."""
    done = agent_tui(home, "run", "agents.toml", "--detach")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def events(home: Path, run_id: str) -> list[dict[str, object]]:
    lines = (home / "runs" / f"{run_id}.jsonl").read_bytes().splitlines()[1:]
    return [json.loads(line) for line in lines]


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline
        os.sched_yield()


def test_a_detached_run_is_watched_approved_and_followed_up(home: Path) -> None:
    run_id = detached(home)
    with Terminal("watch", run_id, cwd=home) as terminal:
        terminal.wait_for("APPROVAL 1 of 1", "refund")
        assert agent_tui(home, "approve", run_id).stdout == "approved: refund\n"
        terminal.wait_for("FINISHED", "It is done.")
        terminal.press("q")
        assert (terminal.exit_code(), terminal.left_on) == (0, set())
    until(lambda: run_id not in live_runs())
    assert [e["type"] for e in events(home, run_id)].count("run.end") == 1


def test_a_detached_run_is_cancelled_from_elsewhere(home: Path) -> None:
    run_id = detached(home)
    assert agent_tui(home, "cancel", run_id[:20]).stdout == "It has stopped.\n"
    last = events(home, run_id)[-1]
    assert (last["type"], last["data"]["status"]) == ("run.end", "cancelled")  # type: ignore[index]
    gone = agent_tui(home, "approve", run_id)
    assert (gone.returncode, "does not go on" in gone.stderr) == (2, True)


def test_a_watcher_says_that_the_program_was_killed(home: Path) -> None:
    run_id = detached(home)
    with Terminal("watch", run_id, cwd=home, columns=120, rows=40) as terminal:
        terminal.wait_for("APPROVAL 1 of 1")
        found = subprocess.run(["pgrep", "-f", "tui run .*--hosted"], capture_output=True)
        for pid in map(int, found.stdout.split()):
            if Path(f"/proc/{pid}/cwd").resolve() == home:
                os.kill(pid, signal.SIGKILL)
        terminal.wait_for("INTERRUPTED", "is gone")
        terminal.press("q")
        assert terminal.exit_code() == 0
    assert list(live_runs()) == []


def test_what_is_wrong_with_a_detached_run_is_told_at_once(home: Path) -> None:
    (home / "agents.toml").write_text(CONFIG.replace("refund]", "refud]"))
    done = agent_tui(home, "run", "agents.toml", "--detach")
    assert (done.returncode, done.stdout) == (2, "")
    assert "agents.toml:" in done.stderr
