"""Talking to a run in a real terminal: asked first, asked more, and watched again."""

from pathlib import Path

import pytest
from recorded_streams import agent_tui
from terminal import Terminal

CONFIG = """
version = 1
[agents.clerk]
model = "scripted/demo"
[providers.scripted]
kind = "scripted"
first_token_ms = 0
[[providers.scripted.turns]]
text = "About the lamp: it is lit. The line: {{ input }}"
[[providers.scripted.turns]]
text = "About the desk: it is made of oak."
"""

ALT_ENTER = "\x1b\r"
"""As most terminals send it."""

PASTED = "\x1b[200~{}\x1b[201~"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "agents.toml").write_text(CONFIG)
    return tmp_path


def test_a_run_without_an_input_asks_for_it_and_goes_on_in_one_file(home: Path) -> None:
    with Terminal("run", "agents.toml", cwd=home, columns=100, rows=30) as terminal:
        terminal.wait_for("○ READY", "What shall agents.toml do?")
        terminal.press("Is the lamp lit?")
        terminal.press(ALT_ENTER, PASTED.format("Two\nlines"))
        terminal.wait_for("│Is the lamp lit?", "│Two", "│lines")
        terminal.press("enter")
        terminal.wait_for("✓ FINISHED", "it is lit")
        terminal.press("i", "And the desk?", "enter")
        terminal.wait_for("✓ FINISHED", "made of oak")
        terminal.press("q")
        assert terminal.exit_code() == 0
        assert terminal.left_on == set()
    (file,) = (home / "runs").glob("*.jsonl")
    assert file.stat().st_mode & 0o777 == 0o600
    shown = agent_tui("replay", "last", "--format", "text", cwd=home)
    told = shown.stdout.decode()
    assert told.count("▸") == 2
    assert "Is the lamp lit?" in told and "And the desk?" in told
    with Terminal("replay", "last", "--speed", "64", cwd=home, columns=100, rows=30) as terminal:
        terminal.wait_for("✓ FINISHED", "Is the lamp lit?", "And the desk?")
        terminal.press("q")
        assert terminal.exit_code() == 0


def test_without_a_terminal_a_missing_input_stays_an_error(home: Path) -> None:
    result = agent_tui("run", "agents.toml", "--format", "text", cwd=home)
    assert result.returncode == 2
    assert "the agent is asked nothing" in result.stderr.decode()
