"""PtyApp: one of the measured apps in a process and a pty of its own, and what is asked of it."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect  # type: ignore[import-untyped]  # it has none

from benchmarks.screen.painted import SIZE

TICKS_PER_S = os.sysconf("SC_CLK_TCK")


class PtyApp:
    """A running app; the terminal is a pipe that is read to its end."""

    def __init__(self, *arguments: str, size: tuple[int, int] = SIZE) -> None:
        """Start `python -m benchmarks.screen app` with `arguments`."""
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "benchmarks.screen", "app", *arguments],
            dimensions=(size[1], size[0]),
            timeout=60,
            cwd=str(Path(__file__).parents[2]),
        )
        self._child.delaybeforesend = None  # its default of 50 ms is not ours to count

    def press(self, key: str, until: str) -> float:
        """Press `key`; return the wall milliseconds until `until` is painted."""
        self.drain()  # what was painted before the key is of no interest
        began = time.perf_counter()
        self._child.send(key)
        self._child.expect_exact(until)
        return (time.perf_counter() - began) * 1e3

    def wait_for(self, text: str) -> None:
        """Wait until `text` was painted."""
        self._child.expect_exact(text)

    def live(self, seconds: float) -> None:
        """Let it run, reading what it paints as a terminal would."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            self.drain(left)

    def cpu_share(self, seconds: float) -> float:
        """Return the share of a core it takes for some seconds."""
        before = self._cpu_s()
        self.live(seconds)
        return (self._cpu_s() - before) / seconds

    def drain(self, patience_s: float = 0) -> None:
        """Read what is there, waiting for more up to `patience_s`."""
        try:
            while self._child.read_nonblocking(1 << 20, timeout=patience_s):
                patience_s = 0
        except pexpect.TIMEOUT:
            pass
        self._child.buffer = b""

    def close(self) -> None:
        """End it."""
        self._child.close(force=True)

    def _cpu_s(self) -> float:
        fields = Path(f"/proc/{self._child.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


@contextmanager
def pty_app(*arguments: str, size: tuple[int, int] = SIZE) -> Iterator[PtyApp]:
    """Start an app and end it."""
    app = PtyApp(*arguments, size=size)
    try:
        yield app
    finally:
        app.close()
