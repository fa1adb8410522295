"""What two runs came to, and how far that differs."""

from decimal import Decimal

import pytest

from agents_core.costs import Cost
from agents_core.history.run_diff import RunDiff, RunTotals
from agents_core.history.views import TokenCount
from tui.drawing.run_totals import totals_table


def run_for(dollars: str) -> RunTotals:
    cost = Cost(Decimal(dollars))
    return RunTotals("finished", 9, 1, 3, 1, 0, TokenCount(), cost, 2.0, "Done.")


@pytest.mark.parametrize(
    ("left", "right", "change"),
    [("0.0021", "0.0050", "+$0.003"), ("0.0050", "0.0021", "-$0.003"), ("0.0021", "0.0019", "")],
)
def test_a_cost_that_differs_by_less_than_is_shown_is_no_change(
    left: str, right: str, change: str
) -> None:
    table = totals_table(RunDiff((), run_for(left), run_for(right)))
    [cost] = [total for total in table if total.title == "cost"]
    assert cost.change == change
