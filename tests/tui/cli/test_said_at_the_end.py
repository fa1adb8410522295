"""What is said once a run is over."""

from pathlib import Path

import pytest

from tui.cli.run_live import command_for_replay


def test_the_command_for_a_replay_names_the_run_that_was_watched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGENT_TUI_RUNS_DIR", str(tmp_path))
    first, second = (tmp_path / f"2026-11-27T03-22-5{n}-fb55.jsonl" for n in (0, 1))
    first.touch()
    assert command_for_replay(first) == "agent-tui replay last"
    second.touch()
    assert command_for_replay(first) == f"agent-tui replay {first.stem}"
    monkeypatch.setenv("AGENT_TUI_RUNS_DIR", str(tmp_path / "others"))
    assert command_for_replay(first) == f"agent-tui replay {first}"
