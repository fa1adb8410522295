"""Text that tries to act on a terminal.

A model, a tool or a file may say it; none of it may arrive as more than visible characters.
"""

import re

MARK = "PWNED"
"""Stands in every attempt, to see that it was shown."""

HOSTILE = " ".join(
    (
        f"\x1b]52;c;{MARK}\x07",  # writes the clipboard
        f"\x1b]0;{MARK}\x07",  # names the window
        f"\x1b]8;;http://{MARK}.example/\x1b\\{MARK}\x1b]8;;\x1b\\",  # hides where a link goes
        f"\x1b[2J\x1b[3J\x1b[1;1H{MARK}\x1b[5m\x1b[8m",  # clears, moves, blinks, hides
        f"\x1bP$q{MARK}\x1b\\\x1bc\x1b[?1049l",  # talks to the device, resets it, leaves the screen
        f"\x9b31m{MARK}\x9d0;{MARK}\x9c",  # the same in one-character controls
        f"\u202e{MARK}\u2066\u2069\u200f",  # turns around what is read
        f"\x00{MARK}\x08\x08\x7f\x0e",  # overprints
        f"[bold red]{MARK}[/] [@click=app.quit]{MARK}[/]",  # markup of our own libraries
        # what a screen is drawn with itself; only its place tells whose it is
        f"{MARK}\x1b[8m{MARK}\x1b[1;1H{MARK}\x1b[31m{MARK}\x1b[0m{MARK}",
    )
)
"""All attempts in one line."""

_DRAWING = re.compile(
    rb"\x1b\[[\d;]*[mH]"  # colours and places
    rb"|\x1b\[\?(?:7|25|1000|1002|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"
    rb"|\x1b\]11;\?\x1b\\|\x1b\[c"  # what the background is, and who answers
    rb"|\x1b\[\?(?:2026|2048)\$p|\x1b\[>\d+u|\x1b\[<u|\x1b\]22;[a-z]+\x07"
)
"""What a screen is drawn with."""

_BETWEEN = re.compile(rb"(?<=%s)(?:\x1b\[[\d;?]*[a-zA-Z])+(?=%s)" % ((MARK.encode(),) * 2))
"""Sequences that nothing visible parts from the marks around them, as in an attempt itself."""

_LOOK = re.compile(rb"\x1b\[([\d;]*)m")
_RICH_COLOUR = re.compile(rb"[34]8;(?:5;\d+|2;\d+;\d+;\d+)")
_NEVER_OURS = {b"5", b"6", b"8"}
"""Looks no program of ours asks for: blinking, hidden."""

_COLOUR = re.compile(rb"\x1b\[[\d;]*m")
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def smuggled(raw: bytes, *, is_screen: bool = False) -> list[str]:
    """Return what in `raw` a terminal would obey and no program of ours writes, with what follows.

    Args:
        raw: what was written, to a terminal or a file.
        is_screen: a screen was drawn; else only colours are fine.
    """
    alike = [repr(found[0]) for found in _BETWEEN.finditer(raw)]
    alike += [repr(found[0]) for found in _LOOK.finditer(raw) if _is_never_ours(found[1])]
    text = (_DRAWING if is_screen else _COLOUR).sub(b"", raw).decode("utf-8", "backslashreplace")
    others = (repr(text[found.start() :][:40]) for found in _UNSAFE.finditer(text))
    return [*alike, *others][:10]


def _is_never_ours(look: bytes) -> bool:
    return not _NEVER_OURS.isdisjoint(_RICH_COLOUR.sub(b"", look).split(b";"))
