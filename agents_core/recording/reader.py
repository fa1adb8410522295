"""Reading a run file: its header, then its events one by one.

Law: reading never fails because of how writing ended. A half-written last line is read past, a
damaged line is counted and left out; types and fields nobody knows yet are kept as they are.
"""

from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path
from types import TracebackType
from typing import Final

from agents_core.errors import RecordingError
from agents_core.json_text import decode_json
from agents_core.recording.header import RunHeader, read_header
from agents_core.recording.line_splitter import LineSplitter
from agents_core.run_events import RunEvent, read_event

_HEADER_LIMIT: Final = 1 << 20
"""A first line longer than this is no header: a foreign file of gigabytes is not read whole."""

_BLOCK: Final = 1 << 18
"""How many bytes are read at a time, at most."""


class RunRecording:
    """An open run file: iterate over it for the events; they can be read once."""

    def __init__(self, header: RunHeader, file: BufferedIOBase) -> None:
        """Take a file that stands behind its header."""
        self.header = header
        self.damaged = 0
        """How many lines held no event, or had no end, so far."""
        self.is_torn = False
        """Whether the last line was only half written; known at the end."""
        self._file = file

    def __iter__(self) -> Iterator[RunEvent]:
        """Yield the events, each as soon as its line has arrived."""
        for batch in self.batches():
            yield from batch

    def batches(self) -> Iterator[list[RunEvent]]:
        """Yield the events in the portions in which they arrive."""
        splitter = LineSplitter()
        while block := self._file.read1(_BLOCK):
            before, lines = splitter.too_long, splitter.lines_of(block)
            self.damaged += splitter.too_long - before
            yield [event for line in lines if (event := self._event_of(line)) is not None]
        if rest := splitter.rest:
            yield self._last_event(rest)

    def _event_of(self, line: bytes) -> RunEvent | None:
        try:
            return read_event(line)
        except ValueError:
            # `run --json` ends with an error line for its caller
            self.damaged += not line.startswith(b'{"type":"error"')
            return None

    def _last_event(self, line: bytes) -> list[RunEvent]:
        """Return the event of a line without a line break: cut off, or only not ended."""
        try:
            decode_json(line)  # cut off, it may still look like an event at both ends
            return [read_event(line)]
        except ValueError:
            self.is_torn = True
            return []

    def __enter__(self) -> "RunRecording":
        """Return the recording."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._file.close()


def read_run(source: Path | BufferedIOBase) -> RunRecording:
    """Open a run for reading.

    Args:
        source: a run file, or a stream of its lines such as standard input.

    Raises:
        RecordingError: there is no such file, it may not be read, or it is no run file.
    """
    file = open_run(source) if isinstance(source, Path) else source
    name = str(source) if isinstance(source, Path) else "standard input"
    try:
        return RunRecording(_first_line(file, name), file)
    except RecordingError:
        file.close()
        raise


def open_run(path: Path) -> BufferedIOBase:
    """Open a file of the user's, and say in plain words why that failed.

    Raises:
        RecordingError: the file is missing or may not be read.
    """
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise RecordingError(f"{path}: there is no such run file") from None
    except OSError as error:
        raise RecordingError(f"{path}: cannot be read: {error.strerror}") from error


def _first_line(file: BufferedIOBase, name: str) -> RunHeader:
    line = file.readline(_HEADER_LIMIT)
    if not line:
        raise RecordingError(f"{name}: empty: there is no run in it")
    return read_header(line, name)
