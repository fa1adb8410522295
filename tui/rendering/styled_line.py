"""A line as renderers make it and panes paint it: runs of safe text, each with names of styles.

Law: the text of a run has been through tui/sanitise.py. Style names are the pane's component
classes without their prefix ("strong", "link"); several are joined by a space, later ones win.
"""

from rich.cells import cell_len

Run = tuple[str, str]
"""Text, and the names of its styles."""

StyledLine = tuple[Run, ...]
"""One row of cells, without its end."""

EMPTY: StyledLine = ()
"""A row with nothing on it."""


def styled(text: str, style: str = "") -> StyledLine:
    """Return safe `text` as a line of one run."""
    return ((text, style),) if text else EMPTY


def line_text(line: StyledLine) -> str:
    """Return the characters of `line`."""
    return "".join(text for text, _ in line)


def width_of(text: str) -> int:
    """Return how many cells `text` takes."""
    return len(text) if text.isascii() else cell_len(text)


def line_cells(line: StyledLine) -> int:
    """Return how many cells `line` takes."""
    return sum(width_of(text) for text, _ in line)


def cropped(line: StyledLine, start: int, cells: int) -> StyledLine:
    """Return the part of `line` that begins at cell `start` and takes at most `cells`.

    A character of two cells that is cut in half leaves a blank.
    """
    runs: list[Run] = []
    at, end = 0, start + cells
    for text, names in line:
        width = width_of(text)
        if at + width > start and at < end:
            runs.append((_between(text, start - at, end - at), names))
        at += width
    return tuple(runs)


def _between(text: str, start: int, end: int) -> str:
    """Return what stands in cells `start` to `end` of `text`."""
    if text.isascii():
        return text[max(0, start) : end]
    kept, at = "", 0
    for character in text:
        width = cell_len(character)
        if start <= at and at + width <= end:
            kept += character
        elif at < start < at + width or at < end < at + width:
            kept += " "
        at += width
    return kept


def also(line: StyledLine, style: str) -> StyledLine:
    """Return `line` with `style` on top of the styles it has."""
    return tuple((text, f"{names} {style}" if names else style) for text, names in line)


def highlighted(line: StyledLine, start: int, end: int, style: str = "match") -> StyledLine:
    """Return `line` with the characters from `start` to `end` in `style`: a search match."""
    runs: list[Run] = []
    at = 0
    for text, names in line:
        low, high = max(start - at, 0), max(end - at, 0)
        for part, inside in ((text[:low], False), (text[low:high], True), (text[high:], False)):
            if part:
                runs.append((part, f"{names} {style}".strip() if inside else names))
        at += len(text)
    return tuple(runs)
