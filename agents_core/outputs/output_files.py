"""OutputFolder: where the whole of an output is kept that is too long to be sent on.

Law: keeping an output never fails the call it belongs to; what cannot be written is said instead.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

_LINE_LIMIT: Final = 65_536
"""Bytes of a line kept back at most, so that a secret in it is seen in one piece."""


def _as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True)
class OutputFolder:
    """A run's folder for long outputs; made when the first is written."""

    path: Path
    redact: Callable[[str], str] = _as_it_is
    """Masks what must not be kept; it is given whole lines."""

    def open(self, name: str) -> OutputFile:
        """Return a new file, named after a call."""
        stem = re.sub(r"[^A-Za-z0-9_.-]", "_", name)[:80].lstrip(".") or "output"
        path, number = self.path / f"{stem}.txt", 1
        while path.exists():
            number += 1
            path = self.path / f"{stem}-{number}.txt"
        return OutputFile(path, self.redact)


class OutputFile:
    """One output, written as it comes; readable by its owner alone."""

    def __init__(self, path: Path, redact: Callable[[str], str]) -> None:
        """Create the file."""
        self.path = path
        self.problem: str | None = None
        """Why not all of it could be written."""
        self._redact = redact
        self._pending = b""
        self._file: IO[bytes] | None = None
        with self._noting_problems():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._file = os.fdopen(descriptor, "wb")

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._pending += data
        end = self._pending.rfind(b"\n") + 1
        if not end and len(self._pending) > _LINE_LIMIT:
            end = len(self._pending)
        self._put(self._pending[:end])
        self._pending = self._pending[end:]

    def close(self) -> None:
        """Write what is left."""
        self._put(self._pending)
        self._pending = b""
        if self._file is not None:
            with self._noting_problems():
                self._file.close()
            self._file = None

    def __str__(self) -> str:
        """Say where it is, or why it is not whole."""
        return str(self.path) if self.problem is None else f"not kept: {self.problem}"

    def _put(self, data: bytes) -> None:
        if data and self._file is not None and self.problem is None:
            with self._noting_problems():
                text = self._redact(data.decode(errors="surrogateescape"))
                self._file.write(text.encode(errors="surrogateescape"))

    @contextlib.contextmanager
    def _noting_problems(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.problem = f"{self.path}: {error.strerror}"
