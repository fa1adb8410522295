"""Reading a run file: its header, then its events one by one.

Law: reading never fails because of how writing ended. A half-written last line is read past, a
damaged line is counted and left out; types and fields nobody knows yet are kept as they are.
"""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final

from agents_core.errors import RecordingError
from agents_core.json_text import decode_json
from agents_core.recording.header import RunHeader, read_header
from agents_core.run_events import RunEvent, read_event

_HEADER_LIMIT: Final = 1 << 20
"""A first line longer than this is no header: a foreign file of gigabytes is not read whole."""


class RunRecording:
    """An open run file: iterate over it for the events; they can be read once."""

    def __init__(self, header: RunHeader, file: BinaryIO) -> None:
        """Take a file that stands behind its header."""
        self.header = header
        self.damaged = 0
        """How many complete lines held no event, so far."""
        self.is_torn = False
        """Whether the last line was only half written; known at the end."""
        self._file = file

    def __iter__(self) -> Iterator[RunEvent]:
        """Yield the events, each as soon as its line has arrived."""
        for line in self._file:
            try:
                yield _event_of(line)
            except ValueError:
                self._count_unreadable(line)

    def _count_unreadable(self, line: bytes) -> None:
        if not line.endswith(b"\n"):
            self.is_torn = True
        elif not line.startswith(b'{"type":"error"'):  # what `run --json` adds for its caller
            self.damaged += 1

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


def read_run(source: Path | BinaryIO) -> RunRecording:
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


def open_run(path: Path) -> BinaryIO:
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


def _event_of(line: bytes) -> RunEvent:
    if not line.endswith(b"\n"):
        decode_json(line)  # cut off, it may still end in a brace by chance
    return read_event(line.removesuffix(b"\n"))


def _first_line(file: BinaryIO, name: str) -> RunHeader:
    line = file.readline(_HEADER_LIMIT)
    if not line:
        raise RecordingError(f"{name}: empty: there is no run in it")
    return read_header(line, name)
