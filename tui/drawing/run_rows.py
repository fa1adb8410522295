"""A run as a row of the list of runs, the head over the rows, and what is said of one beside it."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from agents_core.recording.catalogue import CatalogueEntry
from agents_core.recording.summary import RunSummary, StoredStatus
from tui.drawing.labelled import labelled
from tui.format import count, duration, fit, local_time, money, one_line, pad, plural
from tui.format import size as size_of
from tui.rendering.styled_line import EMPTY, Run, StyledLine, width_of
from tui.run_order import RunOrder, SortKey
from tui.sanitise import visible, visible_line

MARKS: Final[dict[StoredStatus, tuple[str, str]]] = {
    "running": ("●", "tool"),
    "finished": ("✓", "success"),
    "failed": ("✗", "error"),
    "cancelled": ("■", "warning"),
    "needs_approval": ("?", "approval"),
    "interrupted": ("■", "dim"),
}
"""Glyph and style name of how a run ended, or that it goes on."""


class Column(NamedTuple):
    """A column of the list."""

    title: str
    cells: int
    """Its width; 0 takes what the others leave."""
    needs: int
    """The narrowest list that has it, in cells."""
    text: Callable[[CatalogueEntry], str]
    style: str = "dim"
    sorts: SortKey | None = None
    is_number: bool = False


def _agent(entry: CatalogueEntry) -> str:
    run = entry.run
    return visible_line(" · ".join(filter(None, (run.agent, run.title))))


def _asked(entry: CatalogueEntry) -> str:
    return one_line(entry.run.input, 200)


def _tags(entry: CatalogueEntry) -> str:
    return visible_line(" ".join(f"#{tag}" for tag in entry.kept.tags))


def _error(entry: CatalogueEntry) -> str:
    return one_line(entry.run.error or "", 60)


COLUMNS: Final = (
    Column("when", 16, 70, lambda e: local_time(e.run.created_at), "dim", "when"),
    Column("when", 11, 0, lambda e: local_time(e.run.created_at)[5:], "dim", "when"),
    Column("agent", 26, 100, _agent, ""),
    Column("agent", 14, 0, _agent, ""),
    Column("asked", 0, 0, _asked, ""),
    Column("error", 34, 150, _error, "error"),
    Column("took", 8, 50, lambda e: duration(e.run.seconds), "dim", "took", is_number=True),
    Column("turns", 6, 90, lambda e: str(e.run.turns), "dim", "turns", is_number=True),
    Column("tokens", 7, 60, lambda e: count(e.run.tokens or None), "dim", "tokens", is_number=True),
    Column("cost", 8, 76, lambda e: money(e.run.cost), "dim", "cost", is_number=True),
)
"""From left to right; of two with one title, the first there is room for."""


def columns_in(width: int) -> list[tuple[Column, int]]:
    """Return the columns of a list of `width` cells, each with its own width."""
    shown: dict[str, Column] = {}
    for column in COLUMNS:
        if width >= column.needs:
            shown.setdefault(column.title, column)
    rest = width - 4 - sum(column.cells + 1 for column in shown.values())
    return [(column, column.cells or max(0, rest)) for column in shown.values()]


def run_row(entry: CatalogueEntry, width: int, *, is_marked: bool = False) -> StyledLine:
    """Draw a run in `width` cells."""
    mark, style = MARKS[entry.run.status]
    flag = ("d", "accent") if is_marked else ("*", "accent") if entry.kept.is_pinned else (" ", "")
    cells = (run for column, cells in columns_in(width) for run in _cell(column, cells, entry))
    return ((mark, style), flag, ("  ", ""), *cells)


def _cell(column: Column, cells: int, entry: CatalogueEntry) -> StyledLine:
    """Draw one cell; tags, where there are any, stand before what was asked."""
    if column.text is not _asked or not entry.kept.tags:
        return ((_aligned(column.text(entry), cells, column.is_number), column.style),)
    tags = fit(_tags(entry), cells // 2)
    rest = cells - width_of(tags) - 1
    return ((f"{tags} ", "accent"), (_aligned(_asked(entry), rest, is_number=False), ""))


def head_row(order: RunOrder, width: int) -> StyledLine:
    """Draw the names of the columns; an arrow shows what is sorted by."""
    arrow = "▴" if order.is_reversed else "▾"
    first: Run = (f"{arrow}   " if order.key == "status" else "    ", "accent")
    names: list[Run] = []
    for column, cells in columns_in(width):
        is_sorted = column.sorts == order.key
        name = f"{column.title}{arrow}" if is_sorted else column.title
        names.append((_aligned(name, cells, column.is_number), "accent" if is_sorted else "dim"))
    return (first, *names)


def _aligned(text: str, cells: int, is_number: bool) -> str:
    return f"{pad(text.rjust(cells) if is_number else text, cells)} "


def _took(run: RunSummary) -> str:
    tokens = f"{count(run.tokens or None)} tokens"
    return ", ".join((duration(run.seconds), plural(run.turns, "turn"), tokens))


def run_details(entry: CatalogueEntry) -> list[StyledLine]:
    """Return all the list knows of a run, in logical lines."""
    run, kept = entry.run, entry.kept
    lines = [_status_line(run), EMPTY]
    facts = (
        ("agent", " · ".join(filter(None, (run.agent, run.title)))),
        ("began", local_time(run.created_at)),
        ("took", _took(run)),
        ("cost", money(run.cost)),
        ("file", f"{run.path.name}, {size_of(run.size)}, {plural(run.events, 'event')}"),
        ("parent", run.parent or ""),
        ("tags", " ".join(kept.tags)),
        ("note", kept.note),
        ("marks", str(len(kept.marks)) if kept.marks else ""),
    )
    for label, text in facts:
        lines += labelled(label, text) if text else ()
    for title, text, style in (
        ("Error", run.error or "", "error"),
        ("Asked", run.input, ""),
        ("Answer", run.output, ""),
    ):
        lines += _section(title, text, style)
    return lines


def _status_line(run: RunSummary) -> StyledLine:
    mark, style = MARKS[run.status]
    return ((f"{mark} {run.status.replace('_', ' ')}", style), (f"   {run.run_id}", "dim"))


def _section(title: str, text: str, style: str) -> Iterator[StyledLine]:
    if text:
        yield EMPTY
        yield ((title, "header"),)
        yield from (((line, style),) for line in visible(text).split("\n"))
