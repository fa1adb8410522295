"""RunCatalogue: the runs of a store and what people keep about them, kept up to date by looking.

Law: looking opens only files that are new or have changed; a look at a store in which nothing
happens reads the directory's time and the runs that are being written, and no more. Files are
grown without their directory changing, so now and then a look goes through all of them.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agents_core.errors import RecordingError
from agents_core.recording.annotation_file import SUFFIX as NOTES_SUFFIX
from agents_core.recording.annotation_file import AnnotationFile
from agents_core.recording.annotations import Annotations
from agents_core.recording.index import RunIndex
from agents_core.recording.store import SUFFIX, RunStore
from agents_core.recording.summary import RunSummary, summarise

LOOKS_UNTIL_ALL: Final = 30
"""Every so many looks, all files are gone through though the directory says nothing."""

_OPEN_STATUS: Final = ("running", "interrupted")
"""Of runs whose file says less than the lock on it, and is not remembered by the index."""

State = tuple[int, int]
"""When a file was changed, in nanoseconds, and its size."""

Known = dict[str, tuple[State, RunSummary | Annotations | None]]
"""By the name of a file: in which state it was read, and what it said; None if it is no run."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One run of the catalogue."""

    run: RunSummary
    kept: Annotations


class RunCatalogue:
    """Not to be asked by two threads at once."""

    def __init__(self, store: RunStore) -> None:
        """Begin without having looked."""
        self.store = store
        self.entries: tuple[CatalogueEntry, ...] = ()
        """In no order; the same tuple as long as nothing changed."""
        self._known: Known = {}
        self._growing: list[Path] = []
        self._changed_ns = -1
        self._looks = 0

    def look(self) -> tuple[CatalogueEntry, ...]:
        """Return the runs there are now.

        Raises:
            RecordingError: the directory cannot be read.
        """
        directory = self.store.directory
        try:
            changed_ns = directory.stat().st_mtime_ns
        except FileNotFoundError:
            return self.entries
        is_all = changed_ns != self._changed_ns or self._looks % LOOKS_UNTIL_ALL == 0
        if is_all:
            self._take(self._read(_files(directory)))
        elif self._growing:
            self._take(self._known | self._read(self._growing))
        self._changed_ns = changed_ns
        self._looks += 1
        return self.entries

    def _read(self, files: Iterable[Path]) -> Known:
        directory = self.store.directory
        with RunIndex.open(directory) as index:
            known = self._known if self._looks else _remembered(index, directory)
            return _read_changed(files, known, index)

    def _take(self, known: Known) -> None:
        if known != self._known:
            self._known = known
            self.entries = tuple(_entries(known))
            self._growing = [run.run.path for run in self.entries if run.run.status == "running"]


def _remembered(index: RunIndex, directory: Path) -> Known:
    """Return what the index knows, read in one go."""
    return {
        run.path.name: ((changed_ns, run.size), run) for changed_ns, run in index.all(directory)
    }


def _entries(known: Known) -> Iterator[CatalogueEntry]:
    """Yield the runs, each with what is kept about it."""
    for _, run in known.values():
        if isinstance(run, RunSummary):
            _, kept = known.get(f"{run.path.stem}{NOTES_SUFFIX}", (None, None))
            yield CatalogueEntry(run, kept if isinstance(kept, Annotations) else Annotations())


def _read_changed(files: Iterable[Path], known: Known, index: RunIndex) -> Known:
    """Return what `files` say; only those are opened that are not as they were."""
    found: Known = {}
    for path in files:
        try:
            stat = path.stat()
        except OSError:
            continue
        state, before = (stat.st_mtime_ns, stat.st_size), known.get(path.name)
        if before is not None and before[0] == state and not _may_end_unseen(before[1]):
            found[path.name] = before
        elif path.name.endswith(NOTES_SUFFIX):
            stem = path.name.removesuffix(NOTES_SUFFIX)
            found[path.name] = (state, _annotations(path.with_name(f"{stem}{SUFFIX}")))
        else:
            found[path.name] = (state, run := _summary(path, stat))
            if run is not None and run.status not in _OPEN_STATUS:
                index.put(run, stat)
    return found


def _may_end_unseen(said: object) -> bool:
    """Return whether the run may have been killed, which changes nothing in its file."""
    return isinstance(said, RunSummary) and said.status == "running"


def _files(directory: Path) -> Iterator[Path]:
    """Yield run files and what is kept beside them."""
    try:
        with os.scandir(directory) as found:
            names = [entry.name for entry in found]
    except OSError as error:
        raise RecordingError(f"{directory}: cannot be read: {error.strerror}") from error
    for name in names:
        if name.endswith((SUFFIX, NOTES_SUFFIX)):
            yield directory / name


def _summary(path: Path, stat: os.stat_result) -> RunSummary | None:
    try:
        return summarise(path, stat.st_size)
    except (OSError, RecordingError):
        return None


def _annotations(run_file: Path) -> Annotations:
    """Return what is kept about a run; a damaged file says nothing here."""
    try:
        return AnnotationFile(run_file).read()
    except RecordingError:
        return Annotations()
