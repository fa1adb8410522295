"""The tools of the demo in ../../agents.toml: they read the files beside this one, for real."""

import asyncio
import csv
import json
import re
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).parent

DEPLOYS = (
    ("2026-03-03 16:40", "catalog", "2.9.1", "mira", "new product photos"),
    ("2026-03-04 08:55", "search", "1.14.0", "jonas", "typo tolerance"),
    ("2026-03-04 09:11", "checkout", "3.7.0", "ines", "show loyalty points in the cart"),
    ("2026-03-04 09:30", "mailer", "5.2.2", "tariq", "footer links"),
)


async def read_metrics(service: str, minutes: int) -> str:
    """Return the response times of a service, minute by minute.

    Args:
        service: name of the service, such as "checkout".
        minutes: how many minutes to look back.
    """
    await asyncio.sleep(0.8)  # as long as a metrics server takes
    with (HERE / "metrics.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["service"] == service][-minutes:]
    if not rows:
        raise ValueError(f"no metrics for service {service!r}")
    worst = max(rows, key=lambda row: int(row["p95_ms"]))
    quiet = min(rows, key=lambda row: int(row["p95_ms"]))
    series = [f"{row['minute']} {row['p95_ms']} ms" for row in rows]
    return json.dumps({"p95": series, "best": quiet["p95_ms"], "worst": worst["p95_ms"]}, indent=2)


def search_logs(service: str, pattern: str) -> str:
    """Return the log lines of a service that match a regular expression.

    Args:
        service: name of the service.
        pattern: a Python regular expression.
    """
    time.sleep(1.8)  # logs are far away and long
    lines = (HERE / f"{Path(service).name}.log").read_text("utf-8").splitlines()
    found = [line for line in lines if re.search(pattern, line)]
    return "\n".join([f"{len(found)} of {len(lines)} lines", *found[:12]])


def query_database(sql: str) -> str:
    """Run a read-only SQL query on the operations database.

    Args:
        sql: one SELECT statement, in SQLite's dialect.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE deploys (at, service, version, author, change)")
        database.executemany("INSERT INTO deploys VALUES (?, ?, ?, ?, ?)", DEPLOYS)
        database.execute("PRAGMA query_only = ON")
        cursor = database.execute(sql)
        columns = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchmany(50)]
    return json.dumps(rows[0] if len(rows) == 1 else rows, indent=2)


def write_report(name: str, content: str) -> str:
    """Write a report into a new temporary folder.

    Args:
        name: name of the file, without a folder.
        content: its text, in Markdown.
    """
    folder = Path(tempfile.mkdtemp(prefix="agent-tui-demo-"))
    file = folder / Path(name).name
    file.write_text(content, "utf-8")
    return json.dumps({"path": str(file), "lines": content.count("\n") + 1})
