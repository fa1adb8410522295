"""AnnotationFile: the annotations of a run in a file beside it, `<run_id>.notes.json`.

Law: a change is made to what the file says at that moment, so that of two programs neither loses
what the other wrote; it is written whole or not at all, for its owner alone. A damaged file is
never overwritten: it is moved aside.
"""

import contextlib
import fcntl
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from agents_core.errors import RecordingError
from agents_core.json_text import decode_json
from agents_core.recording.annotations import Annotations, Mark, Note

SUFFIX: Final = ".notes.json"
"""What stands in the place of the run file's own suffix."""

FORMAT: Final = "agent-tui-notes"
VERSION: Final = 1
"""The major version this program writes, and the newest it reads."""

Edit = Callable[[Annotations], Annotations]

T = TypeVar("T")


class AnnotationFile:
    """The file beside one run file; neither need exist."""

    def __init__(self, run_file: Path) -> None:
        """Name the file beside `run_file`."""
        self.path = run_file.with_suffix(SUFFIX)
        self.moved_to: Path | None = None
        """Where the latest change put a file that was damaged."""

    def read(self) -> Annotations:
        """Return what is kept; nothing when there is no file.

        Raises:
            RecordingError: the file is damaged, of a newer program, or may not be read.
        """
        try:
            return read_annotations(self.path.read_bytes())
        except FileNotFoundError:
            return Annotations()
        except ValueError as error:
            raise RecordingError(
                f"{self.path}: damaged: {error}. The next mark or note moves it aside."
            ) from error
        except OSError as error:
            raise RecordingError(f"{self.path}: cannot be read: {error.strerror}") from error

    def change(self, edit: Edit) -> Annotations:
        """Apply `edit` to what the file says now, write it, and return it.

        Raises:
            RecordingError: it cannot be written, or a newer program wrote it.
        """
        try:
            with _locked(self.path.parent):
                kept = edit(self._read_or_move_aside())
                _write_whole(self.path, annotations_json(kept))
        except OSError as error:
            raise RecordingError(f"{self.path}: cannot be written: {error.strerror}") from error
        return kept

    def _read_or_move_aside(self) -> Annotations:
        self.moved_to = None
        try:
            return read_annotations(self.path.read_bytes())
        except FileNotFoundError:
            return Annotations()
        except ValueError:
            self.moved_to = _free_name(self.path)
            self.path.rename(self.moved_to)
            return Annotations()


def annotations_json(kept: Annotations) -> str:
    """Return annotations as they are written down."""
    marks = [{"position": m.position, "label": m.label, **m.unknown} for m in kept.marks]
    notes = [{"seq": note.seq, "text": note.text, **note.unknown} for note in kept.notes]
    fields = {
        "format": FORMAT,
        "version": VERSION,
        "pinned": kept.is_pinned,
        "tags": kept.tags,
        "note": kept.note,
        "marks": marks,
        "notes": notes,
        **kept.unknown,
    }
    return json.dumps(fields, indent=2) + "\n"


def read_annotations(text: bytes) -> Annotations:
    """Return the annotations a file holds.

    Raises:
        ValueError: it is damaged; the text says what is wrong.
        RecordingError: a newer program wrote it.
    """
    fields = decode_json(text)
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise ValueError(f"it does not say that its format is {FORMAT}")
    if (version := _typed(fields, "version", int, VERSION)) > VERSION:
        raise RecordingError(
            f"these marks and notes are of format version {version}, this agent-tui knows up to "
            f"{VERSION}. Upgrade agent-tui to use them."
        )
    marks = {mark.position: mark for mark in map(_mark_of, _objects(fields, "marks"))}
    notes = {note.seq: note for note in map(_note_of, _objects(fields, "notes"))}
    return Annotations(
        marks=tuple(marks[position] for position in sorted(marks)),
        notes=tuple(notes[seq] for seq in sorted(notes)),
        tags=tuple(str(tag) for tag in _typed(fields, "tags", list, [])),
        note=_typed(fields, "note", str, ""),
        is_pinned=_typed(fields, "pinned", bool, False),
        unknown=_unknown(fields, "format", "version", "pinned", "tags", "note", "marks", "notes"),
    )


def _mark_of(fields: Mapping[str, Any]) -> Mark:
    return Mark(
        _number(fields, "position"),
        _typed(fields, "label", str, ""),
        _unknown(fields, "position", "label"),
    )


def _note_of(fields: Mapping[str, Any]) -> Note:
    return Note(
        _number(fields, "seq"), _typed(fields, "text", str, ""), _unknown(fields, "seq", "text")
    )


def _objects(fields: Mapping[str, Any], key: str) -> Iterator[dict[str, Any]]:
    for entry in _typed(fields, key, list, []):
        if not isinstance(entry, dict):
            raise ValueError(f'an entry of "{key}" is no object')
        yield entry


def _number(fields: Mapping[str, Any], key: str) -> int:
    number = _typed(fields, key, int, -1)
    if number < 0:
        raise ValueError(f'a "{key}" is missing or negative')
    return number


def _typed(fields: Mapping[str, Any], key: str, kind: type[T], default: T) -> T:
    value = fields.get(key, default)
    if not isinstance(value, kind):
        raise ValueError(f'"{key}" is not of type {kind.__name__}')
    return value


def _unknown(fields: Mapping[str, Any], *known: str) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key not in known}


@contextlib.contextmanager
def _locked(directory: Path) -> Iterator[None]:
    """Keep other programs from changing annotations in `directory` meanwhile."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with contextlib.suppress(OSError):  # a file system without locks: the last writer wins
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write_whole(path: Path, text: str) -> None:
    """Let `path` hold `text`, for its owner alone; a reader sees the old text or the new."""
    descriptor, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".new", dir=path.parent)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise


def _free_name(path: Path) -> Path:
    """Return a name beside `path` for a file that is moved aside."""
    number, name = 1, path.with_name(f"{path.name}.damaged")
    while name.exists():
        number += 1
        name = path.with_name(f"{path.name}.damaged-{number}")
    return name
