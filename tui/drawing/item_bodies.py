"""Bodies: the texts inside a block, wrapped and coloured as their kind asks for.

This is the one place where the transcript meets the renderers of text.
"""

from collections.abc import Callable
from typing import Any

from tui.arguments.schema_node import ANYTHING, SchemaNode
from tui.rendering.incremental_lines import IncrementalLines
from tui.rendering.json_lines import json_lines
from tui.rendering.markdown_lines import markdown_lines
from tui.rendering.plain_lines import plain_lines
from tui.rendering.styled_line import EMPTY, StyledLine

Renderer = Callable[[int], IncrementalLines[Any]]
"""Makes rows of a width, empty at first."""


class Body:
    """A text that may grow, as rows of a width, beside a margin."""

    def __init__(
        self,
        renderer: Renderer,
        *,
        indent: int = 0,
        lead: str = "",
        lead_style: str = "frame",
        has_caret: bool = False,
    ) -> None:
        """Draw rows beside a margin.

        Args:
            renderer: makes the rows.
            indent: cells of the margin.
            lead: stands before the first row.
            lead_style: names the style of the lead.
            has_caret: the renderer itself shows where more is to come.
        """
        self._has_caret = has_caret
        self.is_growing = False
        """More is to come: a caret shows where."""
        self._renderer = renderer
        self._first: StyledLine = ((" " * indent + lead, lead_style),) if indent or lead else EMPTY
        self._margin = indent + len(lead)
        self._text = ""
        self._rows: IncrementalLines[Any] | None = None

    def show(self, text: str, *, is_growing: bool = False) -> None:
        """Take the text as it is now, and whether more of it is to come."""
        self._text, self.is_growing = text, is_growing
        if self._rows is not None:
            self._rows.show(text, is_open=is_growing)

    def height(self, width: int) -> int:
        """Return how many rows it takes."""
        rows = len(self._at(width))
        return max(1, rows) if self.is_growing and not self._has_caret else rows

    def line(self, number: int, width: int) -> StyledLine:
        """Return one row."""
        rows = self._at(width)
        row = rows[number] if number < len(rows) else EMPTY
        margin = self._first if number == 0 else self._blank
        if self.is_growing and not self._has_caret and number >= len(rows) - 1:
            return (*margin, *row, ("▌", "caret"))
        return (*margin, *row)

    @property
    def _blank(self) -> StyledLine:
        return ((" " * self._margin, ""),) if self._margin else EMPTY

    def _at(self, width: int) -> IncrementalLines[Any]:
        room = max(1, width - self._margin - 1)  # one cell for the caret
        if self._rows is None:
            self._rows = self._renderer(room)
            self._rows.show(self._text, is_open=self.is_growing)
        elif self._rows.width != room:
            self._rows.rewrap(room)
        return self._rows


def plain_body(*, indent: int, style: str, lead: str = "", lead_style: str = "frame") -> Body:
    """Return a body for text that means nothing but itself."""
    return Body(
        lambda width: plain_lines(width, style), indent=indent, lead=lead, lead_style=lead_style
    )


def markdown_body() -> Body:
    """Return a body for a message."""
    return Body(markdown_lines)


def json_body(*, indent: int, node: SchemaNode = ANYTHING) -> Body:
    """Return a body for JSON, complete or not, in which is marked what `node` does not allow."""
    return Body(lambda width: json_lines(width, node), indent=indent, has_caret=True)
