"""Wrapping a styled line into rows of cells, at spaces where there are any."""

from rich.cells import cell_len

from tui.rendering.styled_line import Run, StyledLine, line_text, width_of


def wrap_line(line: StyledLine, width: int, indent: int = 0) -> list[StyledLine]:
    """Return `line` in rows of at most `width` cells; rows after the first begin `indent` in."""
    text = line_text(line)
    if width_of(text) <= width:
        return [line]
    rows: list[StyledLine] = []
    start, room = 0, width
    while start < len(text):
        end = _row_end(text, start, room)
        row = _part(line, start, end)
        rows.append((((" " * indent, ""), *row)) if rows and indent else row)
        start = end + 1 if end < len(text) and text[end] == " " else end
        room = max(1, width - indent)
    return rows


def _row_end(text: str, start: int, room: int) -> int:
    """Return where the row that begins at `start` ends."""
    end = _cells_end(text, start, room)
    if end >= len(text) or text[end] == " ":
        return end
    space = text.rfind(" ", start + 1, end)
    return space if space > start and text[start:space].strip() else end


def _cells_end(text: str, start: int, room: int) -> int:
    if text.isascii():
        return min(len(text), start + room)
    end = start
    while end < len(text) and (room := room - cell_len(text[end])) >= 0:
        end += 1
    return max(end, start + 1)


def _part(line: StyledLine, start: int, end: int) -> StyledLine:
    """Return the characters from `start` to `end` of a line."""
    runs: list[Run] = []
    at = 0
    for text, names in line:
        part = text[max(0, start - at) : max(0, end - at)]
        if part:
            runs.append((part, names))
        at += len(text)
    return tuple(runs)
