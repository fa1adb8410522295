import pytest

from tui.rendering.markdown_lines import markdown_lines
from tui.rendering.styled_line import StyledLine, line_text


def rendered(text: str, width: int = 40) -> list[StyledLine]:
    lines = markdown_lines(width)
    lines.extend(text)
    return [lines[at] for at in range(len(lines))]


def shown(text: str, width: int = 40) -> list[str]:
    return [line_text(line).rstrip() for line in rendered(text, width)]


def test_marks_become_styles() -> None:
    assert rendered("a **b *c*** `d` ~~e~~\n")[0] == (
        ("a ", ""),
        ("b ", "strong"),
        ("c", "strong emphasis"),
        (" ", ""),
        ("d", "code"),
        (" ", ""),
        ("e", "strike"),
    )


def test_marks_that_mean_nothing_are_kept() -> None:
    text = "2 * 3 and snake_case_name and **open\nnext\n"
    assert shown(text) == ["2 * 3 and snake_case_name and **open", "next"]


def test_an_emphasis_that_may_still_be_closed_already_shows() -> None:
    assert rendered("say **bol") == [(("say ", ""), ("bol", "strong"))]


@pytest.mark.parametrize("end", ["say **bold", "say *it", "run `rm", "a ~~b", "**b *c", "**", "*"])
def test_finished_text_shows_a_mark_that_was_never_answered(end: str) -> None:
    lines = markdown_lines(40)
    lines.show("above\n" + end)
    above = lines[0]
    lines.show("above\n" + end, is_open=False)
    assert lines[0] == above
    assert [line_text(line) for line in (lines[0], lines[1])] == ["above", end]
    lines.show("above\n" + end, is_open=True)
    assert [line_text(line) for line in (lines[0], lines[1])] == shown("above\n" + end)


def test_the_end_of_a_long_text_moves_only_its_last_line() -> None:
    text = "\n".join(f"line {number} **bold**" for number in range(2_000)) + "\nlast **open"
    lines = markdown_lines(40)
    lines.show(text)
    before = [lines[at] for at in range(len(lines) - 1)]
    first = lines.show(text, is_open=False)
    assert first > 1_500
    assert [lines[at] for at in range(len(lines) - 1)] == before
    assert line_text(lines[len(lines) - 1]) == "last **open"


def test_headings_items_and_quotes_keep_their_indent_when_wrapped() -> None:
    assert shown("# Top\n- one two three\n  - four\n> five six seven", 12) == [
        "Top",
        "• one two",
        "  three",
        "  • four",
        "▎ five six",
        "▎ seven",
    ]


def test_a_mark_that_may_begin_an_emphasis_is_no_item_yet() -> None:
    assert shown("one\n*") == ["one", "*"]
    assert shown("one\n* ") == ["one", "•"]


def test_a_link_shows_where_it_leads() -> None:
    assert shown("[docs](http://x.y) http://z") == ["docs (http://x.y) http://z"]


def test_columns_of_a_table_are_aligned() -> None:
    text = "| Name | Price |\n|:--|--:|\n| 漢字 | 1 |\n| Lamp | 12.90 |\n\nend"
    assert shown(text) == [
        "Name │ Price",
        "─────┼──────",
        "漢字 │     1",
        "Lamp │ 12.90",
        "",
        "end",
    ]


def test_rows_of_a_long_table_do_not_move_what_is_above_them() -> None:
    text = "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 40
    lines = markdown_lines(60)
    lines.extend(text)
    before = [lines[at] for at in range(30)]
    lines.extend("| a very much wider cell | 2 |\n")
    assert [lines[at] for at in range(30)] == before


def test_code_is_coloured_and_never_wrapped_at_spaces() -> None:
    rows = rendered("```python\nreturn 'x'\n```\nafter", 12)
    assert [line_text(row) for row in rows] == ["▏ python", "▏ return 'x'", "after"]
    assert ("return", "syntax-keyword") in rows[1]


def test_hostile_text_is_visible_wherever_it_stands() -> None:
    hostile = "\x1b]52;c;x\x07"
    text = f"# {hostile}\n- {hostile}\n`{hostile}`\n| {hostile} |\n|---|\n```\n{hostile}\n"
    assert "".join(shown(text, 60)).count("␛]52;c;x␇") == 5
