import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.color import Color

from tui.control_filter import ControlFilter
from tui.sanitise import shown_text, visible, visible_line

HOSTILE = [
    "\x1b]52;c;aGk=\x07",  # clipboard write
    "\x1b]0;pwned\x07",  # window title
    "\x1b]8;;http://evil\x1b\\here\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[H",
    "\x1bPq#0\x1b\\",  # DCS
    "\x9b2J\x9d0;t\x9c",  # the same as eight-bit C1
    "a\rb\x08c\x7f",
    "\u202egpj.exe\u202c \u2066x\u2069",
    "zero\u200bwidth\u2060\ufeff\u00ad",
    "tag\U000e0041\U000e007f",
    "lone\ud83dsurrogate",
    "line\u2028para\u2029",
    "nul\x00",
]


@pytest.mark.parametrize("payload", HOSTILE)
def test_nothing_that_acts_or_hides_is_left(payload: str) -> None:
    shown = visible_line(payload)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert shown != ""


@given(st.text())
def test_any_text_is_shown_without_control_characters(text: str) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", visible(text))
    assert "\n" not in visible_line(text)
    visible(text).encode()


def test_clean_text_is_returned_unchanged() -> None:
    text = "plain, ünïcode, 漢字, 😀, e\u0301\nsecond line"
    assert visible(text) is text


def test_signs_name_what_they_replace() -> None:
    assert visible("\x1b[0m\x7f\x9b\u202e") == "␛[0m␡⟨U+009B⟩⟨U+202E⟩"
    assert visible("a\tb\r\nc\rd") == "a    b\nc␍d"
    assert visible_line("a\nb\r\nc") == "a↵b↵c"


def test_a_flood_of_combining_marks_is_cut_after_the_fourth() -> None:
    assert visible("e" + "\u0301" * 6) == "e" + "\u0301" * 4 + "⟨U+0301⟩" * 2


def test_words_that_need_joiners_keep_them_and_emoji_lose_their_selectors() -> None:
    assert visible("می\u200cخواهم") == "می\u200cخواهم"
    assert visible("⚠\ufe0f ok 👩\u200d🚀") == "⚠ ok 👩🚀"
    assert visible("a\u200db") == "a⟨U+200D⟩b"
    assert visible("\ufe0f") == "⟨U+FE0F⟩"


def test_ten_megabytes_on_one_line_are_made_visible() -> None:
    shown = visible("\x1b[31m" * 20_000 + "x" * 10_000_000)
    assert shown.startswith("␛[31m") and len(shown) == 10_100_000


@given(st.text(alphabet="a\t\r\n\x1b\u202e\u0301é😀\ufe0f\u200d"))
def test_every_offset_in_shown_text_leads_back_to_the_raw_text(raw: str) -> None:
    shown = shown_text(raw)
    assert shown.text == visible(raw)
    assert shown.raw_offset(len(shown.text)) == len(raw)
    offsets = [shown.raw_offset(at) for at in range(len(shown.text) + 1)]
    assert all(0 <= offset <= len(raw) for offset in offsets)


def test_the_filter_takes_control_characters_from_segments() -> None:
    segments = [Segment("a\x1b]0;t\x07b"), Segment("ok")]
    assert [s.text for s in ControlFilter().apply(segments, Color(0, 0, 0))] == ["a]0;tb", "ok"]
    clean = [Segment("ok")]
    assert ControlFilter().apply(clean, Color(0, 0, 0)) is clean
