"""The Runs screen in a real terminal."""

from pathlib import Path

from recordings import record
from terminal import ROOT, Terminal

from agents_core.recording import RunStore


def test_a_run_is_opened_left_and_removed(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    record(RunStore(runs).path_of("2026-11-21T10-00-00-aaaa"), title="support.toml")
    with Terminal("browse", "--runs-dir", runs, cwd=tmp_path, columns=100, rows=30) as terminal:
        terminal.wait_for("1 run ", "hello", "agents.toml: error: no such file", "? help")
        terminal.press("enter")
        terminal.wait_for("✓ FINISHED", "word word word")
        terminal.press("q")
        terminal.wait_for("2 Runs", without="FINISHED")
        terminal.press("D")
        terminal.wait_for("0 runs", "u undo")
        terminal.press("u")
        terminal.wait_for("1 run ", without="u undo")
        terminal.press("D")
        terminal.wait_for("0 runs")
        terminal.press("q")
        assert (terminal.exit_code(), terminal.left_on) == (0, set())
    assert list(runs.glob("*.jsonl")) == []


def test_many_runs_are_watched_at_once_and_one_of_them_closely(tmp_path: Path) -> None:
    inputs = tmp_path / "prompts.jsonl"
    inputs.write_text('"Why is it slow?"\n{"input": "Since when?", "name": "when"}\n', "utf-8")
    options = ("--inputs", inputs, "--parallel", "2", "--pace", "400")
    with Terminal("run", ROOT / "agents.toml", *options, cwd=tmp_path) as terminal:
        terminal.wait_for("#1 Why is it slow?", "● when", "? help")
        terminal.press("l", "enter")
        terminal.wait_for("when ›", without="#1 Why")
        terminal.press("escape")
        terminal.wait_for("✓ 2 finished")
        terminal.press("q")
        assert (terminal.exit_code(), terminal.left_on) == (0, set())
        assert "2 runs: 2 finished" in terminal.printed
