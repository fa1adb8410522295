"""Bad input and a bad network: one clear message, the right exit code, and a whole terminal."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from recorded_streams import ROOT, agent_tui
from sse_server import Reply, SseServer
from terminal import Terminal

JSON = {"content-type": "application/json"}


def local(base_url: str, extra: str = "", agent: str = "") -> str:
    """An agents.toml whose only model is at `base_url`."""
    return (
        'version = 1\n[run]\ninput = "Go."\n'
        f'[providers.local]\nkind = "openai"\nbase_url = "{base_url}"\nkeyless = true\n'
        f'max_retries = 0\n[agents.main]\nmodel = "local/gpt-x"\n{agent}\n{extra}'
    )


def scripted(extra: str = "", agent: str = "") -> str:
    return (
        f'version = 1\n[run]\ninput = "Go."\n[agents.main]\nmodel = "scripted/x"\n{agent}\n{extra}'
        '[providers.scripted]\nkind = "scripted"\n[[providers.scripted.turns]]\ntext = "Hello."\n'
    )


class Bad(NamedTuple):
    """What is wrong, and what is said about it."""

    config: str
    code: int
    says: tuple[str, ...]
    replies: tuple[Reply, ...] = ()


def refused(status: int, message: str) -> tuple[Reply, ...]:
    return (Reply(json.dumps({"error": {"message": message}}).encode(), status, JSON),)


CUT = (
    b'data: {"type":"response.created","response":{"id":"r","output":[]}}\n\n'
    b'data: {"type":"response.output_text.delta","item_id":"m","output_index":0,'
    b'"content_index":0,"delta":"Half a sen"}\n\n'
)
IN_NETWORK = {
    "refused-key": Bad("", 1, ("401", "Bad key"), refused(401, "Bad key.")),
    "unknown-model": Bad("", 1, ("404", "no gpt-x"), refused(404, "There is no gpt-x.")),
    "cut-stream": Bad("", 1, ("127.0.0.1",), (Reply(CUT, cut_after=len(CUT)),)),
}
TOOL = '[tools.t]\nkind = "python"\nfunction = "./broken.py:t"\n'
IN_FILE = {
    "import-fails": Bad(scripted(TOOL, 'tools = ["t"]'), 2, ("broken.py", "no_such_module")),
    "unknown-agent": Bad(
        scripted(agent='handoffs = ["mian"]'), 2, ("agents.toml:6:13", 'unknown agent "mian"')
    ),
    "unknown-key": Bad(scripted(agent="tols = []"), 2, ("agents.toml:6:1", 'mean "tools"')),
    "no-key-set": Bad(
        'version = 1\n[run]\ninput = "Go."\n[agents.main]\nmodel = "openai/gpt-x"\n',
        2,
        ("OPENAI_API_KEY",),
    ),
    "not-toml": Bad("version = = 1", 2, ("agents.toml:1:11",)),
}


def write(folder: Path, text: str) -> None:
    (folder / "agents.toml").write_text(text)
    (folder / "broken.py").write_text("import no_such_module\n\ndef t() -> str:\n    return ''\n")


def assert_clear(said: str, bad: Bad) -> None:
    assert "Traceback" not in said and said.count(bad.says[0]) >= 1, said
    for words in bad.says:
        assert words in said


@pytest.mark.parametrize("name", IN_NETWORK)
def test_a_bad_provider_is_told_in_text_and_on_the_screen(name: str, tmp_path: Path) -> None:
    bad = IN_NETWORK[name]
    with SseServer([*bad.replies, *bad.replies]) as server:
        write(tmp_path, local(server.base_url))
        done = agent_tui("run", "agents.toml", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (1, b"")
        assert_clear(done.stderr.decode(), bad)
        with Terminal("run", "agents.toml", cwd=tmp_path, columns=120, rows=40) as terminal:
            terminal.wait_for("FAILED", *bad.says)
            if name == "cut-stream":
                terminal.wait_for("Half a sen")
            terminal.press("q")
            assert (terminal.exit_code(), terminal.left_on) == (1, set())


def test_nobody_answers_at_the_address(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        write(tmp_path, local(f"http://127.0.0.1:{free.getsockname()[1]}/v1"))
        done = agent_tui("run", "agents.toml", cwd=tmp_path)
        port = free.getsockname()[1]
    assert done.returncode == 1
    assert_clear(done.stderr.decode(), Bad("", 1, (f"127.0.0.1:{port}",)))


@pytest.mark.parametrize("name", IN_FILE)
def test_a_bad_file_is_told_in_text_with_a_place(name: str, tmp_path: Path) -> None:
    bad = IN_FILE[name]
    write(tmp_path, bad.config)
    done = agent_tui("run", "agents.toml", cwd=tmp_path, environment={"OPENAI_API_KEY": ""})
    assert (done.returncode, done.stdout) == (bad.code, b"")
    assert_clear(done.stderr.decode(), bad)


@pytest.mark.parametrize("name", ["unknown-agent", "import-fails"])
def test_a_bad_file_leaves_no_half_drawn_screen(name: str, tmp_path: Path) -> None:
    bad = IN_FILE[name]
    write(tmp_path, bad.config)
    with Terminal("run", "agents.toml", cwd=tmp_path, columns=120, rows=40) as terminal:
        if name == "import-fails":  # user code is imported once the screen is up
            terminal.wait_for("FAILED", *bad.says)
            terminal.press("q")
        assert (terminal.exit_code(), terminal.left_on) == (2, set())
        assert_clear(terminal.printed, bad)


def test_a_bug_shows_its_traceback_in_a_whole_terminal(tmp_path: Path) -> None:
    """A crash of our own making: the screen's own code raises while it draws."""
    write(tmp_path, scripted())
    crash = (
        "import tui.scene, tui.widgets.transport_bar as bar, tui.cli\n"
        "def broken(scene): raise RuntimeError('a bug')\n"
        "bar.status_of = broken\ntui.cli.main()\n"
    )
    program = (sys.executable, "-c", crash)
    with Terminal("run", "agents.toml", cwd=tmp_path, program=program) as terminal:
        assert (terminal.exit_code(), terminal.left_on) == (1, set())
        assert "a bug" in terminal.printed


@pytest.mark.parametrize(
    "environment",
    [{"TERM": "dumb"}, {"CI": "1"}, {"TERM": ""}],
    ids=["dumb", "ci", "no-term"],
)
def test_a_terminal_without_a_screen_gets_text(
    environment: Mapping[str, str], tmp_path: Path
) -> None:
    write(tmp_path, scripted())
    with Terminal("run", "agents.toml", cwd=tmp_path, environment=environment) as terminal:
        assert (terminal.exit_code(), terminal.left_on) == (0, set())
        assert "\nHello.\n" in terminal.printed
        assert b"\x1b[?1049h" not in terminal.raw
        assert (b"\x1b" in terminal.raw) == ("TERM" not in environment)


def test_no_color_is_obeyed(tmp_path: Path) -> None:
    write(tmp_path, scripted())
    arguments = ("run", "agents.toml", "--no-tui")
    with Terminal(*arguments, cwd=tmp_path) as coloured:
        assert coloured.exit_code() == 0 and b"\x1b[2m" in coloured.raw
    with Terminal(*arguments, cwd=tmp_path, environment={"NO_COLOR": "1"}) as plain:
        assert plain.exit_code() == 0 and b"\x1b" not in plain.raw


def test_a_closed_standard_input_is_not_needed(tmp_path: Path) -> None:
    write(tmp_path, scripted())
    command = f'"{sys.executable}" -m tui run agents.toml <&-'
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, b"Hello.\n"), done.stderr.decode()


def test_ctrl_c_twice_leaves_text_output_at_once(tmp_path: Path) -> None:
    """The tool takes no notice of being cancelled, so that the first Ctrl-C has to wait."""
    (tmp_path / "hold.py").write_text(
        "import asyncio\n\n\nasync def hold() -> str:\n    while True:\n"
        "        try:\n            await asyncio.sleep(60)\n"
        "        except asyncio.CancelledError:\n            pass\n"
    )
    text = scripted(agent='tools = ["./hold.py:hold"]')
    call = 'tool_calls = [{ name = "hold" }]'
    write(tmp_path, text.replace('text = "Hello."', call))
    with Terminal("run", "agents.toml", "--no-tui", cwd=tmp_path) as terminal:
        terminal.wait_for("● hold")
        terminal.process.send_signal(signal.SIGINT)
        terminal.wait_for("press Ctrl-C again")
        assert terminal.process.poll() is None
        terminal.press("ctrl+c")
        assert terminal.exit_code() == 130
        assert "Traceback" not in terminal.printed
