"""The trash: runs come back as they were, until they are gone for good."""

import os
from pathlib import Path

import pytest
from recordings import header, record

from agents_core.errors import RecordingError
from agents_core.recording import RunRecorder, RunStore
from agents_core.recording.trash import FOLDER, RunTrash

A, B = "2026-11-21T10-00-00-aaaa", "2026-11-22T10-00-00-bbbb"


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    store = RunStore(tmp_path / "runs")
    for run_id in (A, B):
        record(store.path_of(run_id))
        outputs = store.directory / f"{run_id}.outputs"
        outputs.mkdir()
        (outputs / "1.txt").write_text("long")
    return store


def names(store: RunStore) -> set[str]:
    return {path.name for path in store.directory.iterdir()}


def test_the_latest_comes_back_first_with_all_that_was_beside_it(store: RunStore) -> None:
    before, text = names(store), store.path_of(A).read_bytes()
    trash = RunTrash(store)
    trash.throw(B)
    trash.throw(A)
    assert names(store) == {FOLDER}
    assert (trash.bring_back(), trash.bring_back(), trash.bring_back()) == (A, B, None)
    assert names(store) - {FOLDER} == before
    assert store.path_of(A).read_bytes() == text


def test_an_emptied_trash_leaves_nothing_behind(store: RunStore) -> None:
    trash = RunTrash(store)
    trash.throw(A)
    trash.empty()
    assert names(store) == {f"{B}.jsonl", f"{B}.outputs"}
    assert trash.bring_back() is None


def test_a_run_that_is_being_written_is_not_thrown_away(store: RunStore) -> None:
    run_id = "2026-11-23T10-00-00-dddd"
    with RunRecorder(store.path_of(run_id), header(run_id)) as recorder:
        recorder.sync(timeout_s=10)
        with pytest.raises(RecordingError, match="still going on"):
            RunTrash(store).throw(run_id)
    assert store.path_of(run_id).exists()


def test_what_another_program_threw_away_waits_a_day(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    RunTrash(store).throw(A)
    RunTrash(store).empty()
    assert (store.directory / FOLDER / A).exists()
    later = os.stat(store.directory / FOLDER / A).st_ctime + 25 * 3600
    monkeypatch.setattr("agents_core.recording.trash.time.time", lambda: later)
    RunTrash(store).empty()
    assert not (store.directory / FOLDER).exists()


def test_a_store_without_a_folder_has_an_empty_trash(tmp_path: Path) -> None:
    RunTrash(RunStore(tmp_path / "nothing")).empty()
    assert not (tmp_path / "nothing").exists()
