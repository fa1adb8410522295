"""Reading run files, above all those that are not as they should be."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from recordings import header, record

from agents_core.errors import RecordingError
from agents_core.recording import read_header, read_run


@pytest.fixture
def run_file(tmp_path: Path) -> Path:
    path = tmp_path / "2026-11-23T14-03-05-ab12.jsonl"
    record(path)
    return path


def seqs_in(path: Path) -> list[int]:
    with read_run(path) as run:
        return [event.seq for event in run]


def test_what_was_written_is_read(run_file: Path) -> None:
    with read_run(run_file) as run:
        lines = [event.line for event in run]
        assert run.header == header(run_file.stem)
        assert not run.is_torn and run.damaged == 0
    assert lines == run_file.read_bytes().splitlines()[1:]


def test_a_last_line_torn_at_any_byte_is_read_past(run_file: Path) -> None:
    whole = run_file.read_bytes()
    lines = whole.count(b"\n") - 1
    last_line_at = whole[:-1].rindex(b"\n") + 1
    for cut in range(last_line_at + 1, len(whole) - 1):
        run_file.write_bytes(whole[:cut])
        assert seqs_in(run_file) == list(range(lines - 1)), cut


def test_a_last_line_that_lacks_only_its_line_break_counts(run_file: Path) -> None:
    run_file.write_bytes(run_file.read_bytes()[:-1])
    with read_run(run_file) as run:
        assert [event.type for event in run][-1] == "run.end"
        assert not run.is_torn


def test_damaged_lines_are_left_out_and_counted(run_file: Path) -> None:
    first, *rest = run_file.read_bytes().splitlines(keepends=True)
    run_file.write_bytes(first + rest[0] + b"\0\0\0\n[1]\n{}\n" + b"".join(rest[1:]))
    with read_run(run_file) as run:
        assert [event.seq for event in run] == list(range(len(rest)))
        assert run.damaged == 3


def test_unknown_types_and_fields_are_kept_as_they_are(run_file: Path) -> None:
    foreign = b'{"type":"tea.break","new":true,"seq":99,"t":1}'
    with run_file.open("ab") as file:
        file.write(foreign + b"\n")
    with read_run(run_file) as run:
        assert list(run)[-1].line == foreign


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty: there is no run in it"),
        (b"hello\n", "not a run file"),
        (b"[1, 2]\n", "not a run file"),
        (b"\x89PNG\r\n\x1a\n", "not a run file"),
        (
            b'{"format":"agent-tui-run","version":2,"x":1}\n',
            "format version 2.*reads up to 1.*Upgrade",
        ),
        (b'{"format":"agent-tui-run"}\n', "format version None"),
        (b'{"type":"error","message":"no such agent"}\n', "no run, but an error: no such agent"),
    ],
)
def test_what_is_no_run_is_refused_in_plain_words(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "run.jsonl"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match=said):
        read_run(path)


def test_a_missing_file_and_a_folder_are_refused_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="there is no such run file"):
        read_run(tmp_path / "nothing.jsonl")
    with pytest.raises(RecordingError, match="cannot be read: Is a directory"):
        read_run(tmp_path)


NOBODY = """
    import os, sys
    from pathlib import Path
    from agents_core.recording import RunStore, read_run, RunRecorder, RunHeader
    from agents_core.errors import RecordingError
    if os.geteuid() == 0:
        os.setuid(65534)
    folder = Path(sys.argv[1])
    for attempt in (
        lambda: read_run(folder / "run.jsonl"),
        lambda: RunStore(folder).list(),
        lambda: RunRecorder(folder / "new.jsonl", RunHeader("new", "")),
    ):
        try:
            attempt()
        except RecordingError as error:
            print(error)
"""


def test_a_folder_without_permission_is_said_so_each_time(tmp_path: Path) -> None:
    folder = tmp_path / "private"
    folder.mkdir()
    record(folder / "run.jsonl")
    folder.chmod(0o000)
    done = subprocess.run(
        [sys.executable, "-c", "import textwrap,sys; exec(textwrap.dedent(sys.argv.pop(1)))",
         NOBODY, str(folder)],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    folder.chmod(0o700)
    assert done.stderr == ""
    read, listed, written = done.stdout.splitlines()
    assert read.endswith("run.jsonl: cannot be read: Permission denied")
    assert listed.endswith("private: cannot be read: Permission denied")
    assert written.endswith("new.jsonl: cannot be created: Permission denied")


def test_events_on_a_stream_are_there_before_the_stream_ends(run_file: Path) -> None:
    reading, writing = os.pipe()
    first, second, third = run_file.read_bytes().splitlines(keepends=True)[:3]
    os.write(writing, first + second + third[:10])
    with open(reading, "rb") as stream:
        run = read_run(stream)
        events = iter(run)
        assert next(events).seq == 0
        os.write(writing, third[10:])
        assert next(events).seq == 1
        os.close(writing)
        assert list(events) == []


def test_a_header_survives_the_way_through_its_line() -> None:
    assert read_header(header().line, "x") == header()
