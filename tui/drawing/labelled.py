"""Logical lines beside a column of labels: what every face of Inspect is made of."""

from collections.abc import Iterable, Iterator

from tui.rendering.styled_line import StyledLine, styled
from tui.sanitise import visible

LABEL = 9
"""Cells of the column that says what a line is."""


def labelled(label: str, text: str, style: str = "") -> Iterator[StyledLine]:
    """Yield the lines of `text` beside a label."""
    return beside(label, [styled(line, style) for line in visible(text).split("\n")])


def beside(label: str, lines: Iterable[StyledLine]) -> Iterator[StyledLine]:
    """Yield `lines` beside a label."""
    for number, line in enumerate(lines):
        head = label if number == 0 else ""
        yield ((f"{head:<{LABEL}}", "dim"), *line)


def hang_of(line: StyledLine) -> int:
    """Return how far in the rows of a wrapped line stand after its first."""
    return LABEL if line and len(line[0][0]) == LABEL else 0
