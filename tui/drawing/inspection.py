"""What Inspect says of one item: five faces of it, each a list of logical lines.

Law: pure; lines are styled text made visible, still to be wrapped. They hold all there is up to a
limit that keeps a frame short; what is cut is said, and `v` shows all of it.
"""

from collections.abc import Iterator
from typing import Literal, get_args

from agents_core.history.run_data import ToolCard
from agents_core.history.views import ItemView
from agents_core.json_text import encode_json
from agents_core.run_events import RunEvent
from tui.drawing.annotation_signs import annotation_words
from tui.drawing.item_words import KIND_STYLES, LETTERS, MARKS, elapsed, name_of
from tui.drawing.labelled import labelled
from tui.drawing.lineage import lineage
from tui.drawing.pretty import pretty
from tui.drawing.shown_json import LIMIT, json_text
from tui.format import clock_tenths, duration, grouped, money
from tui.rendering.styled_line import EMPTY, StyledLine, styled
from tui.sanitise import visible_line
from tui.scene import Scene, Selection

Face = Literal["Pretty", "Raw", "Schema", "Timing", "Lineage"]
"""One way to look at an item."""

FACES: tuple[Face, ...] = get_args(Face)

RAW_EVENTS = 200
"""Raw events of an item shown here."""


def inspect(scene: Scene, selection: Selection, face: Face) -> list[StyledLine]:
    """Return the lines of one face of the selected item."""
    item = selected_item(scene, selection)
    if item is None:
        return [styled("nothing selected yet", "dim")]
    lines = [
        headline(item, scene.history.server_of(item.name)),
        *annotated(scene, item, selection.seq),
        tabs(face),
        EMPTY,
    ]
    match face:
        case "Pretty" if selection.seq is not None:
            return [*lines, *raw_event(scene.history.event(selection.seq))]
        case "Pretty":
            return [*lines, *pretty(item, scene)]
        case "Raw":
            return [*lines, *raw(scene, item, selection.seq)]
        case "Schema":
            return [*lines, *schema(scene.history.schema_of(item.name))]
        case "Timing":
            return [*lines, *timing(item, scene.now), *spending(scene, item)]
        case "Lineage":
            return [*lines, *lineage(item, scene)]


def selected_item(scene: Scene, selection: Selection) -> ItemView | None:
    """Return the selected item as it is at the cursor, if it is there at all."""
    if selection.item is None or selection.item >= scene.view.items:
        return None
    return scene.history.item(selection.item, scene.view.position)


def headline(item: ItemView, server: str | None) -> StyledLine:
    """Say what the item is and whose, and which server its tool is of."""
    mark, style = MARKS[item.status]
    words = [name_of(item), item.call_id, item.agent and f"agent {item.agent}", f"turn {item.turn}"]
    if item.kind == "tool" and server is not None:
        words.append(f"mcp: {server}")
    said = [visible_line(word) for word in words if word]
    return (
        (f"{LETTERS[item.kind]} ", f"{KIND_STYLES[item.kind]} strong"),
        (said[0], "strong"),
        (f"  {mark}", style),
        ("".join(f"   {word}" for word in said[1:]), "dim"),
    )


def annotated(scene: Scene, item: ItemView, seq: int | None) -> Iterator[StyledLine]:
    """Say what people keep about the item, or about the raw event of it that is selected."""
    for label, text in annotation_words(scene.history, scene.annotations, item, seq):
        yield from labelled(label, text, "accent")


def tabs(face: Face) -> StyledLine:
    """Name the faces, the one shown standing out."""
    words = [
        (f"[{name}]", "tool strong") if name == face else (f" {name} ", "dim") for name in FACES
    ]
    return (*words, ("   p next", "frame"))


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


def spending(scene: Scene, item: ItemView) -> Iterator[StyledLine]:
    """Say what the model call behind the item used, and what that cost."""
    call = scene.history.call_of(item.index, scene.view.position)
    if call is None:
        return
    yield EMPTY
    yield from labelled("call", f"{call.number + 1} of {scene.view.calls}   {call.model}")
    if (tokens := call.tokens) is None:
        yield from labelled("cost", "not answered yet")
        return
    used = f"in {grouped(tokens.input)}   cached {grouped(tokens.cached)}"
    used += f"   out {grouped(tokens.output)}   reasoning {grouped(tokens.reasoning)}"
    yield from labelled("tokens", used)
    yield from labelled("cost", money(call.cost))


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
