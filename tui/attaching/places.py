"""Where the sockets of live runs are: one folder of the user's that nobody else may look into.

Law: a socket's name is the id of its run. What a dead program left behind is removed by whoever
finds that nobody answers there.
"""

import os
import socket
import stat
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from platformdirs import user_runtime_path

_LONGEST: Final = 100
"""Bytes of a socket's path; systems allow about 104."""


def sockets_folder() -> Path:
    """Return the folder, made now if it is not there.

    Raises:
        OSError: it cannot be made, or is not the user's own.
    """
    with warnings.catch_warnings(action="ignore"):  # of a folder others may look into: not used
        folder = user_runtime_path("agent-tui")
    if len(os.fsencode(folder)) > _LONGEST - 40:
        folder = Path(f"/tmp/agent-tui-{os.getuid()}")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    folder.chmod(0o700)
    return folder


def socket_of(run_id: str) -> Path:
    """Return where the socket of a run is, or would be.

    Raises:
        OSError: there is no folder for it.
    """
    return sockets_folder() / f"{run_id}.sock"


def live_runs() -> Iterator[str]:
    """Yield the ids of the runs whose programs answer, newest first; forget the others.

    Raises:
        OSError: there is no folder for sockets.
    """
    for path in sorted(sockets_folder().glob("*.sock"), reverse=True):
        if is_answered(path):
            yield path.stem
        else:
            path.unlink(missing_ok=True)


def is_answered(path: Path) -> bool:
    """Tell whether somebody listens at a socket."""
    with socket.socket(socket.AF_UNIX) as trial:
        trial.settimeout(1.0)
        try:
            trial.connect(os.fspath(path))
        except OSError:
            return False
    return True
