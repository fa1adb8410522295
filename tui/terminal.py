"""What the terminal is, and what it can do.

Law: standard input is read only when the user said `-`; a pipe inherited in CI may never close.
"""

import os
import sys
from collections.abc import Mapping
from typing import IO, Literal

from agents_core.errors import UserError

OutputFormat = Literal["tui", "text", "jsonl"]
"""How a run is shown."""

_NO_TERMINAL = (None, "", "dumb")
"""Values of `TERM` that promise nothing but text."""


def choose_format(wanted: str, *, is_piped: bool = False) -> OutputFormat:
    """Return how to show a run: as asked, or a screen where there is one, else text.

    Args:
        wanted: what the user said, or `auto`.
        is_piped: the run comes on standard input, as the user said; keys come from elsewhere.

    Raises:
        UserError: a screen is asked for where there is none.
    """
    match wanted:
        case "text" | "jsonl":
            return wanted
        case "tui":
            if not (sys.stdout.isatty() and sys.stderr.isatty()) and not is_on_page():
                raise UserError("--format tui: there is no terminal to draw on; use --format text")
            return "tui"
    return "tui" if has_screen(is_piped=is_piped) else "text"


def has_screen(*, is_piped: bool = False) -> bool:
    """Return whether a person sits in front of all three streams, or of a page.

    Of what is piped in, in front of the other two.
    """
    if is_on_page():
        return True
    if os.environ.get("TERM") in _NO_TERMINAL or os.environ.get("CI"):
        return False
    seen = (sys.stdout, sys.stderr) if is_piped else (sys.stdin, sys.stdout, sys.stderr)
    return all(stream.isatty() for stream in seen)


def is_on_page() -> bool:
    """Return whether this program is shown by `agent-tui serve`, which draws what it is sent."""
    return os.environ.get("TEXTUAL_DRIVER", "").startswith("textual.drivers.web_driver:")


def shows_colour(stream: IO[str]) -> bool:
    """Return whether to colour text: `NO_COLOR` forbids it, `FORCE_COLOR` demands it."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") not in _NO_TERMINAL


def shows_unicode(environ: Mapping[str, str]) -> bool:
    """Return whether the locale has all characters, as POSIX ranks its variables.

    Without a locale it is taken to: Python itself then uses UTF-8 (PEP 538), as most terminals do.
    """
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or "UTF-8"
    return "utf8" in locale.lower().replace("-", "")


def free_stdin_for_keys() -> int:
    """Let the keyboard be standard input again, and return where the piped data is now.

    Raises:
        UserError: there is no terminal to read keys from.
    """
    try:
        keyboard = os.open("/dev/tty", os.O_RDWR | os.O_CLOEXEC)
    except OSError as error:
        raise UserError(
            f"there is no terminal to read keys from ({error.strerror}); use --format text"
        ) from error
    piped = os.dup(0)
    os.dup2(keyboard, 0)
    os.close(keyboard)
    return piped
