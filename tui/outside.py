"""The way out of the screen: pager, editor, clipboard.

Law: a pager gets text whose control characters are made visible, an editor the text as it is;
files made here can be read by nobody else.
"""

import os
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

from tui.sanitise import visible

OSC52_LIMIT = 74_000
"""Bytes; terminals drop a clipboard write that is much longer than 100,000 in base64."""


def show_in_pager(text: str) -> None:
    """Wait while the user reads `text` in `$PAGER`.

    Raises:
        OSError: there is no such program.
    """
    with _private_file(visible(text), ".txt") as path:
        subprocess.run([*_command("PAGER", "less"), path], check=False, **_terminal())


def open_in_editor(text: str) -> None:
    """Wait while the user looks at `text` in `$VISUAL` or `$EDITOR`; changes are not kept.

    Raises:
        OSError: there is no such program.
    """
    variable = "VISUAL" if os.environ.get("VISUAL") else "EDITOR"
    with _private_file(text, ".txt") as path:
        subprocess.run([*_command(variable, "vi"), path], check=False, **_terminal())


def edit_in_editor(text: str, suffix: str) -> str:
    """Wait while the user changes `text` in `$VISUAL` or `$EDITOR`; return what is there then.

    Raises:
        OSError: there is no such program.
    """
    variable = "VISUAL" if os.environ.get("VISUAL") else "EDITOR"
    with _private_file(text, suffix) as path:
        subprocess.run([*_command(variable, "vi"), path], check=False, **_terminal())
        return Path(path).read_text("utf-8", errors="replace")


def has_editor() -> bool:
    """Return whether the user named an editor."""
    return bool(os.environ.get("VISUAL") or os.environ.get("EDITOR"))


@contextmanager
def ctrl_c_left_to_others() -> Iterator[None]:
    """Let ctrl+c reach the program that has the terminal, and do nothing to this one."""
    # A handler of our own, for an ignored signal would stay ignored in the other program.
    before = signal.signal(signal.SIGINT, lambda _signal, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def save_copy(text: str) -> Path:
    """Keep `text` where a terminal without a clipboard can get at it.

    Raises:
        OSError: the state directory cannot be written.
    """
    path = user_state_path("agent-tui") / "copied.txt"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8", errors="surrogatepass") as file:
        file.write(text)
    return path


def _terminal() -> dict[str, Any]:
    """Return the streams of another program: the terminal, which our descriptors may not be."""
    return {"stdout": sys.__stdout__, "stderr": sys.__stderr__}


def _command(variable: str, default: str) -> list[str]:
    return shlex.split(os.environ.get(variable, "")) or [default]


@contextmanager
def _private_file(text: str, suffix: str) -> Iterator[str]:
    """Hold `text` in a file of mode 0600 that is gone afterwards."""
    with tempfile.NamedTemporaryFile(
        "w", suffix=suffix, prefix="agent-tui-", encoding="utf-8", errors="replace"
    ) as file:
        file.write(text)
        file.flush()
        yield file.name
