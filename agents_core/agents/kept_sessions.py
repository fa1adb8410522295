"""Kept sessions: conversations that go on from run to run, in one file of the user's.

Law: what is said in them is nobody else's business: the file is readable by its owner alone.
"""

import os
import sqlite3
from pathlib import Path

from agents_core.agents.sessions import SQLiteSession
from agents_core.errors import UserError


def kept_sessions_file() -> Path:
    """Return where conversations are kept: `AGENT_TUI_SESSIONS`, or the user's state directory."""
    if named := os.environ.get("AGENT_TUI_SESSIONS"):
        return Path(named)
    from platformdirs import user_state_path  # only who keeps a conversation asks for it

    return user_state_path("agent-tui") / "sessions.sqlite"


def open_kept_session(session_id: str, file: Path | None = None) -> SQLiteSession:
    """Return a conversation that is kept in `file`, or in the user's own.

    Raises:
        UserError: the file cannot be opened, or is something else.
    """
    file = file or kept_sessions_file()
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        return SQLiteSession(session_id, file)
    except (OSError, sqlite3.Error) as error:
        raise UserError(f"The file of conversations {file} cannot be used: {error}") from error
