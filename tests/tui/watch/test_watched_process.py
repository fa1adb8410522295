"""A watched program and its watchers, each a process of its own; each may die or fail alone."""

import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import pytest

from tui.attaching.places import live_runs, sockets_folder
from tui.watch import notes
from tui.watch.notes import Notes

HERE = Path(__file__).parent

needs_sdk = pytest.mark.skipif(
    importlib.util.find_spec("agents") is None,
    reason="openai-agents is not installed (extra: openai-agents)",
)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose name is short enough for sockets."""
    with TemporaryDirectory(prefix="at-") as name:
        monkeypatch.setenv("XDG_RUNTIME_DIR", name)
        monkeypatch.setenv("AGENT_TUI_RUNS_DIR", f"{name}/runs")
        yield Path(name)


def start(*command: str, stdin: IO[str] | int = subprocess.PIPE) -> "subprocess.Popen[str]":
    """Begin a Python program."""
    return subprocess.Popen(
        [sys.executable, *command],
        env=os.environ | {"OPENAI_API_KEY": ""},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def read_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


@needs_sdk
def test_a_watcher_sees_all_and_one_that_is_killed_harms_nobody(home: Path) -> None:
    program = start(str(HERE / "talk_program.py"), "400")
    assert read_line(program) == "half\n"
    dying, piping = (start("-m", "tui", "watch", "--json", "last") for _ in range(2))
    piped = start("-m", "tui", "watch", "-", "--json", stdin=piping.stdout or 0)
    header = read_line(piped)
    read_line(dying)
    dying.kill()
    printed, _ = program.communicate("go on\n", timeout=60)
    assert piped.stdout is not None
    told = piped.stdout.read()
    for watcher in (dying, piping, piped):
        watcher.communicate(timeout=60)

    [file] = home.glob("runs/*.jsonl")
    assert header + told == file.read_text("utf-8")
    types = [json.loads(line)["type"] for line in told.splitlines()]
    assert types.count("model.event") + types.count("item.create") == int(printed) - 1
    assert (types[-1], program.returncode) == ("run.end", 0)


@needs_sdk
def test_a_watcher_keeps_what_a_program_told_that_is_killed(home: Path) -> None:
    watcher = start("-m", "tui", "watch", "--json")
    assert watcher.stdout is not None and watcher.stderr is not None
    assert watcher.stderr.readline() == "No run goes on. Start one in another terminal:\n"
    program = start(str(HERE / "talk_program.py"), "400")
    assert read_line(program) == "half\n"
    header = read_line(watcher)
    program.kill()
    told, complaint = watcher.stdout.read(), watcher.stderr.read()
    for process in (watcher, program):
        process.communicate(timeout=60)

    [file] = home.glob("runs/*.jsonl")
    assert header + told == file.read_text("utf-8")
    assert "run.end" not in told
    assert complaint.endswith("The program that ran this is gone. All that it told is here.\n")
    assert not list(live_runs())
    assert not list(sockets_folder().iterdir())


@needs_sdk
def test_a_program_goes_on_where_nothing_can_be_written(home: Path) -> None:
    (home / "runs").write_text("a file where a folder should be")
    program = start(str(HERE / "talk_program.py"), "20")
    printed, _ = program.communicate("\n", timeout=60)

    assert (printed.split()[0], program.returncode) == ("half", 0)
    assert "cannot be created" in (home / "watch.log").read_text("utf-8")


def test_deltas_are_lost_before_anything_else_and_every_loss_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Said:
        def __init__(self, type_: str) -> None:
            self.data = type("Data", (), {"type": type_})

    monkeypatch.setattr(notes, "LIMIT", 10)
    told: list[Any] = []
    lost: list[tuple[int, int]] = []
    has_asked, has_room = threading.Event(), threading.Event()

    def is_behind() -> bool:
        has_asked.set()
        return not has_room.is_set()

    queue = Notes(lambda deltas, others: lost.append((deltas, others)), is_behind)
    for _ in range(notes.AT_A_TIME):
        queue.put_always(lambda: None)
    assert has_asked.wait(10)  # the thread has taken them, and waits for the disk
    delta, item = Said("response.output_text.delta"), Said("response.output_item.done")
    for _ in range(15):
        queue.put(told.append, delta)
    for _ in range(15):
        queue.put(told.append, item)
    has_room.set()

    assert queue.flush(10)
    assert (told.count(delta), told.count(item)) == (10, 10)
    assert lost == [(5, 5)]


def test_an_error_of_ours_is_written_down_and_raised_nowhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AGENT_TUI_RUNS_DIR", str(tmp_path / "runs"))
    told: list[int] = []
    queue = Notes(lambda deltas, others: None, lambda: False)
    queue.put(told.remove, 0)  # which is not in it
    queue.put(told.append, 1)

    assert queue.flush(10) and told == [1]
    log = tmp_path / "watch.log"
    assert "ValueError" in log.read_text("utf-8")
    assert log.stat().st_mode & 0o777 == 0o600
