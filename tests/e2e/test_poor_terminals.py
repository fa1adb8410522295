"""Terminals that have little: no more than ASCII, no more than text, a window that is dragged."""

from collections.abc import Callable
from pathlib import Path

import pytest
from terminal import Terminal

TOLD = "“Müde” – 你好 🙂"

CONFIG = f"""
version = 1
[run]
model = "scripted/demo"
input = "{TOLD}"
[agents.clerk]
[providers.scripted]
kind = "scripted"
first_token_ms = 0
[[providers.scripted.turns]]
text = "{TOLD}"
"""

ASKING = """
version = 1
[run]
model = "scripted/demo"
input = "Give the money back."
[agents.clerk]
tools = ["refund"]
[tools.refund]
kind = "command"
command = ["{{ python }}", "-c", "print('paid')"]
parameters = { type = "object", additionalProperties = true }
needs_approval = true
[providers.scripted]
kind = "scripted"
first_token_ms = 0
[[providers.scripted.turns]]
tool_calls = [{ name = "refund", arguments = { amount = 7000 } }]
[[providers.scripted.turns]]
text = "All is done."
"""

NO_UNICODE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "agents.toml").write_text(CONFIG)
    return tmp_path


def test_a_terminal_without_unicode_is_sent_ascii_alone(home: Path) -> None:
    with Terminal("run", "agents.toml", cwd=home, environment=NO_UNICODE) as terminal:
        terminal.wait_for("+ FINISHED", "+- 3 Stream -", '"M?de" - ???? ??')
        terminal.press("q")
        assert terminal.exit_code() == 0
        assert bytes(terminal.raw).isascii()
    with Terminal("run", "agents.toml", "--plain", cwd=home, environment=NO_UNICODE) as terminal:
        assert terminal.exit_code() == 0
        assert '"M?de" - ???? ??' in terminal.printed
        assert bytes(terminal.raw).isascii()


def test_a_terminal_that_is_dumb_is_sent_text_without_a_sequence(home: Path) -> None:
    with Terminal("run", "agents.toml", cwd=home, environment={"TERM": "dumb"}) as terminal:
        assert terminal.exit_code() == 0
        assert TOLD in terminal.printed and b"\x1b" not in terminal.raw


def test_a_window_that_is_dragged_keeps_what_is_typed_and_who_has_the_keys(home: Path) -> None:
    (home / "agents.toml").write_text(ASKING)
    with Terminal("run", "agents.toml", cwd=home, columns=80, rows=24) as terminal:
        terminal.wait_for("! APPROVAL 1 of 1")
        terminal.press("f", "kind:to")
        drag(terminal, "kind:to")
        terminal.press("ol", "enter")
        terminal.wait_for("f  kind:tool", "! APPROVAL")
        terminal.press("X")
        terminal.wait_for("Cancel the run?")
        drag(terminal, "Cancel the run?")
        terminal.press("escape")
        terminal.wait_for("! APPROVAL", without="Cancel the run?")
        terminal.press("!")
        terminal.wait_for("· ready")
        drag(terminal, "y once")
        terminal.press("y")
        terminal.wait_for("FINISHED", without="APPROVAL")


def drag(terminal: Terminal, shown: str) -> None:
    """Drag the corner of the window there and back; something is seen all the way."""
    for size in ((40, 10), (200, 60), (80, 24)):
        terminal.resize(*size)
        terminal.wait_for(shown, fills(*size))


def fills(columns: int, rows: int) -> Callable[[str], bool]:
    """Return the claim that the screen is laid out for a size: its footer ends the last row."""

    def is_filled(screen: str) -> bool:
        lines = screen.split("\n")
        return len(lines) == rows and max(map(len, lines)) in range(columns - 2, columns + 1)

    return is_filled
