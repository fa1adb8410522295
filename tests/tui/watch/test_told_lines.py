"""All lines of a watched run can be read, though few of them are kept in memory."""

from pathlib import Path

import pytest

from tui.watch import told_lines
from tui.watch.told_lines import ToldLines

HEADER = b"the header"
LINES = [b"line %d" % number for number in range(50)]


@pytest.mark.parametrize("written", [0, 7, 33, 50])
def test_lines_are_read_from_memory_or_the_file(
    written: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(told_lines, "KEPT", 5)
    file = tmp_path / "run.jsonl"
    file.write_bytes(b"\n".join([HEADER, *LINES[:written], b""]))
    told = ToldLines(file, len(HEADER) + 1)
    for number, line in enumerate(LINES, start=1):
        told.append(line)
        assert len(told) == number
    for first in range(len(LINES)):
        for last in range(first, len(LINES) + 1):
            assert told.lines(first, last) == LINES[first:last]


def test_what_the_file_does_not_hold_yet_stays_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(told_lines, "KEPT", 5)
    file = tmp_path / "run.jsonl"
    told = ToldLines(file, len(HEADER) + 1)
    for line in LINES:
        told.append(line)  # there is no file
    assert told.lines(0, 50) == LINES
    file.write_bytes(b"\n".join([HEADER, *LINES, b""]))
    for line in LINES[:5]:
        told.append(line)
    file.unlink()
    assert told.lines(50, 55) == LINES[:5]
    with pytest.raises(FileNotFoundError):
        told.lines(0, 50)
