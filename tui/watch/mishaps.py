"""Mishaps: what goes wrong in watching, told in a log and to nobody else."""

import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from agents_core.recording.store import default_runs_dir

LARGEST_LOG: Final = 1_000_000
"""Bytes; what does not fit any more is not told."""


def log_path() -> Path:
    """Return where mishaps are written to: beside the folder of the runs."""
    return default_runs_dir().parent / "watch.log"


def tell(message: str) -> None:
    """Add a line to the log, as far as that is possible."""
    line = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {os.getpid()} {message.rstrip()}\n"
    with suppress(OSError):
        path = log_path()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            if os.fstat(log).st_size < LARGEST_LOG:
                os.write(log, line.encode("utf-8", "replace"))
        finally:
            os.close(log)


@contextmanager
def swallowed() -> Iterator[None]:
    """Let no error out of the block; tell it."""
    try:
        yield
    except Exception:  # noqa: BLE001  the program watched must not fail by whatever fails here
        tell(traceback.format_exc())
