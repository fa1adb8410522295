"""RunIndex: remembers summaries in SQLite, so that listing many runs opens none of their files.

Law: it may be deleted, damaged or read-only at any time; then it knows nothing, and says so by
returning None. A row counts only while its file has the same size and time.
"""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from agents_core.costs import Cost
from agents_core.recording.summary import RunSummary

FILE_NAME: Final = "index.sqlite3"

_VERSION: Final = 3
"""Of the table; another one is thrown away."""

_FIELDS: Final = tuple(f.name for f in fields(RunSummary) if f.name not in ("path", "cost"))
"""The columns of values that are stored as they are."""

_COLUMNS: Final = ", ".join(("file", "changed_ns", "dollars", "unpriced", *_FIELDS))

_CREATE: Final = f"CREATE TABLE IF NOT EXISTS runs ({_COLUMNS}, PRIMARY KEY (file))"

_SELECT: Final = f"SELECT {_COLUMNS} FROM runs"


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
        query = f"{_SELECT} WHERE file = ? AND changed_ns = ? AND size = ?"
        try:
            row = self._database.execute(
                query, (path.name, stat.st_mtime_ns, stat.st_size)
            ).fetchone()
        except sqlite3.Error:
            return None
        return None if row is None else _summary_of(row, path.parent)

    def all(self, directory: Path) -> Iterator[tuple[int, RunSummary]]:
        """Yield all that is known: when the file was changed, in nanoseconds, and its summary."""
        try:
            for row in self._database.execute(_SELECT):
                yield row[1], _summary_of(row, directory)
        except sqlite3.Error:
            return

    def put(self, run: RunSummary, stat: os.stat_result) -> None:
        """Remember the summary of a file as it was at `stat`."""
        values = (getattr(run, name) for name in _FIELDS)
        cost = (None, None) if run.cost is None else (str(run.cost.dollars), run.cost.unpriced)
        row = (run.path.name, stat.st_mtime_ns, *cost, *values)
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
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, _VERSION):
            database.execute("DROP TABLE IF EXISTS runs")
        if version != _VERSION:  # writing changes the directory, which others may be watching
            database.execute(_CREATE)
            database.execute(f"PRAGMA user_version = {_VERSION}")
        database.execute(f"{_SELECT} LIMIT 1").fetchone()  # fails on a table that is not ours
    except sqlite3.Error:
        database.close()
        raise
    return database


def _summary_of(row: tuple[Any, ...], directory: Path) -> RunSummary:
    file, _, dollars, unpriced, *values = row
    cost = None if dollars is None else Cost(Decimal(dollars), unpriced)
    return RunSummary(path=directory / file, cost=cost, **dict(zip(_FIELDS, values, strict=True)))
