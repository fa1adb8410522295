"""What keys mean that wait for another one."""

import pytest

from tui.screens.key_sequence import KeySequence


def meaning(*strokes: tuple[str, float]) -> tuple[str, str]:
    """Press characters at times; return what the last one meant."""
    state, said, text = KeySequence(), "", ""
    for character, at in strokes:
        state, said, text = state.press(character, at)
    return said, text


@pytest.mark.parametrize(
    ("strokes", "expected"),
    [
        ([("j", 0)], ("alone", "")),
        ([("[", 0)], ("waits", "")),
        ([("]", 0), ("t", 9)], ("sequence", "]t")),
        ([("y", 0)], ("waits", "")),
        ([("y", 0), ("y", 9)], ("sequence", "yy")),
        ([("3", 0)], ("alone", "")),
        ([("3", 0), ("j", 0.1)], ("alone", "")),
        ([("1", 0), ("2", 0.1)], ("waits", "")),
        ([("1", 0), ("2", 0.1), ("j", 5)], ("counted", "12")),
        ([("1", 0), ("2", 5)], ("alone", "")),
        ([("7", 0), ("j", 9)], ("counted", "7")),
        ([("0", 0)], ("waits", "")),
        ([("9", 0), ("0", 9), ("0", 19), ("0", 29), ("0", 39), ("j", 40)], ("counted", "9000")),
        ([("", 0)], ("alone", "")),
    ],
)
def test_keys_mean(strokes: list[tuple[str, float]], expected: tuple[str, str]) -> None:
    assert meaning(*strokes) == expected
