import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.rendering.json_lines import json_lines
from tui.rendering.styled_line import line_text

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def shown(text: str, width: int = 40) -> list[str]:
    lines = json_lines(width)
    lines.extend(text)
    return [line_text(lines[at]) for at in range(len(lines))]


def styles(text: str) -> set[str]:
    lines = json_lines(60)
    lines.extend(text)
    return {style for at in range(len(lines)) for _, style in lines[at]}


def test_members_have_a_row_each_and_strings_their_real_lines() -> None:
    text = json.dumps({"path": "a.py", "text": "x = 1\n  y", "n": [1, {"b": True}], "e": {}})
    assert shown(text) == [
        'path: "a.py"',
        'text: "x = 1',
        '    y"',
        "n: ",
        "  - 1",
        "  - ",
        "    b: true",
        "e: ",
        "  {}",
    ]


def test_the_value_being_built_ends_in_a_caret() -> None:
    assert shown('{"order_id": "A-10') == ['order_id: "A-10▌']
    assert shown('{"a": 1, "b') == ["a: 1", "b▌"]
    assert shown('{"a": tr') == ["a: tr▌"]
    assert shown('{"a": 1}') == ["a: 1"]


def test_what_cannot_be_json_is_shown_and_marked() -> None:
    assert shown('{"a": 1} oops') == ["a: 1", "oops"]
    assert "broken" in styles('{"a": nope')
    assert shown('{"a": nope') == ["a: ", "nope▌"] or shown('{"a": nope') == ["a: ", "nope"]


def test_escapes_that_decode_to_control_characters_are_made_visible() -> None:
    assert shown('"\\u001b[2J\\u202e\\ud83d\\ude00"') == ['"␛[2J⟨U+202E⟩😀"']


@settings(deadline=None)
@given(value=VALUES, ascii_only=st.booleans(), indent=st.sampled_from([None, 2]))
def test_valid_json_is_never_called_broken(
    value: object, ascii_only: bool, indent: int | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    for cut in range(len(text) + 1):
        assert "broken" not in styles(text[:cut])
