"""A live run in a real terminal, driven by its keys, at every size the screen is laid out for."""

import json
import re
import signal
from pathlib import Path

import pytest
from recorded_streams import agent_tui
from terminal import PATIENCE_S, Terminal

CONFIG = f"""
version = 1
[run]
agent = "triage"
model = "scripted/demo"
input = "Why is the lamp broken?"
[agents.triage]
handoffs = ["desk"]
[agents.desk]
handoff_description = "Answers."
tools = ["look_up", "fail"]
[tools.look_up]
kind = "command"
command = ["{{{{ python }}}}", "-c", "print('lamp 42')"]
parameters = {{ type = "object", additionalProperties = true }}
[tools.fail]
kind = "command"
command = ["{{{{ python }}}}", "-c", "raise SystemExit('no such shelf')"]
[providers.scripted]
kind = "scripted"
first_token_ms = 0
tokens_per_second = 300
[[providers.scripted.turns]]
reasoning = "A lamp is a matter for the desk."
text = "Let me see."
handoff = "desk"
[[providers.scripted.turns]]
text = "I look it up."
tool_calls = [
    {{ name = "look_up", arguments = {{ thing = "lamp", shelf = 7 }} }},
    {{ name = "fail" }},
]
[[providers.scripted.turns]]
tokens_per_second = 60
text = "The lamp: {" ".join(f"word{n}" for n in range(5000))}"
"""
"""Quick to its last answer, which then goes on for longer than any test."""

SIZES = ((80, 24), (120, 40), (200, 60))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "agents.toml").write_text(CONFIG)
    return tmp_path


def live(home: Path, columns: int, rows: int) -> Terminal:
    """Start the run; the answer of its last turn is on the screen and goes on."""
    terminal = Terminal("run", "agents.toml", cwd=home, columns=columns, rows=rows)
    terminal.wait_for("LIVE", "word3")
    return terminal


def recorded(home: Path) -> int:
    """Return how many events the run file holds."""
    (file,) = (home / "runs").glob("*.jsonl")
    return file.read_bytes().count(b"\n") - 1


def seen(screen: str) -> int:
    """Return the event at which a paused view stands, as the Events pane says."""
    found = re.search(r"items · event ([\d ]+)", screen)
    return int(found[1].replace(" ", "")) if found else -1


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_a_view_that_pauses_and_steps_never_stops_the_run(
    home: Path, columns: int, rows: int
) -> None:
    with live(home, columns, rows) as terminal:
        terminal.press("space")
        terminal.wait_for("PAUSED")
        terminal.press("2")
        at = seen(terminal.wait_for("Why is the lamp", lambda screen: seen(screen) > 0))
        terminal.press(",")
        terminal.wait_for(lambda screen: seen(screen) == at - 1)
        terminal.press(".")
        terminal.wait_for(lambda screen: seen(screen) == at)
        terminal.press("<")
        before = seen(terminal.wait_for(lambda screen: 0 < seen(screen) < at))
        terminal.press(">")
        terminal.wait_for(lambda screen: seen(screen) > before)

        terminal.press(":")
        terminal.wait_for("1m30s")
        terminal.press("e10", "enter")
        terminal.wait_for(lambda screen: seen(screen) == 11)
        terminal.wait_for("? help")
        terminal.press("7")
        terminal.wait_for(" 7 …")
        terminal.press(".")
        terminal.wait_for(lambda screen: seen(screen) == 18)
        now = recorded(home)
        terminal.wait_for(lambda _: recorded(home) > now + 20)
        assert seen(terminal.wait_for("PAUSED")) == 18

        terminal.press("F")
        terminal.wait_for("LIVE")
        terminal.press("q")
        terminal.wait_for("still going on")
        terminal.press("escape")
        terminal.wait_for("LIVE", without="still going on")
        terminal.press("q")
        terminal.wait_for("still going on")
        terminal.press("j", "enter")
        assert terminal.exit_code() == 130
        assert terminal.left_on == set()
        assert "Traceback" not in terminal.printed
    assert "cancelled" in agent_tui("runs", cwd=home).stdout.decode()


def test_a_tiny_window_has_every_pane(home: Path) -> None:
    with live(home, 40, 10) as terminal:
        terminal.press("space", "1")
        terminal.wait_for("PAUSED", "1 Agents", "✓ triage", "? help")
        terminal.press("tab")
        terminal.wait_for("2 Events", "triage → desk")
        terminal.press("tab", "tab")
        terminal.wait_for("4 Inspect", "M message")
        terminal.press("?")
        terminal.wait_for("Keys", "Stop the view")
        terminal.press("escape")
        terminal.wait_for("M message", without="Keys")
        terminal.press("F")
        terminal.wait_for("LIVE")
        terminal.press("ctrl+c", "ctrl+c")
        terminal.wait_for("CANCELLED")
        terminal.press("q")
        assert (terminal.exit_code(), terminal.left_on) == (130, set())


def test_every_pane_is_a_key_away(home: Path) -> None:
    with live(home, 80, 24) as terminal:
        terminal.press("space")
        terminal.wait_for("PAUSED", "[3 Stream]", "→ lamp 42", "T fail")
        terminal.press("1")
        terminal.wait_for("[1 Agents]", "✓ triage", "● desk")
        terminal.press("tab")
        terminal.wait_for("[2 Events]", "triage → desk")
        terminal.press("4")
        terminal.wait_for("[4 Inspect]", "M message", "item 8 of 8")
        for face in ("[Raw]", "[Schema]", "[Timing]", "[Lineage]", "[Pretty]"):
            terminal.press("p")
            terminal.wait_for(face)

        terminal.press("2")
        terminal.wait_for("[2 Events]", "▌0:")
        terminal.press("g", "j", "o")
        terminal.wait_for("text.delta  A")
        terminal.press("o")
        terminal.wait_for("triage → desk", without="text.delta")

        terminal.press("/")
        terminal.wait_for("text to find")
        terminal.press("fail", "enter")
        terminal.wait_for(lambda screen: re.search(r"▌.*T fail", screen))
        terminal.press("enter")
        terminal.wait_for("[4 Inspect]", "no such shelf")
        terminal.press("escape")
        terminal.wait_for("[2 Events]")
        terminal.press("/")
        terminal.wait_for("text to find")
        terminal.press("nowhere", "enter")
        terminal.wait_for("not found: nowhere")

        terminal.press("?")
        terminal.wait_for("Keys", "Stop the view where it is")
        terminal.press("xyzzy")
        terminal.wait_for("no key matches")
        terminal.press(*["backspace"] * 5)
        terminal.wait_for("search the keys")
        terminal.press("speed")
        terminal.wait_for("Half the speed", "Double the speed", without="Stop the view")
        terminal.press("escape")
        terminal.wait_for("PAUSED", "[2 Events]", without="Half the speed")


def test_the_window_may_change_while_the_run_goes_on(home: Path) -> None:
    with live(home, 80, 24) as terminal:
        terminal.resize(120, 40)
        terminal.wait_for("1 Agents ─", "2 Events ─", "3 Stream ─", "4 Inspect ─", "word")
        terminal.press("z")
        terminal.wait_for("word", without="1 Agents ─")
        terminal.press("z")
        terminal.wait_for("1 Agents ─")
        terminal.resize(40, 10)
        terminal.wait_for("LIVE", "word", without="1 Agents ─")
        terminal.resize(200, 60)
        terminal.wait_for("LIVE", "1 Agents ─", "4 Inspect ─", "? help")
        assert all(len(line) <= 200 for line in terminal.lines)
        terminal.press("X")
        terminal.wait_for("Cancel the run?")
        terminal.press("j", "enter")
        terminal.wait_for("CANCELLED")
        terminal.press("q")
        assert (terminal.exit_code(), terminal.left_on) == (130, set())


def test_ctrl_c_twice_leaves_a_whole_terminal_and_a_saved_run(home: Path) -> None:
    with live(home, 80, 24) as terminal:
        terminal.press("ctrl+c")
        terminal.wait_for("Cancel the run?")
        terminal.press("ctrl+c")
        terminal.wait_for("CANCELLED")
        terminal.press("ctrl+c")
        assert (terminal.exit_code(), terminal.left_on) == (130, set())
        assert "Replay it: agent-tui replay last" in terminal.printed


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_restores_the_terminal_and_saves_the_run(
    home: Path, number: signal.Signals
) -> None:
    with live(home, 80, 24) as terminal:
        terminal.process.send_signal(number)
        assert terminal.exit_code() == 128 + number
        assert terminal.left_on == set()
        assert "Traceback" not in terminal.printed
    assert "cancelled" in agent_tui("runs", cwd=home).stdout.decode()


def test_a_terminal_that_stalls_and_goes_away_holds_nobody_up(home: Path) -> None:
    with Terminal("run", "agents.toml", "--pace", "500", cwd=home) as terminal:
        terminal.wait_for("LIVE", "word3")
        terminal.stall()
        before = recorded(home)
        terminal.wait_until(lambda: recorded(home) > before + 150, "the run to go on")
        terminal.hang_up()
        assert terminal.process.wait(PATIENCE_S) == 128 + signal.SIGHUP
    (file,) = (home / "runs").glob("*.jsonl")
    last = json.loads(file.read_bytes().splitlines()[-1])
    assert (last["type"], last["data"]["status"]) == ("run.end", "cancelled")
