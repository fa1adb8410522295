"""RunStore: the directory the runs are in; lists them, finds one, removes one.

Law: the files are the truth. Whatever the index says is checked against a file's size and time,
and an index that is missing, damaged or not writable changes nothing but the speed.
"""

import difflib
import glob
import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from agents_core.errors import RecordingError
from agents_core.recording.annotation_file import AnnotationFile
from agents_core.recording.header import new_run_id
from agents_core.recording.index import RunIndex
from agents_core.recording.reader import read_run
from agents_core.recording.summary import RunSummary, is_being_written, summarise

SUFFIX: Final = ".jsonl"
"""How the name of a run file ends."""


def default_runs_dir() -> Path:
    """Return where runs are kept: `AGENT_TUI_RUNS_DIR`, or the user's state directory."""
    if named := os.environ.get("AGENT_TUI_RUNS_DIR"):
        return Path(named)
    # Imported here because most commands are told, or never ask, where runs are.
    from platformdirs import user_state_path

    return user_state_path("agent-tui") / "runs"


class RunStore:
    """All runs of one directory; the directory need not exist."""

    def __init__(self, directory: Path | None = None) -> None:
        """Use `directory`, or the user's own."""
        self.directory = directory or default_runs_dir()

    def new_run(self, now: datetime | None = None) -> tuple[str, Path]:
        """Return the id and the path of a run that begins now; nothing is created."""
        run_id = new_run_id(now or datetime.now(UTC))
        return run_id, self.path_of(run_id)

    def path_of(self, run_id: str) -> Path:
        """Return where the run of that id is, or would be."""
        return self.directory / f"{run_id}{SUFFIX}"

    def ids(self) -> list[str]:
        """Return the ids of all runs, newest first, by the names of their files alone."""
        return sorted((path.stem for path in self._files()), reverse=True)

    def list(self) -> list[RunSummary]:
        """Return all runs, newest first; files that are no runs are left out."""
        with RunIndex.open(self.directory) as index:
            runs = [run for path in self._files() if (run := _summary(path, index)) is not None]
        return sorted(runs, key=lambda run: (run.created_at, run.run_id), reverse=True)

    def find(self, reference: str) -> Path:
        """Return the run file `reference` names.

        Args:
            reference: "last", an id, the beginning or the end of one, or a path.

        Raises:
            RecordingError: there is no such run, or more than one.
        """
        if reference == "last":
            return self._last()
        ids = self.ids()
        if reference in ids:
            return self.path_of(reference)
        if Path(reference).is_file():
            return Path(reference)
        return self.path_of(_only_match(reference, ids, self.directory))

    def remove(self, reference: str) -> Path:
        """Remove a run and what is kept beside it; return where it was.

        Raises:
            RecordingError: there is no such run, it is still going on, or it may not be removed.
        """
        path = self.find(reference)
        if is_being_written(path):
            raise RecordingError(f"{path.stem}: this run is still going on; stop it first")
        try:
            for file in self.files_of(path):
                _remove(file)
        except OSError as error:
            raise RecordingError(f"{path}: cannot be removed: {error.strerror}") from error
        return path

    def files_of(self, path: Path) -> Sequence[Path]:
        """Return what to remove of a run; outside of the store, the run file and its annotations.

        Raises:
            RecordingError: a file outside of the store is no run.
        """
        if path.parent == self.directory:
            return list(self.directory.glob(f"{glob.escape(path.stem)}.*"))
        with read_run(path):
            return [path, AnnotationFile(path).path]

    def _last(self) -> Path:
        if not (runs := self.list()):
            raise RecordingError(
                f"there are no runs in {self.directory} yet. Make one: agent-tui run agents.toml"
            )
        return runs[0].path

    def _files(self) -> Iterator[Path]:
        try:
            yield from (path for path in self.directory.iterdir() if path.suffix == SUFFIX)
        except FileNotFoundError:
            return
        except OSError as error:
            raise RecordingError(f"{self.directory}: cannot be read: {error.strerror}") from error


def _remove(path: Path) -> None:
    """Remove a file, or a folder of outputs."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _only_match(reference: str, ids: list[str], directory: Path) -> str:
    matches = [name for name in ids if name.startswith(reference)]
    matches = matches or [name for name in ids if name.endswith(reference)]
    match matches:
        case [only]:
            return only
        case []:
            near = difflib.get_close_matches(reference, ids, 1)
            hint = f'Did you mean "{near[0]}"?' if near else "List them: agent-tui runs"
            raise RecordingError(f'no run "{reference}" in {directory}. {hint}')
        case _:
            shown = ", ".join(matches[:5]) + (", …" if len(matches) > 5 else "")
            raise RecordingError(f'"{reference}" may be {len(matches)} runs: {shown}')


def _summary(path: Path, index: RunIndex) -> RunSummary | None:
    """Return what is known of a run: from the index if the file has not changed, else from it."""
    try:
        stat = path.stat()
        if (known := index.get(path, stat)) is not None:
            return known
        summary = summarise(path, stat.st_size)
    except (OSError, RecordingError):
        return None
    if summary.status not in ("running", "interrupted"):
        index.put(summary, stat)
    return summary
