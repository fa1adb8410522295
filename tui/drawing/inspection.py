"""What Inspect says of one item: four faces of it, each a list of logical lines.

Law: pure; lines are styled text made visible, still to be wrapped. They hold all there is up to a
limit that keeps a frame short; what is cut is said, and `v` shows all of it.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from agents_core.history.run_data import ToolCard
from agents_core.history.views import ErrorView, ItemView, ProgressView
from agents_core.json_text import decode_json, encode_json
from agents_core.run_events import RunEvent
from tui.drawing.item_words import KIND_STYLES, LETTERS, MARKS, elapsed, name_of
from tui.format import clock_tenths, duration, grouped, size
from tui.rendering.json_lines import json_lines
from tui.rendering.styled_line import EMPTY, StyledLine, styled
from tui.sanitise import visible, visible_line
from tui.scene import Scene, Selection

Face = Literal["Pretty", "Raw", "Schema", "Timing"]
"""One way to look at an item."""

FACES: tuple[Face, ...] = get_args(Face)

LIMIT = 30_000
"""Characters of one text shown here."""

RAW_EVENTS = 200
"""Raw events of an item shown here."""

COLOURED = 20_000
"""Characters of JSON that are coloured; more is shown plain."""

BLANKS = 1_000
"""Characters in which JSON has to begin to be taken for it."""

LABEL = 9
"""Cells of the column that says what a line is."""


def inspect(scene: Scene, selection: Selection, face: Face) -> list[StyledLine]:
    """Return the lines of one face of the selected item."""
    item = selected_item(scene, selection)
    if item is None:
        return [styled("nothing selected yet", "dim")]
    lines = [headline(item), tabs(face), EMPTY]
    match face:
        case "Pretty" if selection.seq is not None:
            return [*lines, *raw_event(scene.history.event(selection.seq))]
        case "Pretty":
            return [*lines, *pretty(item, scene.now)]
        case "Raw":
            return [*lines, *raw(scene, item, selection.seq)]
        case "Schema":
            return [*lines, *schema(scene.history.schema_of(item.name))]
        case "Timing":
            return [*lines, *timing(item, scene.now)]


def selected_item(scene: Scene, selection: Selection) -> ItemView | None:
    """Return the selected item as it is at the cursor, if it is there at all."""
    if selection.item is None or selection.item >= scene.view.items:
        return None
    return scene.history.item(selection.item, scene.view.position)


def headline(item: ItemView) -> StyledLine:
    """Say what the item is and whose."""
    mark, style = MARKS[item.status]
    words = [name_of(item), item.call_id, item.agent and f"agent {item.agent}", f"turn {item.turn}"]
    said = [visible_line(word) for word in words if word]
    return (
        (f"{LETTERS[item.kind]} ", f"{KIND_STYLES[item.kind]} strong"),
        (said[0], "strong"),
        (f"  {mark}", style),
        ("".join(f"   {word}" for word in said[1:]), "dim"),
    )


def tabs(face: Face) -> StyledLine:
    """Name the faces, the one shown standing out."""
    words = [
        (f"[{name}]", "tool strong") if name == face else (f" {name} ", "dim") for name in FACES
    ]
    return (*words, ("   p next", "frame"))


def pretty(item: ItemView, now: float) -> Iterator[StyledLine]:
    """Say it in words: arguments, output, error, times."""
    if item.kind in ("tool", "handoff", "approval", "break"):
        yield from beside("value" if item.kind == "break" else "args", json_rows(item.text))
    else:
        yield from beside("text", json_rows(item.text))
    yield from edits(item)
    if item.kind == "tool":
        waiting = item.status in ("streaming", "waiting", "running")
        nothing = "not yet" if waiting else "none"
        output = [styled(nothing, "dim")] if item.output is None else json_rows(item.output)
        yield EMPTY
        yield from beside("output", output)
    if item.kind in ("approval", "break"):
        yield from labelled("answer", item.output or "nobody has answered")
    if item.progress is not None:
        yield EMPTY
        yield from progress(item.progress)
    if item.error is not None:
        yield EMPTY
        yield from error(item.error)
    yield EMPTY
    yield from labelled("time", f"{elapsed(item, now)}   began at {clock_tenths(item.began_at)}")
    yield from labelled(
        "raw",
        f"events {grouped(item.seq)} to {grouped(item.last_seq)}   {grouped(item.deltas)} deltas",
    )


def edits(item: ItemView) -> Iterator[StyledLine]:
    """Show what was put in place of the arguments or the output, and what that replaced."""
    for edit in item.edits:
        yield EMPTY
        yield from beside("edited", [styled(f"{edit.what} by {visible_line(edit.by)}", "approval")])
        if edit.what == "output":
            yield from beside("before", json_rows(edit.before))
        yield from beside("after", json_rows(edit.after))


def progress(told: ProgressView) -> Iterator[StyledLine]:
    """Say what the tool told while it ran."""
    share = "" if told.fraction is None else f"{told.fraction:.0%}"
    if share or told.message:
        yield from labelled("progress", " ".join(filter(None, (share, told.message))))
    if told.text:
        yield from labelled("told", clip_start(told.text.rstrip("\n")), "dim")


def error(problem: ErrorView) -> Iterator[StyledLine]:
    """Say what went wrong, whose fault it is and what to do."""
    yield from labelled("error", f"{problem.type}: {problem.message}", "error")
    yield from labelled("fault", problem.fault)
    if problem.hint:
        yield from labelled("hint", problem.hint)
    if problem.traceback:
        yield EMPTY
        yield from labelled("trace", clip(problem.traceback), "dim")


def timing(item: ItemView, now: float) -> Iterator[StyledLine]:
    """Say when what happened, and how long each part took."""
    if item.ready_at is not None and item.started_at is not None:
        yield from labelled("queue", duration(item.started_at - item.ready_at))
    arrived = (now if item.ready_at is None else item.ready_at) - item.began_at
    yield from labelled("arrival", f"{duration(arrived)}   {grouped(item.deltas)} deltas")
    if item.started_at is not None:
        yield from labelled("running", elapsed(item, now))
    yield EMPTY
    moments = {
        "began": item.began_at,
        "ready": item.ready_at,
        "started": item.started_at,
        "ended": item.ended_at,
    }
    for name, at in moments.items():
        yield from labelled(name, "·" if at is None else clock_tenths(at))


def schema(card: ToolCard | None) -> Iterator[StyledLine]:
    """Show what the tool is for and what its arguments have to look like."""
    if card is None:
        yield styled("no schema: the run does not describe this item", "dim")
        return
    yield from labelled("tool", card.description or "not described")
    yield EMPTY
    for line in json_text(encode_json(card.parameters).decode()).split("\n"):
        yield styled(line)


def raw(scene: Scene, item: ItemView, seq: int | None) -> Iterator[StyledLine]:
    """Show the events of the item as they were recorded, or the selected one alone."""
    if seq is not None:
        yield from raw_event(scene.history.event(seq))
        return
    seqs = scene.history.item_events(item.index, scene.view.position)
    for number in seqs[:RAW_EVENTS]:
        event = scene.history.event(number)
        line = event.line[:LIMIT].decode(errors="replace")
        yield ((f"{grouped(number):>8} ", "dim"), (visible_line(line), ""))
    if len(seqs) > RAW_EVENTS:
        rest = f"… {grouped(len(seqs) - RAW_EVENTS)} more events: v shows all"
        yield styled(rest, "dim")


def raw_event(event: RunEvent) -> Iterator[StyledLine]:
    """Show one event, indented."""
    at = f"event {grouped(event.seq)}   {event.type}   {clock_tenths(event.at)}"
    yield styled(visible_line(at), "dim")
    text = json_text(event.payload.decode(errors="replace"))
    for line in text.split("\n"):
        yield styled(line)


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
    return f"{visible(text[:LIMIT])}\n… {size(len(text) - LIMIT)} more: v shows all"


def clip_start(text: str) -> str:
    """Return the end of a text that is too long for a frame, saying so."""
    return text if len(text) <= LIMIT else f"… {size(len(text) - LIMIT)} before\n{text[-LIMIT:]}"


def hang_of(line: StyledLine) -> int:
    """Return how far in the rows of a wrapped line stand after its first."""
    return LABEL if line and len(line[0][0]) == LABEL else 0


def labelled(label: str, text: str, style: str = "") -> Iterator[StyledLine]:
    """Yield the lines of `text` beside a label."""
    return beside(label, [styled(line, style) for line in visible(text).split("\n")])


def beside(label: str, lines: Iterable[StyledLine]) -> Iterator[StyledLine]:
    """Yield `lines` beside a label."""
    for number, line in enumerate(lines):
        head = label if number == 0 else ""
        yield ((f"{head:<{LABEL}}", "dim"), *line)


def json_rows(text: str) -> list[StyledLine]:
    """Return logical lines of JSON, complete or not, in colour; of anything else as it is."""
    if not _may_be_json(text) or len(text) > COLOURED:
        return [styled(line) for line in json_text(text).split("\n")]
    rows = json_lines(COLOURED)
    rows.show(text)
    return [rows[number] for number in range(len(rows))]


def _may_be_json(text: str) -> bool:
    """Tell by its first character whether `text` can be an object or a list."""
    return text[:BLANKS].lstrip().startswith(("{", "["))
