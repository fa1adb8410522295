"""RunIndex: remembers summaries in SQLite, so that listing many runs opens none of their files.

Law: it may be deleted, damaged or read-only at any time; then it knows nothing, and says so by
returning None. A row counts only while its file has the same size and time.
"""

import os
import sqlite3
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Final, cast

from agents_core.costs import Cost
from agents_core.recording.summary import RunSummary, StoredStatus

FILE_NAME: Final = "index.sqlite3"

_VERSION: Final = 2
"""Of the table; another one is thrown away."""

_CREATE: Final = """
CREATE TABLE IF NOT EXISTS runs (
    file TEXT PRIMARY KEY, changed_ns INTEGER, size INTEGER, run_id TEXT, created_at TEXT,
    title TEXT, agent TEXT, status TEXT, seconds REAL, events INTEGER, turns INTEGER,
    tokens INTEGER, error TEXT, dollars TEXT, unpriced INTEGER
)
"""

_PROBE: Final = (
    "SELECT file, changed_ns, size, run_id, created_at, title, agent, status, seconds, events, "
    "turns, tokens, error, dollars, unpriced FROM runs LIMIT 1"
)
"""Fails on a table that is not ours."""


class RunIndex:
    """The open index of one directory; changes are kept when it closes."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Take a database that has the table."""
        self._database = database

    @classmethod
    def open(cls, directory: Path) -> "RunIndex":
        """Open the index of `directory`; one that cannot be used is made anew, or in memory."""
        path = directory / FILE_NAME
        try:
            return cls(_connect(path))
        except sqlite3.Error:
            pass
        try:
            path.unlink(missing_ok=True)
            return cls(_connect(path))
        except (sqlite3.Error, OSError):
            return cls(_connect(Path(":memory:")))

    def get(self, path: Path, stat: os.stat_result) -> RunSummary | None:
        """Return what is known of a file, None if nothing, or nothing that still holds."""
        query = "SELECT * FROM runs WHERE file = ? AND changed_ns = ? AND size = ?"
        try:
            row = self._database.execute(
                query, (path.name, stat.st_mtime_ns, stat.st_size)
            ).fetchone()
        except sqlite3.Error:
            return None
        return None if row is None else _summary_of(row, path)

    def put(self, run: RunSummary, stat: os.stat_result) -> None:
        """Remember the summary of a file as it was at `stat`."""
        row = (
            run.path.name,
            stat.st_mtime_ns,
            stat.st_size,
            run.run_id,
            run.created_at,
            run.title,
            run.agent,
            run.status,
            run.seconds,
            run.events,
            run.turns,
            run.tokens,
            run.error,
            None if run.cost is None else str(run.cost.dollars),
            None if run.cost is None else run.cost.unpriced,
        )
        try:
            marks = ",".join("?" * len(row))
            self._database.execute(f"INSERT OR REPLACE INTO runs VALUES ({marks})", row)
        except sqlite3.Error:
            return  # read-only or busy: the file will be read again next time

    def __enter__(self) -> "RunIndex":
        """Return the index."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Keep what was put, if the directory allows it."""
        try:
            self._database.commit()
        except sqlite3.Error:
            return
        finally:
            self._database.close()


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=1.0)
    try:
        if database.execute("PRAGMA user_version").fetchone()[0] not in (0, _VERSION):
            database.execute("DROP TABLE IF EXISTS runs")
        database.execute(_CREATE)
        database.execute(f"PRAGMA user_version = {_VERSION}")
        database.execute(_PROBE).fetchone()
    except sqlite3.Error:
        database.close()
        raise
    return database


def _summary_of(row: tuple[Any, ...], path: Path) -> RunSummary:
    (_, _, size, run_id, created_at, title, agent, status, seconds) = row[:9]
    events, turns, tokens, error, dollars, unpriced = row[9:]
    return RunSummary(
        run_id=run_id,
        path=path,
        created_at=created_at,
        title=title,
        agent=agent,
        status=cast(StoredStatus, status),
        seconds=seconds,
        events=events,
        turns=turns,
        tokens=tokens,
        cost=None if dollars is None else Cost(Decimal(dollars), unpriced),
        size=size,
        error=error,
    )
