"""A run as it is now, written to a file of its own: what an export from the screen is made of."""

from pathlib import Path

from agents_core.history.run_history import RunHistory
from agents_core.recording import RunHeader


def write_snapshot(path: Path, history: RunHistory, header: RunHeader, position: int) -> None:
    """Write the first `position` events as a run file that only its owner can read.

    Raises:
        OSError: it cannot be written.
    """
    path.touch(0o600)
    with path.open("wb") as file:
        file.write(header.line + b"\n")
        file.writelines(history.event(seq).line + b"\n" for seq in range(position))
