"""Which formats there are, which one a file is in, and the runs that are in it."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedIOBase, BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, Final

from agents_core.errors import RecordingError
from agents_core.json_text import decode_json, encode_json
from agents_core.recording.header import FORMAT
from agents_core.recording.reader import open_run
from tui.importing import agents_session
from tui.importing.claude_code import is_claude_code, read_claude_code
from tui.importing.codex import is_codex, read_codex
from tui.importing.json_lines import JsonLines
from tui.importing.otlp import is_otlp, read_otlp
from tui.importing.saved_run import SavedRun

LOOKED_AT: Final = 50
"""How many lines are looked at to tell what they are."""

LARGEST_DOCUMENT: Final = 1 << 28
"""In bytes, of a file that is one JSON text over many lines."""


@dataclass(frozen=True, slots=True)
class LineFormat:
    """A format in which a line is an object."""

    name: str
    """What `--from` calls it."""
    is_one: Callable[[dict[str, Any]], bool]
    """Tells whether an object is a line of it."""
    read: Callable[[Any], list[SavedRun]]
    """Makes runs of its objects."""
    missing: str
    """What a file lacks that is in the format and has no run."""


LINE_FORMATS: Final = (
    LineFormat("codex", is_codex, read_codex, "no line of a Codex session is in it"),
    LineFormat("claude-code", is_claude_code, read_claude_code, "no message is in it"),
    LineFormat("otlp", is_otlp, read_otlp, "no span of generative AI (gen_ai.*) is in it"),
)

NAMES: Final = (agents_session.SOURCE, *(format_.name for format_ in LINE_FORMATS))
"""What `--from` may be."""


@dataclass(frozen=True, slots=True)
class SavedFile:
    """What was found in a file."""

    source: str
    """The name of its format."""
    runs: list[SavedRun]
    faults: list[str]
    """What was wrong in it, in sentences."""


def read_saved(path: Path, source: str | None = None) -> SavedFile:
    """Return the runs in a file.

    Args:
        path: of the file.
        source: its format, one of `NAMES`; None finds out.

    Raises:
        RecordingError: it cannot be read, is in none of the formats, or has no run.
    """
    with open_run(path) as file:
        is_database = file.read(len(agents_session.MAGIC)) == agents_session.MAGIC
        if is_database or source == agents_session.SOURCE:
            return _only(agents_session.SOURCE, source, path)
        file.seek(0)
        return _read_lines(file, path, source)


def _only(found: str, source: str | None, path: Path) -> SavedFile:
    """Read a database, unless something else was expected."""
    if source not in (None, found):
        raise RecordingError(f"{path}: an SQLite database, which --from {source} is not")
    runs = agents_session.read_agents_sessions(path)
    if not runs:
        raise RecordingError(f"{path}: no session has an item in it")
    return SavedFile(found, runs, [])


def _read_lines(file: BufferedIOBase, path: Path, source: str | None) -> SavedFile:
    file = _in_one_line(file)
    named = next((each for each in LINE_FORMATS if each.name == source), None)
    format_ = named or _format_of(JsonLines(file, str(path)), path)
    file.seek(0)
    lines = JsonLines(file, str(path))
    runs = format_.read(lines)
    if not runs:
        raise RecordingError("\n".join([f"{path}: {format_.missing}.", *lines.faults]))
    return SavedFile(format_.name, runs, lines.faults)


def _in_one_line(file: BufferedIOBase) -> BufferedIOBase:
    """Return the file, or one JSON text that stands in many lines of it as a line."""
    is_split = file.readline(LARGEST_DOCUMENT).strip() in (b"{", b"[")
    file.seek(0)
    if not is_split:
        return file
    text = file.read(LARGEST_DOCUMENT)
    try:
        return BytesIO(encode_json(decode_json(text)))
    except ValueError:
        file.seek(0)
        return file


def _format_of(lines: JsonLines, path: Path) -> LineFormat:
    """Return the format of the first line that has one."""
    for found in islice(lines, LOOKED_AT):
        if found.get("format") == FORMAT:
            raise RecordingError(f"{path}: a run file already. Watch it: agent-tui replay {path}")
        for format_ in LINE_FORMATS:
            if format_.is_one(found):
                return format_
    if lines.number == 0:
        raise RecordingError(f"{path}: empty: there is no run in it")
    known = ", ".join(NAMES)
    faults = [f"{path}: in none of the formats known here ({known}); --from names one."]
    raise RecordingError("\n".join([*faults, *lines.faults]))
