"""Is the terminal's background dark or light? Asked before the screen begins.

Law: a terminal that does not answer costs `PATIENCE_S`, once. Its attributes are queried after the
colour, which every terminal answers: no answer about the colour is then known at once, and nothing
of an answer is left for whoever reads the keyboard next.
"""

import os
import re
import select
import termios
import time
import tty
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

PATIENCE_S: Final = 0.3
"""How long is waited for an answer."""

_ASKS: Final = b"\x1b]11;?\x1b\\\x1b[c"
"""OSC 11: which colour is the background? DA1: what are you?"""

_COLOUR: Final = re.compile(rb"\x1b\]11;rgba?:([0-9a-fA-F]+)/([0-9a-fA-F]+)/([0-9a-fA-F]+)")
_ATTRIBUTES: Final = re.compile(rb"\x1b\[\?[\d;]*c")

_LIGHT_NUMBERS: Final = ("7", "9", "10", "11", "12", "13", "14", "15")
"""Background numbers of COLORFGBG that are light, as rxvt and Konsole set it."""


def is_light(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether the background is light; a terminal that does not say is dark."""
    if told := environ.get("COLORFGBG"):
        return told.rpartition(";")[2] in _LIGHT_NUMBERS
    with suppress(OSError, termios.error):
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
        try:
            return says_light(terminal)
        finally:
            os.close(terminal)
    return False


def says_light(terminal: int) -> bool:
    """Ask the terminal behind a descriptor, and return whether it says light."""
    return _is_light_colour(_ask(terminal))


def _ask(terminal: int) -> bytes:
    """Return what a terminal answers, without echo; its state is as before."""
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal, termios.TCSADRAIN)
    try:
        os.write(terminal, _ASKS)
        return _answer(terminal)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _answer(terminal: int) -> bytes:
    answer, deadline = b"", time.monotonic() + PATIENCE_S
    while not _ATTRIBUTES.search(answer):
        ready, _, _ = select.select([terminal], [], [], max(0.0, deadline - time.monotonic()))
        if not ready or not (more := os.read(terminal, 1024)):
            break
        answer += more
    return answer


def _is_light_colour(answer: bytes) -> bool:
    """Tell from an answer such as `ESC ]11;rgb:ffff/ffff/dddd`; the number of digits varies."""
    if (found := _COLOUR.search(answer)) is None:
        return False
    red, green, blue = (int(part, 16) / int("f" * len(part), 16) for part in found.groups())
    return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5
