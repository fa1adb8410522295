"""Lines of a stream, however it is cut into blocks."""

import pytest

from agents_core.recording import LineSplitter


@pytest.mark.parametrize("size", range(1, 12))
def test_lines_are_the_same_whatever_the_blocks(size: int) -> None:
    stream = b"one\n\nthree is longer\n" + b"x" * 30 + b"\nfive\nrest"
    splitter, lines = LineSplitter(longest=20), []
    for start in range(0, len(stream), size):
        lines += splitter.lines_of(stream[start : start + size])
    assert lines == [b"one", b"", b"three is longer", b"five"]
    assert (splitter.rest, splitter.too_long) == (b"rest", 1)


def test_a_line_without_an_end_is_not_kept() -> None:
    splitter = LineSplitter(longest=100)
    for _ in range(50):
        assert splitter.lines_of(b"x" * 30) == []
    assert (splitter.rest, splitter.too_long) == (b"", 1)
    assert splitter.lines_of(b"x\nnext\n") == [b"next"]
