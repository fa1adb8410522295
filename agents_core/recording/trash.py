"""RunTrash: where removed runs wait, in case they are wanted back.

Law: a run is moved with all that is kept beside it, and comes back as it was; what a program threw
away is gone when that program ends, what it left behind (a crash) a day later.
"""

import shutil
import time
from typing import Final

from agents_core.errors import RecordingError
from agents_core.recording.store import RunStore
from agents_core.recording.summary import is_being_written

FOLDER: Final = ".trash"
"""Beside the runs, so that moving costs nothing and cannot run out of space."""

KEPT_S: Final = 24 * 3600.0
"""How long what nobody came back for is kept."""


class RunTrash:
    """The runs one program has thrown away, the latest last."""

    def __init__(self, store: RunStore) -> None:
        """Throw away runs of `store`."""
        self._store = store
        self._folder = store.directory / FOLDER
        self.thrown: list[str] = []
        """Ids, the latest last."""

    def throw(self, run_id: str) -> None:
        """Move a run away.

        Raises:
            RecordingError: it is being written, is not there, or may not be moved.
        """
        path = self._store.path_of(run_id)
        if is_being_written(path):
            raise RecordingError(f"{run_id}: this run is still going on; stop it first")
        place = self._folder / run_id
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            for file in self._store.files_of(path):
                file.rename(place / file.name)
        except OSError as error:
            raise RecordingError(f"{path}: cannot be removed: {error.strerror}") from error
        self.thrown.append(run_id)

    def bring_back(self) -> str | None:
        """Put the run thrown away last where it was; return its id, None if there is none.

        Raises:
            RecordingError: it cannot be moved back.
        """
        if not self.thrown:
            return None
        run_id = self.thrown.pop()
        place = self._folder / run_id
        try:
            for file in place.iterdir():
                file.rename(self._store.directory / file.name)
            place.rmdir()
        except OSError as error:
            raise RecordingError(f"{run_id}: cannot be brought back: {error.strerror}") from error
        return run_id

    def empty(self) -> None:
        """Remove for good what was thrown away, and what others left a day ago."""
        for run_id in self.thrown:
            shutil.rmtree(self._folder / run_id, ignore_errors=True)
        self.thrown.clear()
        for place in self._folder.glob("*"):
            if place.stat().st_ctime < time.time() - KEPT_S:
                shutil.rmtree(place, ignore_errors=True)
        if self._folder.is_dir() and not any(self._folder.iterdir()):
            self._folder.rmdir()
