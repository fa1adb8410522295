"""What was edited: the fields that differ, or both texts."""

from agents_core.history.views import EditView
from tui.drawing.edit_words import edit_lines


def told(before: str, after: str, what: str = "arguments") -> list[str]:
    return list(edit_lines(EditView(what, before, after, "person")))


def test_of_two_objects_the_fields_that_differ_are_told() -> None:
    lines = told(
        '{"amount": 129.9, "order": "A-1", "note": "x"}', '{"amount": 100, "order": "A-1"}'
    )
    assert lines == [
        "arguments edited by person: amount  129.9 → 100",
        'arguments edited by person: note  "x" → ·',
    ]


def test_of_other_texts_both_are_told() -> None:
    assert told("no\nluck", "luck", "output") == ["output edited by person: no↵luck → luck"]
    assert told("[1]", "[2]") == ["arguments edited by person: [1] → [2]"]


def test_hostile_text_is_made_visible() -> None:
    (line,) = told('{"a": 1}', '{"a": "\\u001b[2J"}')
    assert "\x1b" not in line
