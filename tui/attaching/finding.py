"""Finding what there is to watch: by an id, or all runs that go on now."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agents_core.errors import RecordingError
from agents_core.recording import RunStore
from agents_core.recording.summary import is_being_written
from tui.attaching.attached_run import AttachedRun
from tui.attaching.places import is_answered, live_runs, socket_of
from tui.sources.followed_run import FollowedRun
from tui.sources.recorded_run import RecordedRun
from tui.sources.run_source import RunSource


@dataclass(frozen=True, slots=True)
class Watchable:
    """A run that goes on."""

    run_id: str
    path: Path | None
    """Its file, if it is recorded here."""


def going_on(store: RunStore) -> Sequence[Watchable]:
    """Return the runs that go on now, newest first: with a socket, or a file being written."""
    files = {path.stem: path for path in map(store.path_of, store.ids()) if is_being_written(path)}
    ids = sorted({*live_runs(), *files}, reverse=True)
    return [Watchable(run_id, files.get(run_id)) for run_id in ids]


def source_of(reference: str, store: RunStore) -> RunSource:
    """Return a run by its id, the beginning of one, `last`, or a path: as live as it can be had.

    Raises:
        RecordingError: there is no such run.
    """
    if (run_id := _live_id(reference)) is not None:
        file = store.path_of(run_id)
        return AttachedRun(socket_of(run_id), file if file.exists() else None)
    return source_at(store.find(reference))


def source_at(path: Path) -> RunSource:
    """Return the run of a file: as live as it can be had.

    Raises:
        RecordingError: it is no run file, or cannot be read.
    """
    if not is_being_written(path):
        return RecordedRun(path)
    try:
        socket = socket_of(path.stem)
    except OSError:  # nobody can have one then
        return FollowedRun(path)
    return AttachedRun(socket, path) if is_answered(socket) else FollowedRun(path)


def _live_id(reference: str) -> str | None:
    """Return the id of the one live run that `reference` begins."""
    if not reference or reference == "last" or "/" in reference:
        return None
    found = [run_id for run_id in live_runs() if run_id.startswith(reference)]
    if len(found) > 1:
        raise RecordingError(f"{reference} begins several live runs: {', '.join(found)}")
    return found[0] if found else None
