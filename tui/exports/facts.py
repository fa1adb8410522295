"""What every export says of a run and of its items, as labels and words."""

import json
from collections.abc import Iterator

from agents_core.history.views import ItemView
from agents_core.json_text import decode_json
from tui.drawing.imported import imported_words
from tui.drawing.item_words import LETTERS, elapsed, name_of
from tui.exports.exported_run import ExportedRun, Section
from tui.format import clock_tenths, duration, grouped
from tui.sanitise import visible, visible_line


def run_facts(run: ExportedRun) -> Iterator[tuple[str, str]]:
    """Yield what is known of the run as a whole; all of it is safe to show."""
    view, header = run.view, run.header
    if header is not None:
        yield "Run", visible_line(header.run_id)
        yield "Began", visible_line(header.created_at)
        if header.imported is not None:
            yield "Imported", imported_words(header.imported)
    yield "Status", view.status
    yield "Took", duration(view.at)
    yield "Turns", str(view.turn)
    tokens = view.tokens
    if tokens.total:
        yield "Tokens", f"{grouped(tokens.input)} in, {grouped(tokens.output)} out"
    if view.errors:
        yield "Errors", str(view.errors)


def heading(section: Section) -> str:
    """Name who worked, in which turn and for whom."""
    words = [visible_line(section.agent or "run")]
    if section.turn:
        words.append(f"turn {section.turn}")
    if section.caller is not None:
        words.append(f"for {name_of(section.caller)}")
    return " · ".join(words)


def item_heading(item: ItemView) -> str:
    """Name an item as the panes do."""
    return f"{LETTERS[item.kind]} {name_of(item)}"


def item_facts(item: ItemView, now: float) -> str:
    """Say when it began, how long it took and how it ended."""
    return " · ".join([clock_tenths(item.began_at), elapsed(item, now), item.status])


def body_of(text: str) -> tuple[str, str]:
    """Return a text safe to show and what it is written in: `json`, indented, or `text`."""
    try:
        value = decode_json(text.encode("utf-8", "surrogatepass"))
    except ValueError:
        return visible(text), "text"
    if not isinstance(value, dict | list):
        return visible(text), "text"
    return visible(json.dumps(value, indent=2, ensure_ascii=False)), "json"


def error_text(item: ItemView) -> str | None:
    """Return what went wrong, whose fault it was and what to do."""
    if item.error is None:
        return None
    error = item.error
    lines = [f"{error.type}: {error.message}", error.hint and f"hint: {error.hint}"]
    return visible("\n".join(line for line in lines if line))
