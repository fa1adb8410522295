"""RunRecorder: writes a run into its file while the run goes on.

Law: the run never waits for the disk and never fails because of it; the file only ever grows by
whole lines in the order of the journal, save for its last one. One thread of its own writes: it
sleeps while nothing happens, gathers tokens for at most 50 ms, writes everything else at once,
and syncs the file to the disk at the end of each turn.

When the disk refuses (full, unplugged), lines wait in memory, where the journal's history holds
them anyway, and go out in order, from the very byte where writing stopped, once there is room.
"""

import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

from agents_core.errors import RecordingError
from agents_core.forked import let_go_of
from agents_core.recording.header import RunHeader
from agents_core.run_events import RunEvent

GATHER_S: Final = 0.05
"""The longest a token waits to be written."""

RETRY_S: Final = 1.0
"""How soon to try again after the disk refused."""

_SYNC_AFTER: Final = frozenset({"model.end", "run.end"})
"""Where a turn ends, and the run."""

_CREATE: Final = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW

_sync_data: Final = getattr(os, "fdatasync", os.fsync)
"""macOS has no fdatasync."""

Problem = Callable[[str], None]
"""Is told, from the writing thread, what is wrong with the recording, once for each outage."""


class RunRecorder:
    """A subscriber of the journal that keeps every event in a run file.

    While it is open it holds a lock on the file: that is how others know the run is alive.
    """

    def __init__(
        self, path: Path, header: RunHeader | None, on_problem: Problem = lambda _: None
    ) -> None:
        """Create the file, readable by its owner alone, with `header` as its first line.

        Args:
            path: of the file.
            header: of the run; None goes on in a file that is there.
            on_problem: is told what is wrong.

        Raises:
            RecordingError: the file cannot be created, or is not there any more.
        """
        self.path = path
        self._fd, self._lines = _reopen(path) if header is None else (_create(path), [header.line])
        self._unsent = memoryview(b"")
        self._on_problem = on_problem
        self._refused: OSError | None = None
        self._is_closing = False
        self._must_sync = False
        self._syncs: list[threading.Event] = []
        self._has_work = threading.Event()
        self._is_urgent = threading.Event()
        self._has_work.set()
        self._thread = threading.Thread(target=self._write_until_closed, name="recorder")
        self._thread.daemon = True  # a disk that hangs must not keep the program from leaving
        self._thread.start()

    def record(self, event: RunEvent) -> None:
        """Take an event; it is in the file 50 ms later at the latest."""
        self._lines.append(event.line)
        if event.type != "model.event":
            self._must_sync = self._must_sync or event.type in _SYNC_AFTER
            self._hurry()
        elif not self._has_work.is_set():
            self._has_work.set()

    @property
    def unsaved(self) -> int:
        """How many lines are not in the file yet."""
        return len(self._lines) + bytes(self._unsent).count(b"\n")

    def sync(self, timeout_s: float | None = None) -> bool:
        """Wait until all that was recorded so far is on the disk; return whether it is."""
        done = threading.Event()
        self._syncs.append(done)
        self._hurry()
        return done.wait(timeout_s) and self._refused is None

    def close(self) -> None:
        """Write and sync what is left, say so if that fails, and let go of the file."""
        self._is_closing = True
        self._hurry()
        self._thread.join(timeout=10)

    def disown(self) -> None:
        """Leave the file to the process that this one was forked from, and its lock with it."""
        let_go_of([self._fd])

    def __enter__(self) -> "RunRecorder":
        """Return the recorder."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    def _hurry(self) -> None:
        self._is_urgent.set()
        self._has_work.set()

    def _write_until_closed(self) -> None:
        while not self._is_closing:
            self._has_work.wait(None if self._refused is None else RETRY_S)
            self._is_urgent.wait(GATHER_S)
            self._has_work.clear()
            self._is_urgent.clear()
            self._write()
        self._write()
        if self.unsaved:
            self._on_problem(f"{self.path}: the last {self.unsaved} events are not in the file")
        os.close(self._fd)

    def _write(self) -> None:
        """Write what waits and keep the promises made about it; note a disk that refuses."""
        syncs, self._syncs = self._syncs, []
        must_sync, self._must_sync = self._must_sync or bool(syncs), False
        try:
            self._send()
            if must_sync:
                _sync_data(self._fd)
        except OSError as error:
            self._must_sync = must_sync
            self._note_refusal(error)
        else:
            self._note_success()
        for done in syncs:
            done.set()

    def _send(self) -> None:
        while self._unsent or self._lines:
            if not self._unsent:
                taken = len(self._lines)
                self._unsent = memoryview(b"\n".join([*self._lines[:taken], b""]))
                del self._lines[:taken]
            self._unsent = self._unsent[os.write(self._fd, self._unsent) :]

    def _note_refusal(self, error: OSError) -> None:
        if self._refused is None:
            self._on_problem(
                f"{self.path}: cannot be written: {error.strerror}. The run goes on; "
                "its events wait in memory until there is room."
            )
        self._refused = error

    def _note_success(self) -> None:
        if self._refused is not None:
            self._refused = None
            self._on_problem(f"{self.path}: can be written again; nothing is missing from it.")


def _create(path: Path) -> int:
    """Create the file and lock it for as long as this process has it open."""
    try:
        _make_private(path.parent)
        fd = os.open(path, _CREATE, 0o600)
        os.fchmod(fd, 0o600)  # whatever the umask says
        fcntl.flock(fd, fcntl.LOCK_EX)
    except OSError as error:
        raise RecordingError(f"{path}: cannot be created: {error.strerror}") from error
    return fd


def _reopen(path: Path) -> tuple[int, list[bytes]]:
    """Open and lock a file to go on in, and return what to write first: the end of a torn line."""
    try:
        fd = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW)
        fcntl.flock(fd, fcntl.LOCK_EX)
        is_torn = os.pread(fd, 1, max(0, os.fstat(fd).st_size - 1)) != b"\n"
    except OSError as error:
        raise RecordingError(f"{path}: cannot be gone on with: {error.strerror}") from error
    return fd, [b""] if is_torn else []


def _make_private(directory: Path) -> None:
    """Create the directory for its owner alone; one that exists is the user's business."""
    try:
        directory.mkdir(parents=True)
    except FileExistsError:
        return
    directory.chmod(0o700)  # whatever the umask says
