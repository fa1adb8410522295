"""The recorder: what is in the file, when, and what happens when the disk says no."""

import os
import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import recordings
from recordings import header, run_something

from agents_core.errors import RecordingError
from agents_core.journal import Journal, JournalScope
from agents_core.recording import RunRecorder, read_run, writer
from agents_core.recording.summary import is_being_written

TESTS = str(Path(recordings.__file__).parent)


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def test_the_file_holds_the_header_and_then_the_lines_of_the_journal(tmp_path: Path) -> None:
    journal, lines = Journal(), [header().line]
    with RunRecorder(tmp_path / "run.jsonl", header()) as recorder:
        journal.subscribe(recorder.record)
        journal.subscribe(lambda event: lines.append(event.line))
        run_something(JournalScope(journal), deltas=500)
    assert (tmp_path / "run.jsonl").read_bytes().splitlines() == lines


def test_what_is_synced_is_in_the_file_while_the_run_goes_on(tmp_path: Path) -> None:
    journal = Journal()
    with RunRecorder(tmp_path / "run.jsonl", header()) as recorder:
        journal.subscribe(recorder.record)
        run_something(JournalScope(journal))
        assert recorder.sync(timeout_s=10)
        assert (tmp_path / "run.jsonl").read_bytes().count(b"\n") == 7
        assert recorder.unsaved == 0


@pytest.mark.parametrize("mask", [0o000, 0o077, 0o777])
def test_nobody_else_can_read_a_run_whatever_the_umask_is(tmp_path: Path, mask: int) -> None:
    path = tmp_path / "runs" / "run.jsonl"
    with umask(mask), RunRecorder(path, header()):
        pass
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with RunRecorder(tmp_path / "run.jsonl", header()):
        pass
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_an_existing_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text("precious")
    with pytest.raises(RecordingError, match=r"run\.jsonl: cannot be created: File exists"):
        RunRecorder(path, header())
    assert path.read_text() == "precious"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RecordingError):
        RunRecorder(tmp_path / "run.jsonl", header())
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_where_the_folder_should_be_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("")
    with pytest.raises(RecordingError, match="cannot be created: Not a directory"):
        RunRecorder(tmp_path / "runs" / "run.jsonl", header())


def test_the_end_of_a_turn_is_synced_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = []
    monkeypatch.setattr(writer, "_sync_data", lambda fd: sizes.append(os.fstat(fd).st_size))
    journal = Journal()
    with RunRecorder(tmp_path / "run.jsonl", header()) as recorder:
        journal.subscribe(recorder.record)
        run_something(JournalScope(journal))
    assert sizes[-1] == (tmp_path / "run.jsonl").stat().st_size


def test_the_file_is_locked_as_long_as_somebody_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with RunRecorder(path, header()):
        assert is_being_written(path)
    assert not is_being_written(path)


KILLED = """
    import sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from agents_core.journal import Journal
    from agents_core.recording import RunRecorder
    from recordings import DELTA, header
    recorder, journal = RunRecorder(Path(sys.argv[1]), header()), Journal()
    journal.subscribe(recorder.record)
    while True:
        for _ in range(97):
            event = journal.append("model.event", DELTA, agent="triage", turn=1, parent=None)
        assert recorder.sync()
        print(event.seq, flush=True)
"""


@pytest.mark.parametrize("attempt", range(6))
def test_killed_at_any_moment_everything_acknowledged_is_readable(
    tmp_path: Path, attempt: int
) -> None:
    path = tmp_path / "run.jsonl"
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(path), TESTS],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    for _ in range(3 * attempt + 1):
        child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    acknowledged = [int(line) for line in child.stdout.read().splitlines() if line]
    child.wait(timeout=10)
    child.stdout.close()
    with read_run(path) as run:
        seqs = [event.seq for event in run]
        assert run.damaged == 0
    assert seqs == list(range(len(seqs)))
    assert len(seqs) > max(acknowledged, default=97 * (3 * attempt + 1) - 1)
    assert not is_being_written(path)


FULL = """
    import resource, sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from agents_core.journal import Journal
    from agents_core.recording import RunRecorder
    from recordings import DELTA, header
    path, problems, journal = Path(sys.argv[1]), [], Journal()
    recorder = RunRecorder(path, header(), problems.append)
    journal.subscribe(recorder.record)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, most))
    for _ in range(1000):
        journal.append("model.event", DELTA, agent="triage", turn=1, parent=None)
    assert not recorder.sync(), "a full disk must not be called synced"
    assert path.stat().st_size == 10_000 and recorder.unsaved > 500
    if sys.argv[3] == "room":
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    for _ in range(10):
        journal.append("model.event", DELTA, agent="triage", turn=1, parent=None)
    recorder.close()
    print(*problems, sep="\\n")
"""


def run_on_a_full_disk(path: Path, then: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FULL), str(path), TESTS, then],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_a_disk_that_was_full_for_a_while_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    refused, recovered = run_on_a_full_disk(path, "room")
    assert "cannot be written: File too large. The run goes on" in refused
    assert "nothing is missing" in recovered
    with read_run(path) as run:
        assert [event.seq for event in run] == list(range(1010))
        assert not run.is_torn and run.damaged == 0


def test_a_disk_that_stays_full_leaves_a_readable_file_and_says_what_is_missing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "run.jsonl"
    _, lost = run_on_a_full_disk(path, "no room")
    with read_run(path) as run:
        seqs = [event.seq for event in run]
        assert run.is_torn and run.damaged == 0
    assert seqs == list(range(len(seqs)))
    assert f"the last {1010 - len(seqs)} events are not in the file" in lost


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("mounting a small file system is not permitted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_file_system_is_survived_and_used_again_when_there_is_room(
    small_disk: Path,
) -> None:
    (small_disk / "ballast").write_bytes(b"x" * 40_000)
    problems: list[str] = []
    journal = Journal()
    with RunRecorder(small_disk / "run.jsonl", header(), problems.append) as recorder:
        journal.subscribe(recorder.record)
        run_something(JournalScope(journal), deltas=300)
        assert not recorder.sync(timeout_s=10)
        (small_disk / "ballast").unlink()
        assert recorder.sync(timeout_s=10)
    assert ["No space left on device" in problem for problem in problems] == [True, False]
    with read_run(small_disk / "run.jsonl") as run:
        assert [event.seq for event in run] == list(range(303))


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the child does hardly anything
def test_a_process_that_was_forked_off_does_not_keep_a_run_alive(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    (told, tell), (held, hold) = os.pipe(), os.pipe()
    with RunRecorder(path, header()) as recorder:
        if (child := os.fork()) == 0:
            os.close(hold)
            recorder.disown()
            os.write(tell, b".")
            os.read(held, 1)  # until the test is over
            os._exit(0)
        os.read(told, 1)
        assert is_being_written(path)
    assert not is_being_written(path)
    os.close(hold)
    os.waitpid(child, 0)
    for descriptor in (told, tell, held):
        os.close(descriptor)
