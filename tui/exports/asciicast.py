"""A replay as an asciicast v2, which players show in a browser or a terminal.

Format: https://docs.asciinema.org/manual/asciicast/v2/
"""

import json
from collections.abc import AsyncIterator
from datetime import datetime

from tui.exports.stage import Stage
from tui.sources.run_source import RunSource

FRAMES = 10
"""Frames a second; a frame holds the rows that changed."""

LAST_FRAME_S = 2.0
"""How long the end stays."""


async def asciicast(
    source: RunSource, size: tuple[int, int], speed: float = 1.0
) -> AsyncIterator[str]:
    """Yield the lines of the recording, without their ends.

    Args:
        source: the run to replay.
        size: columns and rows.
        speed: how many times faster than it happened; long gaps are cut as on the screen.
    """
    yield json.dumps(_header(source, size))
    before: list[str] = []
    async with Stage(source, speed).raised(size) as stage:
        while True:
            rows = stage.rows()
            if changes := _changes(before, rows):
                yield json.dumps([round(stage.now, 3), "o", changes])
            if stage.is_over:
                break
            before = rows
            await stage.pass_time(1 / FRAMES)
        yield json.dumps([round(stage.now + LAST_FRAME_S, 3), "o", "\x1b[0m"])


def _header(source: RunSource, size: tuple[int, int]) -> dict[str, object]:
    header: dict[str, object] = {"version": 2, "width": size[0], "height": size[1]}
    if source.header is not None:
        header["timestamp"] = int(datetime.fromisoformat(source.header.created_at).timestamp())
    return header | {"title": source.title, "env": {"TERM": "xterm-256color"}}


def _changes(before: list[str], rows: list[str]) -> str:
    """Return what turns one screen into the next: a clear screen first, then whole rows."""
    if not before:
        return "\x1b[?25l\x1b[2J" + "".join(_at(number, row) for number, row in enumerate(rows))
    return "".join(
        _at(number, row)
        for number, (old, row) in enumerate(zip(before, rows, strict=True))
        if old != row
    )


def _at(number: int, row: str) -> str:
    return f"\x1b[{number + 1};1H{row}"
