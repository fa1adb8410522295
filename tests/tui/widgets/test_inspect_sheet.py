from tui.rendering.styled_line import line_text
from tui.widgets.inspect_pane import Sheet


def test_a_line_that_is_indented_stays_so_when_it_wraps() -> None:
    sheet = Sheet([(("output   ", "dim"), ("  one ", ""), ("two three", "text"))])
    rows = [line_text(sheet.line(0, row, 18)) for row in range(sheet.height(0, 18))]
    assert [row.rstrip() for row in rows] == ["output     one two", "           three"]
