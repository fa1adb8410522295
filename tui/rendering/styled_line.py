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
