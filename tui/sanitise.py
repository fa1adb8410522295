"""Text from models, tools and files made safe to show: nothing in it can act on the terminal.

Law: what `visible` returns holds no control character but the line break the caller asked to keep,
and no character that hides, reorders or overprints its neighbours. Nothing is dropped silently
except the marks that only choose how an emoji is drawn, because terminals disagree on their width.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

Newlines = Literal["keep", "show"]
"""keep: "\\n" stays and "\\r\\n" becomes it · show: both become `↵`, for text that has one line."""

TAB = "    "
"""Every tab is four cells: a width that does not depend on the column keeps rewrapping exact."""

_MARK = "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a"
_MARK += "\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_JOINS = "\u0600-\u0dff"
"""Scripts (Arabic to Sinhala) whose ordinary words hold joiners and non-joiners."""

_UNSAFE = re.compile(
    "\r\n?|[\x00-\x09\x0b-\x1f\x7f-\x9f\xad]"
    "|[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e]"
    f"|(?<![{_JOINS}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINS}])"
    "|[\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]"
    "|[\U0001d173-\U0001d17a\U000e0000-\U000e0fff]|[\ud800-\udfff]"
    f"|(?<={_MARK}{_MARK}{_MARK}{_MARK}){_MARK}"
)
_UNSAFE_OR_BREAK = re.compile(f"\n|{_UNSAFE.pattern}")
_SUSPECT = re.compile(
    f"[\x00-\x09\x0b-\x1f\x7f-\x9f\xad{_MARK[1:-1]}"
    "\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""Every character `_UNSAFE` may match, without looking around it: tells clean text fast."""

_EMOJI_JOIN = re.compile(
    "[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff]\u200d[\u2600-\u27bf\U0001f300-\U0001faff]"
)


def visible(text: str, newlines: Newlines = "keep") -> str:
    """Return `text` with a sign for every character that could act or hide; clean text as it is."""
    if not _SUSPECT.search(text) and (newlines == "keep" or "\n" not in text):
        return text
    return _pattern(newlines).sub(_sign, text)


def visible_line(text: str) -> str:
    """Return `text` safe to show on one line, line breaks shown as `↵`."""
    return visible(text, "show")


@dataclass(frozen=True, slots=True)
class ShownText:
    """Text made visible that still knows where each part of it came from."""

    text: str
    shown_ends: tuple[int, ...] = ()
    """Where each replaced sign ends in `text`."""
    raw_ends: tuple[int, ...] = ()
    """Where the characters it stands for end in the raw text."""

    def raw_offset(self, shown: int) -> int:
        """Return the offset in the raw text of the offset `shown` in `text`."""
        at = bisect_right(self.shown_ends, shown)
        raw = self.raw_ends[at - 1] + shown - self.shown_ends[at - 1] if at else shown
        return min(raw, self.raw_ends[at] - 1) if at < len(self.raw_ends) else raw


def shown_text(raw: str) -> ShownText:
    """Return `raw` made visible, line breaks kept, with the way back to its offsets."""
    if not _SUSPECT.search(raw) or not _UNSAFE.search(raw):
        return ShownText(raw)
    shown_ends: list[int] = []
    raw_ends: list[int] = []
    growth = 0

    def replace(found: re.Match[str]) -> str:
        nonlocal growth
        sign = _sign(found)
        growth += len(sign) - (found.end() - found.start())
        raw_ends.append(found.end())
        shown_ends.append(found.end() + growth)
        return sign

    return ShownText(_UNSAFE.sub(replace, raw), tuple(shown_ends), tuple(raw_ends))


def _pattern(newlines: Newlines) -> re.Pattern[str]:
    return _UNSAFE if newlines == "keep" else _UNSAFE_OR_BREAK


def _sign(found: re.Match[str]) -> str:
    text = found[0]
    code = ord(text[0])
    if text == "\t":
        return TAB
    if text == "\n" or (text == "\r\n" and found.re is _UNSAFE_OR_BREAK):
        return "↵"
    if text == "\r\n":
        return "\n"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if _only_draws(found):
        return ""
    return f"⟨U+{code:04X}⟩"


def _only_draws(found: re.Match[str]) -> bool:
    """Return whether this is one emoji or text selector, or joins two emoji into one picture."""
    text, start = found.string, found.start()
    if found[0] in "\ufe0e\ufe0f":
        return start > 0 and not "\ufe00" <= text[start - 1] <= "\ufe0f"
    return found[0] == "\u200d" and bool(_EMOJI_JOIN.match(text, start - 1)) if start else False
