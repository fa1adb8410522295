"""Conversations the OpenAI Agents SDK keeps in SQLite, one run for each session.

What is kept are the items, each with the second in which it was saved: many at once, when a turn
was over. Which models were asked, by whom and what that took is not there, and is left out.

Tables: https://openai.github.io/openai-agents-python/ref/memory/sqlite_session/
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from agents_core.errors import RecordingError
from agents_core.json_text import decode_json
from tui.importing.fields import text, words
from tui.importing.saved_run import SavedEvents, SavedRun, read_moment

SOURCE: Final = "agents-session"

AGENT: Final = "agent"
"""What the agent is called whose name was not kept."""

MAGIC: Final = b"SQLite format 3\0"
"""What a database begins with."""

COLUMNS: Final = ("session_id", "message_data", "created_at")
"""Of the table that keeps the items, whatever its name."""

Row = tuple[str, str, str]
"""Session, item, and when it was saved."""


def read_agents_sessions(path: Path) -> list[SavedRun]:
    """Return the runs of a database; it is only read.

    Raises:
        RecordingError: it cannot be read, or keeps no sessions.
    """
    try:
        address = f"{path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.text_factory = lambda data: data.decode("utf-8", "replace")
            return list(runs_of(_rows(database, path), path.name))
    except sqlite3.Error as error:
        raise RecordingError(f"{path}: cannot be read as an SQLite database: {error}") from error


def runs_of(rows: Iterable[Row], name: str) -> Iterator[SavedRun]:
    """Yield a run for each session of a database called `name`, its rows standing together."""
    for session, items in groupby(rows, key=lambda row: row[0]):
        if (run := _run_of(session, items, name)) is not None:
            yield run


def _rows(database: sqlite3.Connection, path: Path) -> Iterator[Row]:
    """Yield the rows of the first table that has the columns, in the order they were saved in."""
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        quoted = '"' + str(table).replace('"', '""') + '"'
        columns = {column[1] for column in database.execute(f"PRAGMA table_info({quoted})")}
        if columns.issuperset(COLUMNS):
            texts = (f"COALESCE(CAST({name} AS TEXT), '')" for name in COLUMNS)
            wanted = f"SELECT {', '.join(texts)} FROM {quoted} ORDER BY session_id, rowid"
            return iter(database.execute(wanted))
    raise RecordingError(f"{path}: a database, but none of sessions of the Agents SDK")


def _run_of(session: str, rows: Iterable[Row], name: str) -> SavedRun | None:
    saved, damaged, last_words = None, 0, None
    for _, data, created_at in rows:
        item, moment = _item(data), read_moment(created_at)
        if item is None or moment is None:
            damaged += 1
            continue
        saved = saved or SavedEvents(SOURCE, f"{name} {session}", moment)
        saved.at(moment)
        last_words = _take(saved, item, last_words)
    if saved is None:
        return None
    if last_words is not None:
        saved.run.end("finished", last_words)
    left_out = [f"{name}: session {session}: {damaged} damaged rows."] if damaged else []
    return SavedRun(saved.run_id, session, AGENT, saved.began_at, "saving", saved.events, left_out)


def _take(saved: SavedEvents, item: dict[str, Any], last_words: str | None) -> str | None:
    """Take an item; return what the agent said, if that was the last thing."""
    run, kind, call_id = saved.run, text(item, "type"), text(item, "call_id")
    if text(item, "role") == "user":
        run.end("finished", last_words)
        run.begin(run.scope.agent or AGENT, words(item.get("content")))
        return None
    if not run.is_going_on:
        run.begin(run.scope.agent or AGENT, "")
    if kind.endswith("_output"):
        run.end_tool(call_id, item.get("output"))
        if (target := _handed_to(item)) is not None:
            run.work(target)
        return None
    is_handoff = text(item, "name").startswith("transfer_to_")
    run.create(item, "handoff_requested" if is_handoff else None)
    if kind == "function_call" and not is_handoff:
        run.start_tool(call_id, text(item, "name"), item.get("arguments"))
    return words(item.get("content")) if text(item, "role") == "assistant" else None


def _handed_to(item: dict[str, Any]) -> str | None:
    """Return the agent a handoff went to, as the SDK writes it into the output of the call."""
    fields = _item(text(item, "output"))
    target = fields.get("assistant") if fields is not None and len(fields) == 1 else None
    return target if isinstance(target, str) and target else None


def _item(data: str) -> dict[str, Any] | None:
    try:
        found = decode_json(data.encode("utf-8", "surrogatepass"))
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
