"""Recorded runs as sources: what the screen gets of a file and of a pipe."""

import os
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

import pytest
from recordings import header, record

from agents_core.errors import RecordingError
from agents_core.recording import RunRecorder
from tui.sources.recorded_run import PipedRun, RecordedRun
from tui.sources.run_source import RunSource


@pytest.fixture
def run_file(tmp_path: Path) -> Path:
    record(tmp_path / "run.jsonl")
    return tmp_path / "run.jsonl"


@pytest.fixture
def run_bytes(run_file: Path) -> bytes:
    return run_file.read_bytes()


def damage(run_file: Path) -> None:
    run_file.write_bytes(run_file.read_bytes().replace(b'{"seq":3,', b"\0\0\0\0"))


async def finished(source: RunSource) -> RunSource:
    await source.run()
    return source


async def test_a_file_becomes_a_history(run_file: Path) -> None:
    source = await finished(RecordedRun(run_file))
    assert len(source.history) == 7
    assert source.header == header("run")
    assert (source.title, source.is_live, source.is_recording) == ("support.toml", False, False)
    assert list(source.problems) == []


async def test_a_file_without_an_end_says_so(tmp_path: Path) -> None:
    record(tmp_path / "run.jsonl", status=None)
    source = await finished(RecordedRun(tmp_path / "run.jsonl"))
    assert len(source.history) == 6
    assert "interrupted" in source.problems[0]


async def test_a_file_somebody_is_writing_says_so(tmp_path: Path) -> None:
    with RunRecorder(tmp_path / "run.jsonl", header()) as recorder:
        recorder.sync(timeout_s=10)
        source = await finished(RecordedRun(tmp_path / "run.jsonl"))
        assert "still going on" in source.problems[0]


async def test_damaged_lines_are_counted(run_file: Path) -> None:
    damage(run_file)
    source = await finished(RecordedRun(run_file))
    assert source.problems[0].startswith("1 damaged")


def test_what_is_no_run_is_refused_before_anything_is_shown(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("hello")
    with pytest.raises(RecordingError, match="not a run file"):
        RecordedRun(tmp_path / "x.jsonl")


@pytest.fixture
def pipe() -> Iterator[tuple[BufferedReader, int]]:
    reading, writing = os.pipe()
    with open(reading, "rb") as stream:
        yield stream, writing


async def test_a_pipe_becomes_a_history(run_bytes: bytes, pipe: tuple[BufferedReader, int]) -> None:
    stream, writing = pipe
    os.write(writing, run_bytes + b'{"type":"error","message":"for the caller"}\n')
    os.close(writing)
    source = await finished(PipedRun(stream))
    assert len(source.history) == 7
    assert list(source.problems) == []


async def test_a_pipe_that_ends_early_says_so(
    run_bytes: bytes, pipe: tuple[BufferedReader, int]
) -> None:
    stream, writing = pipe
    os.write(writing, run_bytes[:-20])
    os.close(writing)
    source = await finished(PipedRun(stream))
    assert len(source.history) == 6
    assert "interrupted" in source.problems[0]
