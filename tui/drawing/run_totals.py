"""What two runs came to, side by side: status, turns, tokens, cost, time, and the changes."""

from collections.abc import Callable
from typing import Final, NamedTuple

from agents_core.history.run_diff import RunDiff, RunTotals
from tui.format import count, duration, money


class Total(NamedTuple):
    """One thing counted of both runs."""

    title: str
    left: str
    right: str
    change: str
    """From left to right, with a sign; empty when there is none to speak of."""


class _Column(NamedTuple):
    title: str
    value: Callable[[RunTotals], float | None]
    text: Callable[[RunTotals], str]
    change: Callable[[float], str]


def _cost(totals: RunTotals) -> float | None:
    """Return dollars as far as they are shown: less is no change."""
    return None if totals.cost.unpriced else round(float(totals.cost.dollars), 3)


def _number(change: float) -> str:
    return count(int(change))


_COLUMNS: Final = (
    _Column("turns", lambda t: t.turns, lambda t: str(t.turns), _number),
    _Column("tools", lambda t: t.tools, lambda t: str(t.tools), _number),
    _Column("errors", lambda t: t.errors, lambda t: str(t.errors), _number),
    _Column("in", lambda t: t.tokens.input, lambda t: count(t.tokens.input), _number),
    _Column("out", lambda t: t.tokens.output, lambda t: count(t.tokens.output), _number),
    _Column("cost", _cost, lambda t: money(t.cost), lambda change: f"${change:.3f}"),
    _Column("time", lambda t: t.seconds, lambda t: duration(t.seconds), duration),
)


def totals_table(diff: RunDiff) -> list[Total]:
    """Return what is counted of both runs, the status first."""
    left, right = diff.left, diff.right
    status = Total("status", left.status, right.status, "")
    return [status, *(_total(column, left, right) for column in _COLUMNS)]


def _total(column: _Column, left: RunTotals, right: RunTotals) -> Total:
    values = column.value(left), column.value(right)
    change = ""
    if values[0] is not None and values[1] is not None and values[0] != values[1]:
        difference = values[1] - values[0]
        change = f"{'+' if difference > 0 else '-'}{column.change(abs(difference))}"
    return Total(column.title, column.text(left), column.text(right), change)
