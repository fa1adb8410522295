"""RunSummary: what a list says of a run, read from the two ends of its file.

Law: it costs the same for a long run as for a short one.
"""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from agents_core.costs import Cost
from agents_core.errors import RecordingError
from agents_core.json_text import encode_json
from agents_core.recording.reader import read_run
from agents_core.run_events import RunEvent, read_event

StoredStatus = Literal[
    "running", "finished", "failed", "cancelled", "needs_approval", "interrupted"
]
"""`interrupted`: the file has no end, and nobody is writing it any more."""

_TAIL: Final = 1 << 16
"""How much of the end of a file is read at first, in bytes."""

_HEAD_LINES: Final = 8
"""Lines among which the start of a run is looked for."""

_LINE: Final = 1 << 20
"""A line longer than this is not read for a summary."""

INPUT_LIMIT: Final = 500
OUTPUT_LIMIT: Final = 1_000
"""Characters of the input and of the output that a summary holds."""

_ENDED: Final[dict[object, StoredStatus]] = {
    "finished": "finished",
    "failed": "failed",
    "cancelled": "cancelled",
    "needs_approval": "needs_approval",
}


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a list of runs shows of each."""

    run_id: str
    path: Path
    created_at: str
    """ISO 8601, UTC."""
    title: str
    agent: str | None
    status: StoredStatus
    seconds: float
    """How long it took, up to its latest event."""
    events: int
    turns: int
    tokens: int
    cost: Cost | None
    """None where the file does not say, because it has no end or is old."""
    size: int
    """Of the file, in bytes."""
    error: str | None
    """Why it failed, in one line."""
    input: str = ""
    """How what was asked begins."""
    output: str = ""
    """How the final output begins."""
    parent: str | None = None
    """Id of the run it was forked from."""


def is_being_written(path: Path) -> bool:
    """Return whether a live process is recording into the file: it holds a lock while it does."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(fd)
    return False


def summarise(path: Path, size: int) -> RunSummary:
    """Return the summary of a run file.

    Raises:
        RecordingError: it is no run file, or cannot be read.
    """
    is_written = is_being_written(path)  # asked first: a run that ends meanwhile is not interrupted
    with read_run(path) as run:
        header = run.header
    asked = _input_of(path)
    last = _last_event(path)
    end = last.data if last is not None and last.type == "run.end" and last.parent is None else {}
    return RunSummary(
        run_id=header.run_id or path.stem,
        path=path,
        created_at=header.created_at,
        title=header.title,
        agent=header.agent,
        status=_ENDED.get(end.get("status"), "running" if is_written else "interrupted"),
        seconds=last.at if last else 0.0,
        events=last.seq + 1 if last else 0,
        turns=end.get("turns") or (last.turn if last else 0),
        tokens=(end.get("usage") or {}).get("total_tokens") or 0,
        cost=Cost.read(end.get("cost")),
        size=size,
        error=_message_of(end.get("error")),
        input=asked[:INPUT_LIMIT],
        parent=header.parent.run_id if header.parent else None,
        output=_text_of(end.get("final_output"))[:OUTPUT_LIMIT],
    )


def _message_of(error: Any) -> str | None:
    return str(error.get("message")) if isinstance(error, dict) else None


def _text_of(value: Any) -> str:
    """Return an output as text: what is no text is JSON."""
    if value is None or isinstance(value, str):
        return value or ""
    return encode_json(value).decode()


def _input_of(path: Path) -> str:
    """Return the text a run was asked with, empty while it has none."""
    with path.open("rb") as file:
        file.readline(_LINE)
        for _ in range(_HEAD_LINES):
            event = _event_or_none(file.readline(_LINE).rstrip(b"\n"))
            if event is not None and event.type == "run.start":
                return input_text(event.data.get("input"))
    return ""


def input_text(asked: Any) -> str:
    """Return the words of an input: a text, or those of its messages."""
    if isinstance(asked, str):
        return asked
    items = asked if isinstance(asked, list) else []
    contents = [item.get("content") for item in items if isinstance(item, dict)]
    return "\n".join(filter(None, map(_content_text, contents)))


def _content_text(content: Any) -> str:
    if not isinstance(content, list):
        return content if isinstance(content, str) else ""
    texts = [part.get("text") for part in content if isinstance(part, dict)]
    return "\n".join(text for text in texts if isinstance(text, str))


def _last_event(path: Path) -> RunEvent | None:
    """Return the last complete event of the file."""
    try:
        with path.open("rb") as file:
            return _last_event_in(file)
    except OSError as error:
        raise RecordingError(f"{path}: cannot be read: {error.strerror}") from error


def _last_event_in(file: BinaryIO) -> RunEvent | None:
    end = file.seek(0, os.SEEK_END)
    window = _TAIL
    while True:
        start = max(0, end - window)
        file.seek(start)
        lines = file.read(end - start).split(b"\n")
        for line in reversed(lines[1:]):  # the first is cut, or is the header
            if (event := _event_or_none(line)) is not None:
                return event
        if start == 0:
            return None
        window *= 4


def _event_or_none(line: bytes) -> RunEvent | None:
    try:
        event = read_event(line)
    except ValueError:
        return None
    return event if line.endswith(b"}") and _is_whole(event) else None


def _is_whole(event: RunEvent) -> bool:
    """Return whether the payload is JSON too: a torn line may end in a brace by chance."""
    try:
        return event.data is not ...
    except ValueError:
        return False
