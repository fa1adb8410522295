"""What was seen live is seen again, in a real terminal."""

from functools import partial
from itertools import takewhile
from pathlib import Path

import pytest
from terminal import Terminal

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.xdist_group("recorded demo")  # the second test watches the first one's run


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


def panes(terminal: Terminal) -> list[str]:
    """The screen without what tells live from recorded: bars, and where the view stands.

    A scroll bar is as long as the lines nobody has seen yet are estimated to be, and the scale of
    the lanes is the one that was needed last.
    """
    shown = takewhile(lambda line: "5 Lanes" not in line, terminal.lines[1:-2])
    return [line.replace("█", " ") for line in shown if " items" not in line]


def is_whole(screen: str) -> bool:
    """Whether the last answer of the demo is shown to its end."""
    return "An alert on a doubled response time" in screen and "…   " not in screen


def test_a_replay_ends_on_the_screen_the_run_ended_on(home: Path) -> None:
    wide = partial(Terminal, cwd=home, columns=120, rows=40)
    with wide("run", ROOT / "agents.toml", "--pace", "400") as live:
        live.wait_for("FINISHED", "END", is_whole)
        live.press(*["tab", "shift+tab"] * 3)
        live.wait_for("? help", without="never the run")  # what teaches beginners
        seen = panes(live)
        live.press("q")
        assert (live.exit_code(), live.left_on) == (0, set())
        assert "Replay it: agent-tui replay last" in live.printed

    with wide("replay", "last", "--at", "100%") as replay:
        replay.wait_for("FINISHED", is_whole, lambda _: panes(replay) == seen)
        replay.press(",", ",")
        replay.wait_for("PAUSED", without="FINISHED")
        replay.press(":")
        replay.wait_for("1m30s")
        replay.press("e0", "enter")
        replay.wait_for("event 1 ", "PAUSED", without="researcher →")
        replay.wait_for("? help")
        replay.press(*["}"] * 4, "space")  # 16 times as fast
        replay.wait_for("FINISHED", lambda _: panes(replay) == seen)
        replay.press("ctrl+c")
        assert (replay.exit_code(), replay.left_on) == (0, set())


def test_a_run_is_found_played_and_told_off(home: Path) -> None:
    with Terminal("replay", "nowhere", cwd=home) as terminal:
        assert terminal.exit_code() == 2
        assert terminal.printed.startswith("Error: ") and "nowhere" in terminal.printed
        assert b"\x1b[?1049h" not in terminal.raw
    with Terminal("replay", "last", "--speed", "0.25", cwd=home) as terminal:
        terminal.wait_for("REPLAY 0.25x")
        terminal.press("}")
        terminal.wait_for("REPLAY 0.5x")
        terminal.press("e")
        terminal.wait_for("✗", "query_database", "err 1")
        terminal.press("q")
        assert (terminal.exit_code(), terminal.left_on) == (0, set())
