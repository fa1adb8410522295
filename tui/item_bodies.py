"""Bodies: the texts inside a block, wrapped and coloured as their kind asks for.

This is the one place where the transcript meets the renderers of text.
"""

from typing import Protocol

from tui.rendering.styled_line import StyledLine, styled
from tui.rendering.styled_wrap import wrap_line
from tui.sanitise import visible


class Body(Protocol):
    """A text that may grow, as lines of a width."""

    is_growing: bool
    """More is to come: show where."""

    def show(self, text: str) -> None:
        """Take the text as it is now."""

    def height(self, width: int) -> int:
        """Return how many lines it takes."""

    def line(self, number: int, width: int) -> StyledLine:
        """Return one line."""


class PlainBody:
    """Text as it is, indented."""

    def __init__(self, *, indent: int, style: str, lead: str = "") -> None:
        """Draw in one style; `lead` stands before the first line."""
        self.is_growing = False
        self._indent = indent
        self._style = style
        self._lead = lead
        self._text = ""
        self._lines: tuple[int, list[StyledLine]] | None = None

    def show(self, text: str) -> None:
        """Take the text as it is now."""
        self._text, self._lines = text, None

    def height(self, width: int) -> int:
        """Return how many lines it takes."""
        return len(self._wrapped(width))

    def line(self, number: int, width: int) -> StyledLine:
        """Return one line."""
        return self._wrapped(width)[number]

    def _wrapped(self, width: int) -> list[StyledLine]:
        if self._lines is None or self._lines[0] != width:
            self._lines = (width, self._wrap(width) if self._text else [])
        return self._lines[1]

    def _wrap(self, width: int) -> list[StyledLine]:
        room = max(1, width - self._indent - len(self._lead))
        rows = [
            row
            for line in visible(self._text).rstrip("\n").split("\n")
            for row in wrap_line(styled(line, self._style), room)
        ]
        heads = [self._lead] + [" " * len(self._lead)] * (len(rows) - 1)
        pad = " " * self._indent
        return [
            ((pad + head, "frame"), *row) if pad or head else row
            for head, row in zip(heads, rows, strict=True)
        ]


def plain_body(*, indent: int, style: str, lead: str = "") -> Body:
    """Return a body for text that means nothing but itself."""
    return PlainBody(indent=indent, style=style, lead=lead)


def markdown_body() -> Body:
    """Return a body for a message."""
    return PlainBody(indent=0, style="")


def json_body(*, indent: int) -> Body:
    """Return a body for arguments, complete or not."""
    return PlainBody(indent=indent, style="")
