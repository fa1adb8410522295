from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.rendering.incremental_lines import IncrementalLines
from tui.rendering.json_lines import json_lines
from tui.rendering.markdown_lines import markdown_lines
from tui.rendering.plain_lines import plain_lines
from tui.rendering.styled_line import StyledLine, line_cells, line_text

Make = Callable[[int], IncrementalLines]  # type: ignore[type-arg]  # any state
RENDERERS = [plain_lines, markdown_lines, json_lines]

WORDS = st.sampled_from(
    [
        "{",
        "}",
        "[",
        "]",
        '"',
        '"key": ',
        ", ",
        '"a\\nb"',
        "12.5",
        "true",
        "\\u00e9",
        "\\ud83d",
        "word ",
        "**",
        "*",
        "_",
        "`",
        "``",
        "```",
        "```python\n",
        "\n",
        "\n\n",
        "# ",
        "- ",
        "  - ",
        "1. ",
        "> ",
        "| a | b |\n",
        "|---|:-:|\n",
        "| 漢字 | x |\n",
        "[t](http://u)",
        "~~",
        "---\n",
        "def f(): return 'x'\n",
        "\x1b[2J",
        "\r\n",
        "\t",
        "😀",
        "e\u0301",
        "\u202e",
        "http://a.b/c ",
        "long" * 30,
        "word " * 300,
        "**bold** " * 120,
        "x" * 3000,
        "`c` *i* " * 700,
        "|",
    ]
)
TEXTS = st.lists(WORDS, max_size=40).map("".join)


def rows(lines: IncrementalLines) -> list[StyledLine]:  # type: ignore[type-arg]  # any state
    return [lines[at] for at in range(len(lines))]


@pytest.mark.parametrize("make", RENDERERS)
@settings(deadline=None, max_examples=60)
@given(text=TEXTS, cuts=st.lists(st.integers(0, 20_000), max_size=12), width=st.integers(1, 60))
def test_any_pieces_give_the_rows_of_the_whole(
    make: Make, text: str, cuts: list[int], width: int
) -> None:
    pieced, whole = make(width), make(width)
    whole.extend(text)
    at = 0
    for cut in [*sorted(cuts), len(text)]:
        before = rows(pieced)
        first = pieced.extend(text[at:cut])
        assert before[:first] == rows(pieced)[:first]
        at = max(at, min(cut, len(text)))
    assert rows(pieced) == rows(whole)


@pytest.mark.parametrize("make", RENDERERS)
@settings(deadline=None, max_examples=60)
@given(
    text=TEXTS, cut=st.integers(0, 20_000), widths=st.tuples(st.integers(1, 60), st.integers(1, 60))
)
def test_truncating_and_rewrapping_give_the_rows_of_what_is_left(
    make: Make, text: str, cut: int, widths: tuple[int, int]
) -> None:
    lines, fresh = make(widths[0]), make(widths[1])
    lines.extend(text)
    lines.truncate(cut)
    lines.rewrap(widths[1])
    fresh.extend(text[:cut])
    assert rows(lines) == rows(fresh)


@pytest.mark.parametrize("make", RENDERERS)
@settings(deadline=None, max_examples=40)
@given(text=TEXTS, width=st.integers(20, 60))
def test_rows_fit_their_width_and_hold_no_control_character(
    make: Make, text: str, width: int
) -> None:
    lines = make(width)
    lines.extend(text)
    for line in rows(lines):
        assert line_cells(line) <= width
        assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in line_text(line))


def test_plain_text_keeps_every_word() -> None:
    lines = plain_lines(10)
    lines.extend("one two three four\n\nfive")
    assert [line_text(line) for line in rows(lines)] == ["one two", "three four", "", "five"]
