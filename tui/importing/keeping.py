"""Keeping imported runs in the store, like all others."""

from datetime import UTC
from pathlib import Path

from agents_core.errors import RecordingError
from agents_core.recording import AnnotationFile, RunHeader, RunRecorder, RunStore
from agents_core.recording.header import ImportedRun
from tui.importing.saved_run import SavedRun, new_redactor


def keep(run: SavedRun, source: str, file: str, store: RunStore) -> Path:
    """Write a run file, with tags that say where it is from.

    Args:
        run: the run.
        source: the format it was saved in.
        file: the name of the file it was read from.
        store: where runs are kept.

    Raises:
        RecordingError: it cannot be written, or is there already.
    """
    path = store.path_of(run.run_id)
    header = RunHeader(
        run_id=run.run_id,
        created_at=run.began_at.astimezone(UTC).isoformat(timespec="microseconds"),
        title=new_redactor().text(run.title),
        agent=run.agent,
        imported=ImportedRun(source, file, run.timing),
    )
    problems: list[str] = []
    with RunRecorder(path, header, problems.append) as recorder:
        for event in run.events:
            recorder.record(event)
    if problems:
        path.unlink(missing_ok=True)
        raise RecordingError(problems[0])
    AnnotationFile(path).change(lambda kept: kept.with_tags([*kept.tags, "imported", source]))
    return path
