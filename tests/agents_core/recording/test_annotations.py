"""Marks and notes: values that change by becoming new ones, and the file beside the run."""

import json
import stat
from pathlib import Path

import pytest
from recordings import record

from agents_core.errors import RecordingError
from agents_core.recording import RunStore
from agents_core.recording.annotation_file import AnnotationFile
from agents_core.recording.annotations import Annotations, Mark, Note

RUN = "2026-11-21T10-00-00-aaaa"


@pytest.fixture
def file(tmp_path: Path) -> AnnotationFile:
    return AnnotationFile(tmp_path / f"{RUN}.jsonl")


def test_marks_stay_in_order_and_are_one_a_position() -> None:
    kept = Annotations().with_mark(9, "end").with_mark(3).with_mark(9, "the end")
    assert kept.marks == (Mark(3), Mark(9, "the end"))
    assert kept.without_mark(3).positions == [9]
    assert kept.marks_between(3, 8) == (Mark(3),)
    assert kept.mark_at(4) is None


def test_an_empty_comment_removes_it() -> None:
    kept = Annotations().with_note_on(7, "why?").with_note_on(2, "here")
    assert kept.notes == (Note(2, "here"), Note(7, "why?"))
    assert kept.with_note_on(7, "").notes == (Note(2, "here"),)
    assert kept.note_on(7) == "why?" and kept.note_on(8) == ""


def test_tags_are_trimmed_and_kept_once() -> None:
    assert Annotations().with_tags([" slow", "slow", "", "bad "]).tags == ("slow", "bad")


def test_what_was_changed_is_read_again(file: AnnotationFile) -> None:
    file.change(lambda kept: kept.with_mark(4, "look").with_note_on(3, "odd\ud800"))
    kept = file.change(lambda kept: kept.with_pin(True).with_tags(["a"]).with_note("all of it"))
    assert file.read() == kept
    assert kept == Annotations(
        (Mark(4, "look"),), (Note(3, "odd\ud800"),), ("a",), "all of it", True
    )
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_nothing_is_kept_where_there_is_no_file(file: AnnotationFile) -> None:
    assert file.read() == Annotations()


def test_two_programs_keep_what_the_other_wrote(file: AnnotationFile) -> None:
    other = AnnotationFile(file.path.with_name(f"{RUN}.jsonl"))
    file.change(lambda kept: kept.with_mark(1))
    other.change(lambda kept: kept.with_mark(2))
    assert file.change(lambda kept: kept.with_mark(3)).positions == [1, 2, 3]


def test_fields_of_a_newer_program_are_kept(file: AnnotationFile) -> None:
    marks = [{"position": 1, "label": "", "colour": "red"}]
    fields = {"format": "agent-tui-notes", "version": 1, "stars": 5, "marks": marks}
    file.path.write_text(json.dumps(fields))
    file.change(lambda kept: kept.with_mark(1, "seen").with_pin(True))
    written = json.loads(file.path.read_text())
    assert written["stars"] == 5
    assert written["marks"] == [{"position": 1, "label": "seen", "colour": "red"}]


def test_what_a_newer_program_wrote_is_left_alone(file: AnnotationFile) -> None:
    file.path.write_text('{"format": "agent-tui-notes", "version": 2}')
    with pytest.raises(RecordingError, match="Upgrade agent-tui"):
        file.change(lambda kept: kept.with_mark(1))
    assert '"version": 2' in file.path.read_text()


@pytest.mark.parametrize(
    "damaged",
    [
        b"{",
        b"\xff",
        b"[]",
        b'{"marks": []}',
        b'{"format": "agent-tui-notes", "marks": [3]}',
        b'{"format": "agent-tui-notes", "marks": [{"position": "x"}]}',
        b'{"format": "agent-tui-notes", "notes": [{"text": "no event"}]}',
        b'{"format": "agent-tui-notes", "pinned": "yes"}',
    ],
)
def test_a_damaged_file_is_named_and_moved_aside(file: AnnotationFile, damaged: bytes) -> None:
    file.path.write_bytes(damaged)
    with pytest.raises(RecordingError, match=r"notes\.json: damaged"):
        file.read()
    assert file.path.read_bytes() == damaged
    assert file.change(lambda kept: kept.with_mark(1)).positions == [1]
    assert file.moved_to is not None and file.moved_to.read_bytes() == damaged


def test_a_directory_that_is_not_there_is_said(tmp_path: Path) -> None:
    file = AnnotationFile(tmp_path / "none" / "run.jsonl")
    with pytest.raises(RecordingError, match="cannot be written: No such file"):
        file.change(lambda kept: kept.with_mark(1))


def test_removing_a_run_removes_its_notes(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    record(store.path_of(RUN))
    file = AnnotationFile(store.path_of(RUN))
    file.change(lambda kept: kept.with_mark(1))
    store.remove(RUN)
    assert list(tmp_path.glob(f"{RUN}*")) == []
    assert store.list() == []


def test_removing_a_run_of_elsewhere_removes_its_notes_and_nothing_else(tmp_path: Path) -> None:
    run = tmp_path / "other" / "mine.jsonl"
    record(run)
    AnnotationFile(run).change(lambda kept: kept.with_mark(1))
    run.with_suffix(".txt").write_text("mine")
    RunStore(tmp_path).remove(str(run))
    assert [path.name for path in run.parent.iterdir()] == ["mine.txt"]
