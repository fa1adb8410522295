"""The catalogue of runs: what a look sees, and which files it opens for it."""

from pathlib import Path

import pytest
from recordings import header, record

from agents_core.recording import RunRecorder, RunStore
from agents_core.recording.annotation_file import AnnotationFile
from agents_core.recording.catalogue import LOOKS_UNTIL_ALL, RunCatalogue
from agents_core.recording.summary import RunSummary, summarise

A, B, C = "2026-11-21T10-00-00-aaaa", "2026-11-22T10-00-00-bbbb", "2026-11-22T11-00-00-cccc"


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    store = RunStore(tmp_path / "runs")
    record(store.path_of(A))
    record(store.path_of(B), status="failed")
    return store


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The run files that were opened, in order."""
    names: list[str] = []

    def count_opening(path: Path, size: int) -> RunSummary:
        names.append(path.stem)
        return summarise(path, size)

    monkeypatch.setattr("agents_core.recording.catalogue.summarise", count_opening)
    return names


def statuses(catalogue: RunCatalogue) -> dict[str, str]:
    return {entry.run.run_id: entry.run.status for entry in catalogue.look()}


def test_a_look_sees_what_was_asked_and_answered(store: RunStore) -> None:
    runs = {entry.run.run_id: entry.run for entry in RunCatalogue(store).look()}
    assert (runs[A].input, runs[A].output) == ("hello", "word word word")
    assert (runs[B].status, runs[B].output) == ("failed", "")


def test_what_the_index_knows_is_not_opened_again(store: RunStore, opened: list[str]) -> None:
    first = RunCatalogue(store).look()
    assert sorted(opened) == [A, B]
    second = RunCatalogue(store).look()
    assert sorted(opened) == [A, B]
    assert set(second) == set(first)


def test_a_look_at_a_store_in_which_nothing_happens_returns_the_same_entries(
    store: RunStore, opened: list[str]
) -> None:
    catalogue = RunCatalogue(store)
    first = catalogue.look()
    assert all(catalogue.look() is first for _ in range(2 * LOOKS_UNTIL_ALL))
    assert len(opened) == 2


def test_runs_appear_grow_end_and_go(store: RunStore) -> None:
    catalogue = RunCatalogue(store)
    catalogue.look()
    with RunRecorder(store.path_of(C), header(C)) as recorder:
        recorder.sync(timeout_s=10)
        assert statuses(catalogue)[C] == "running"
    assert statuses(catalogue)[C] == "interrupted"
    store.remove(C)
    assert statuses(catalogue) == {A: "finished", B: "failed"}


def test_a_file_that_grows_though_its_run_had_ended_is_seen_a_little_later(
    store: RunStore,
) -> None:
    catalogue = RunCatalogue(store)
    catalogue.look()
    line = b'{"seq":7,"t":99.5,"type":"run.end","agent":null,"turn":1,"data":{"status":"failed"}}\n'
    with store.path_of(A).open("ab") as file:
        file.write(line)
    for _ in range(LOOKS_UNTIL_ALL):
        catalogue.look()
    assert statuses(catalogue)[A] == "failed"


def test_what_people_keep_about_a_run_comes_with_it(store: RunStore) -> None:
    catalogue = RunCatalogue(store)
    catalogue.look()
    AnnotationFile(store.path_of(A)).change(lambda kept: kept.with_pin(True).with_tags(["good"]))
    kept = {entry.run.run_id: entry.kept for entry in catalogue.look()}
    assert (kept[A].is_pinned, kept[A].tags) == (True, ("good",))
    assert not kept[B].is_pinned


def test_files_that_are_no_runs_and_damaged_notes_change_nothing(store: RunStore) -> None:
    (store.directory / "foreign.jsonl").write_text("{}\n")
    AnnotationFile(store.path_of(A)).path.write_text("broken")
    assert set(statuses(RunCatalogue(store))) == {A, B}


def test_a_folder_that_does_not_exist_is_empty(tmp_path: Path) -> None:
    catalogue = RunCatalogue(RunStore(tmp_path / "nothing"))
    assert catalogue.look() == ()
    assert not catalogue.store.directory.exists()
