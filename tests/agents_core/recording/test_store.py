"""The store of runs: what it lists, finds and removes, with and without its index."""

import os
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from recordings import header, record

from agents_core.costs import Cost
from agents_core.errors import RecordingError
from agents_core.recording import RunRecorder, RunStore, new_run_id
from agents_core.recording.index import FILE_NAME
from agents_core.recording.summary import RunSummary, summarise

A, B, C = "2026-11-21T10-00-00-aaaa", "2026-11-22T10-00-00-bbbb", "2026-11-22T11-00-00-cccc"


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    store = RunStore(tmp_path / "runs")
    record(store.path_of(A))
    record(store.path_of(B), status="failed")
    record(store.path_of(C), status=None)
    return store


def statuses(store: RunStore) -> dict[str, str]:
    return {run.run_id: run.status for run in store.list()}


ALL = {C: "interrupted", B: "failed", A: "finished"}


def test_runs_are_listed_latest_first_with_how_they_ended(store: RunStore) -> None:
    assert list(statuses(store).items()) == list(ALL.items())
    finished = store.list()[-1]
    assert (finished.title, finished.agent, finished.turns) == ("support.toml", "triage", 1)
    assert (finished.events, finished.tokens) == (7, 42)
    costs = [run.cost for _ in ("from the file", "from the index") for run in store.list()]
    assert costs == [None, *[Cost(Decimal("0.031"), 1)] * 2] * 2
    assert finished.size == store.path_of(A).stat().st_size


def test_a_run_somebody_is_writing_is_running_and_cannot_be_removed(store: RunStore) -> None:
    run_id = "2026-11-23T10-00-00-dddd"
    with RunRecorder(store.path_of(run_id), header(run_id)) as recorder:
        recorder.sync(timeout_s=10)
        assert statuses(store)[run_id] == "running"
        with pytest.raises(RecordingError, match="still going on"):
            store.remove(run_id)
    assert statuses(store)[run_id] == "interrupted"


def damage(index: Path) -> None:
    index.write_bytes(b"SQLite format 3\0" + os.urandom(5000))


def replace_by_folder(index: Path) -> None:
    index.unlink()
    index.mkdir()


def make_foreign(index: Path) -> None:
    index.unlink()
    with sqlite3.connect(index) as database:
        database.execute("CREATE TABLE runs (foreign_column INTEGER)")
    database.close()


def make_stale(index: Path) -> None:
    with sqlite3.connect(index) as database:
        database.execute("UPDATE runs SET size = size - 1, status = 'cancelled'")
    database.close()


@pytest.mark.parametrize("harm", [Path.unlink, damage, replace_by_folder, make_foreign, make_stale])
def test_whatever_happens_to_the_index_the_files_are_the_truth(
    store: RunStore, harm: Callable[[Path], None]
) -> None:
    store.list()
    harm(store.directory / FILE_NAME)
    assert statuses(store) == ALL
    assert statuses(store) == ALL


def test_the_index_spares_reading_files_that_have_not_changed(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.list()
    read: list[Path] = []

    def count_reading(path: Path, size: int) -> RunSummary:
        read.append(path)
        return summarise(path, size)

    monkeypatch.setattr("agents_core.recording.store.summarise", count_reading)
    assert statuses(store) == ALL
    assert read == [store.path_of(C)]  # it has no end, and may be going on again


def test_files_that_are_no_runs_are_left_out(store: RunStore) -> None:
    (store.directory / "empty.jsonl").touch()
    (store.directory / "foreign.jsonl").write_text("{}\n")
    (store.directory / "notes.txt").write_text("hello")
    assert statuses(store) == ALL


def test_a_run_with_a_last_event_larger_than_any_window_is_summarised(store: RunStore) -> None:
    with store.path_of(C).open("ab") as file:
        file.write(
            b'{"seq":6,"t":9.5,"type":"run.end","agent":null,"turn":1,"data":'
            b'{"status":"cancelled","final_output":"%s"}}\n' % (b"x" * 300_000)
        )
        file.write(b'{"seq":7,"t":9.6,"type":"torn')
    run = store.list()[0]
    assert (run.status, run.seconds) == ("cancelled", 9.5)


@pytest.mark.parametrize(
    ("reference", "found"),
    [(A, A), ("2026-11-21", A), ("bbbb", B), ("last", C), ("2026-11-22T11", C)],
)
def test_a_run_is_found_by_id_beginning_end_or_last(
    store: RunStore, reference: str, found: str
) -> None:
    assert store.find(reference) == store.path_of(found)


def test_a_run_is_found_by_its_path(store: RunStore, tmp_path: Path) -> None:
    store.path_of(A).rename(tmp_path / "kept.jsonl")
    assert store.find(str(tmp_path / "kept.jsonl")) == tmp_path / "kept.jsonl"


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("2026-11-22", "may be 2 runs: .*cccc, .*bbbb"),
        ("2026-11-22T10-00-00-bbbx", f'Did you mean "{B}"'),
        ("nope", "List them: agent-tui runs"),
    ],
)
def test_what_is_not_found_is_explained(store: RunStore, reference: str, said: str) -> None:
    with pytest.raises(RecordingError, match=said):
        store.find(reference)


def test_a_folder_that_does_not_exist_holds_no_runs(tmp_path: Path) -> None:
    store = RunStore(tmp_path / "nothing")
    assert store.list() == []
    assert not store.directory.exists()
    with pytest.raises(RecordingError, match=r"there are no runs in .* yet\. Make one"):
        store.find("last")


def test_removing_a_run_removes_what_is_kept_beside_it(store: RunStore) -> None:
    beside = store.directory / f"{A}.index"
    beside.touch()
    assert store.remove(A) == store.path_of(A)
    assert not beside.exists()
    assert set(statuses(store)) == {B, C}


def test_outside_of_the_store_nothing_but_a_run_file_is_removed(
    store: RunStore, tmp_path: Path
) -> None:
    notes, picture, kept = tmp_path / "notes.txt", tmp_path / "kept.png", tmp_path / "kept.jsonl"
    notes.write_text("precious")
    picture.write_text("precious")
    store.path_of(A).rename(kept)
    with pytest.raises(RecordingError, match="not a run file"):
        store.remove(str(notes))
    store.remove(str(kept))
    assert (notes.exists(), picture.exists(), kept.exists()) == (True, True, False)


def test_ids_sort_by_time_and_differ() -> None:
    early, late = datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC)
    assert new_run_id(early) < new_run_id(late)
    assert len({new_run_id(early) for _ in range(20)}) > 1
