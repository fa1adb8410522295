"""The text of `-i`: itself, standard input, or a file."""

import sys
from pathlib import Path

from tui.cli.reporting import CommandFailed


def read_input(text: str | None) -> str | None:
    """Return the input as the user means it; standard input is read for `-` alone."""
    if text == "-":
        return _read_stdin()
    if text is not None and text.startswith("@"):
        try:
            return Path(text[1:]).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandFailed(f"-i {text}: cannot be read: {error}") from error
    return text


def _read_stdin() -> str:
    try:
        return sys.stdin.read()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandFailed(f"-i -: standard input cannot be read: {error}") from error
