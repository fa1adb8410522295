"""RecordedRun: a run read from its file, or from standard input, as a source for the screen."""

import asyncio
import threading
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path

from agents_core.errors import RecordingError
from agents_core.history.run_history import RunHistory
from agents_core.recording import RunHeader, RunRecording, read_run
from agents_core.recording.summary import is_being_written
from agents_core.run_events import RunEvent
from tui.named_filters import filters_here
from tui.sources.origin import recorded_origin


class RecordedRun:
    """A `RunSource` over a run file; the file is indexed while it is shown already."""

    is_live = False
    is_recording = False
    is_remote = False
    controls = None

    def __init__(self, path: Path) -> None:
        """Open the file and read its header.

        Raises:
            RecordingError: there is no such file, it may not be read, or it is no run file.
        """
        with read_run(path) as run:
            self.header: RunHeader | None = run.header
        try:
            self.history = RunHistory.open(path)
        except OSError as error:
            raise RecordingError(f"{path}: cannot be read: {error.strerror}") from error
        self.title = run.header.title or path.stem
        self.named_filters = filters_here()
        self.problems: list[str] = []
        self.origin = recorded_origin(run.header, path)
        self.recorded_at = path

    async def run(self) -> None:
        """Index the file, slice by slice, letting the screen work in between."""
        for _ in self.history.index():
            await asyncio.sleep(0)
        is_written = is_being_written(self.recorded_at)
        self.problems += shortcomings(self.history, self.history.skipped, is_written=is_written)

    async def close(self) -> None:
        """Do nothing: a recording may be looked at to the end of the program."""


class PipedRun:
    """A `RunSource` over the lines of a run that arrive on a stream, perhaps still being made."""

    is_live = False
    is_recording = False
    recorded_at = None
    is_remote = False
    controls = None
    origin = None

    def __init__(self, stream: BufferedIOBase) -> None:
        """Wait for the header.

        Raises:
            RecordingError: the stream is empty, or holds no run.
        """
        self._recording = read_run(stream)
        self.header: RunHeader | None = self._recording.header
        self.history = RunHistory()
        self.title = self._recording.header.title or "standard input"
        self.named_filters = filters_here()
        self.problems: list[str] = []

    async def run(self) -> None:
        """Take the events as they arrive, until the stream ends."""
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        arguments = (self._recording, self.history, ended, asyncio.get_running_loop())
        # A daemon: reading may wait for ever, and must not keep the program from leaving.
        threading.Thread(target=_read_into, args=arguments, daemon=True).start()
        await ended
        self.problems += shortcomings(self.history, self._recording.damaged, is_written=False)

    async def close(self) -> None:
        """Do nothing: whoever writes to the stream closes it."""


def shortcomings(history: RunHistory, damaged: int, *, is_written: bool) -> Iterator[str]:
    """Yield what a recording lacks, in plain words."""
    if damaged:
        yield f"{damaged} damaged lines of the run file are left out."
    if not is_ended(history):
        yield (
            "This run is still going on; the view ends where its file ended."
            if is_written
            else "This run was interrupted: its file has no end. All that was written is here."
        )


def is_ended(history: RunHistory) -> bool:
    """Return whether the last event says how the run ended."""
    if not len(history):
        return False
    last = history.event(len(history) - 1)
    return last.type == "run.end" and last.parent is None


def _read_into(
    recording: RunRecording,
    history: RunHistory,
    ended: "asyncio.Future[None]",
    loop: asyncio.AbstractEventLoop,
) -> None:
    """Read to the end in a thread of its own; the history is filled on the loop."""

    def take(events: list[RunEvent]) -> None:
        for event in events:
            history.append(event)

    def end() -> None:
        if not ended.done():
            ended.set_result(None)

    try:
        for batch in recording.batches():
            loop.call_soon_threadsafe(take, batch)
        loop.call_soon_threadsafe(end)
    except RuntimeError:
        return  # the loop is closed: nobody watches any more
