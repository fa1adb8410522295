"""A terminal for the program: a real pty, an emulator that draws what it gets, and the raw bytes.

    with Terminal("run", "agents.toml", cwd=folder, columns=80, rows=24) as terminal:
        terminal.wait_for("● LIVE")
        terminal.press("space")
        ...
        assert terminal.exit_code() == 0 and terminal.left_on == set()

Law: nothing sleeps. Whoever waits reads the pty until the screen shows what is waited for, or fails
with the screen as it is.
"""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pyte

ROOT = Path(__file__).parents[1]

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "left": "\x1b[D",
    "right": "\x1b[C",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "ctrl+c": "\x03",
    "ctrl+d": "\x04",
    "ctrl+u": "\x15",
}
"""What a keyboard sends for keys that have a name; others are sent as they are."""

PATIENCE_S = 30.0
"""How long is waited for anything; only a broken program, or a very busy machine, needs it."""

_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
_ASKS_FOR_FRAMES, _HAS_FRAMES = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""Whether the terminal can show a frame at once, and the answer of one that can."""

_FRAME_BEGINS, _FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"

_AT_HOME = {b"7", b"25"}
"""The modes that are on in a fresh terminal: wrapped lines, a visible cursor."""

_NOT_HANDED_ON = frozenset({"CI", "NO_COLOR", "COLUMNS", "LINES"})
"""Variables that would tell the program another terminal than this one."""

Wanted = str | Callable[[str], object]
"""Text on the screen, or a claim about the whole screen."""


class Terminal:
    """The program in a terminal of its own, for the length of a `with` block."""

    def __init__(
        self,
        *arguments: str | Path,
        cwd: Path,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
        program: tuple[str, ...] = (sys.executable, "-m", "tui"),
    ) -> None:
        """Start `program` with `arguments` in `cwd`; its runs are kept below that."""
        self.raw = bytearray()
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._master, self._slave = pty.openpty()
        self._set_size(columns, rows)
        self._termios = termios.tcgetattr(self._slave)
        self.process = subprocess.Popen(
            [*program, *map(str, arguments)],
            cwd=cwd,
            env=_environment(cwd, environment or {}),
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._master)
        os.close(self._slave)

    # What is seen

    @property
    def lines(self) -> list[str]:
        """The rows of the screen."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen, row by row."""
        return "\n".join(self.lines)

    @property
    def printed(self) -> str:
        """What was written outside of the full screen, before and after it, without colours."""
        outside = re.sub(rb"\x1b\[\?1049h.*?(\x1b\[\?1049l|\Z)", b"", bytes(self.raw), flags=re.S)
        plain = re.sub(rb"\x1b\[[<>?]?[\d;]*\$?[a-zA-Z]", b"", outside)
        return plain.decode().replace("\r\n", "\n")

    @property
    def left_on(self) -> set[str]:
        """What differs from a fresh terminal: modes, the kinds of keys, the line discipline."""
        modes = set(_AT_HOME)
        for numbers, switch in _MODE.findall(bytes(self.raw)):
            change = modes.update if switch == b"h" else modes.difference_update
            change(numbers.split(b";"))
        left = {f"mode {mode.decode()}" for mode in modes ^ _AT_HOME}
        if len(re.findall(rb"\x1b\[>\d+u", self.raw)) != self.raw.count(b"\x1b[<u"):
            left.add("keyboard protocol")
        if termios.tcgetattr(self._slave) != self._termios:
            left.add("termios")
        return left

    # What is done

    def press(self, *keys: str) -> None:
        """Press keys by name (`enter`) or as they are (`z`, or a word to type)."""
        for key in keys:
            os.write(self._master, KEYS.get(key, key).encode())

    def click(self, column: int, row: int) -> None:
        """Press and release the left button on a cell, counted from 0."""
        place = f"{column + 1};{row + 1}"
        os.write(self._master, f"\x1b[<0;{place}M\x1b[<0;{place}m".encode())

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window; the program hears of it from the kernel."""
        self._screen.resize(rows, columns)
        self._set_size(columns, rows)

    def stall(self) -> None:
        """Let the terminal take nothing more, as after ctrl+s."""
        termios.tcflow(self._slave, termios.TCOOFF)

    def wait_until(self, is_so: Callable[[], bool], what: str) -> None:
        """Look again and again, without reading the screen, until something outside of it is so."""
        deadline = time.monotonic() + PATIENCE_S
        while not is_so():
            select.select([], [], [], 0.05)
            assert time.monotonic() < deadline, f"waited for {what}"

    def hang_up(self) -> None:
        """Close the window; nothing can be read or typed any more."""
        os.close(self._master)
        self._master = os.open(os.devnull, os.O_RDWR)

    def wait_for(self, *wanted: Wanted, without: str | None = None) -> str:
        """Read until the screen shows all that is `wanted` and lacks `without`; return it."""

        def is_there(screen: str) -> bool:
            if self._is_in_frame or (without is not None and without in screen):
                return False
            return all(each in screen if isinstance(each, str) else each(screen) for each in wanted)

        deadline = time.monotonic() + PATIENCE_S
        while not is_there(self.text):
            ended = self.process.poll() is not None
            has_read = self._read(0.1)
            if time.monotonic() > deadline or (ended and not has_read):
                state = f"ended with {self.process.returncode}" if ended else "still runs"
                raise AssertionError(f"waited for {wanted}; the program {state}:\n{self.text}")
        return self.text

    def exit_code(self) -> int:
        """Read until the program has left, and return its exit code."""
        deadline = time.monotonic() + PATIENCE_S
        while self.process.poll() is None:
            self._read(0.05)
            assert time.monotonic() < deadline, f"the program does not leave:\n{self.text}"
        while self._read(0.0):
            pass
        return self.process.returncode

    def _read(self, seconds: float) -> bool:
        """Take what the program wrote, waiting for it no longer than `seconds`."""
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        data = os.read(self._master, 1 << 16)
        while len(data) < 1 << 18 and select.select([self._master], [], [], 0.0)[0]:
            data += os.read(self._master, 1 << 16)
        self.raw += data
        self._stream.feed(data)
        if _ASKS_FOR_FRAMES in data:
            os.write(self._master, _HAS_FRAMES)
        return True

    @property
    def _is_in_frame(self) -> bool:
        """Whether a frame has begun to arrive that is not there whole."""
        return self.raw.rfind(_FRAME_BEGINS) > self.raw.rfind(_FRAME_ENDS)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _take_terminal() -> None:
    """Make the pty the controlling terminal of the new session; runs in the child."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _environment(cwd: Path, extra: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_HANDED_ON}
    own = {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "AGENT_TUI_RUNS_DIR": str(cwd / "runs"),
        "XDG_STATE_HOME": str(cwd / "state"),
    }
    return {**kept, **own, **extra}
