"""Texts of a run as logical lines, JSON indented and in colour, up to a limit a frame can bear.

Law: what is cut says so, and how to see all of it.
"""

import json

from agents_core.json_text import decode_json
from tui.arguments.schema_node import ANYTHING, SchemaNode
from tui.format import size
from tui.rendering.json_lines import Marks, json_lines
from tui.rendering.styled_line import StyledLine, styled
from tui.sanitise import visible

LIMIT = 30_000
"""Characters of one text shown here."""

COLOURED = 20_000
"""Characters of JSON that are coloured; more is shown plain."""

BLANKS = 1_000
"""Characters in which JSON has to begin to be taken for it."""


def json_text(text: str) -> str:
    """Return JSON indented, anything else as it is; either way safe to show."""
    if not _may_be_json(text):
        return clip(text)
    try:
        value = decode_json(text.encode("utf-8", "surrogatepass"))
    except ValueError:
        return clip(text)
    if not isinstance(value, dict | list):
        return clip(text)
    return clip(json.dumps(value, indent=2, ensure_ascii=False))


def clip(text: str) -> str:
    """Return a text safe to show; of one too long for a frame the beginning, saying so."""
    if len(text) <= LIMIT:
        return visible(text)
    return f"{visible(text[:LIMIT])}\n… {size(len(text) - LIMIT)} more: enter or v shows all"


def clip_start(text: str) -> str:
    """Return the end of a text that is too long for a frame, saying so."""
    return text if len(text) <= LIMIT else f"… {size(len(text) - LIMIT)} before\n{text[-LIMIT:]}"


def json_rows(text: str) -> list[StyledLine]:
    """Return logical lines of JSON, complete or not, in colour; of anything else as it is."""
    return _rows(text, ANYTHING, "faults", is_open=True)


def argument_rows(text: str, node: SchemaNode, *, is_open: bool) -> list[StyledLine]:
    """Return logical lines of arguments, each value with what it has to be."""
    return _rows(text, node, "faults" if node is ANYTHING else "all", is_open=is_open)


def _rows(text: str, node: SchemaNode, marks: Marks, *, is_open: bool) -> list[StyledLine]:
    if not _may_be_json(text) or len(text) > COLOURED:
        return [styled(line) for line in json_text(text).split("\n")]
    rows = json_lines(COLOURED, node, marks)
    rows.show(text, is_open=is_open)
    return [rows[number] for number in range(len(rows))]


def _may_be_json(text: str) -> bool:
    """Tell by its first character whether `text` can be an object or a list."""
    return text[:BLANKS].lstrip().startswith(("{", "["))
