"""The header: what of it stays where there is little room."""

import pytest
from textual.content import Content

from tui.widgets.run_header import Part, fit

LEFT = [Part(0, Content("● LIVE")), Part(0, Content("research › search"))]
RIGHT = [
    Part(1, Content("0:06")),
    Part(5, Content("turn 2")),
    Part(2, Content("223 tok")),
    Part(2, Content("waiting: search 1.6 s")),
]


@pytest.mark.parametrize(
    ("width", "figures"),
    [
        (80, "0:06  turn 2  223 tok  waiting: search 1.6 s"),
        (72, "0:06  223 tok  waiting: search 1.6 s"),
        (60, "0:06  waiting: search 1.6 s"),
        (52, "0:06  turn 2  223 tok"),
        (36, "0:06"),
        (30, ""),
    ],
)
def test_what_has_no_room_is_left_out_and_what_fits_stays(width: int, figures: str) -> None:
    row = fit(LEFT, RIGHT, width).plain
    assert row.startswith(" ● LIVE  research › search")
    assert row.rpartition("› search")[2].strip() == figures
    assert len(row) == width - 1
