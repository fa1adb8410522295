"""The Lineage face of an item: where it comes from, and what became of it.

Law: only what the run recorded is said, each with its time; at a past cursor nothing later is.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from agents_core.history.run_history import RunHistory
from agents_core.history.views import ItemView
from agents_core.run_events import RunEvent
from tui.drawing.item_words import MARKS, name_of
from tui.drawing.labelled import beside, labelled
from tui.format import clock_tenths, grouped
from tui.rendering.styled_line import StyledLine, styled
from tui.sanitise import visible_line
from tui.scene import Scene

MOST = 12
"""Handoffs, children and neighbours named at most."""

SEARCHED = 1_000
"""Items or requests looked through for what belongs to one."""


def lineage(item: ItemView, scene: Scene) -> Iterator[StyledLine]:
    """Say what caused an item, what it caused, and who received its output."""
    yield from labelled("agent", f"{item.agent or 'none'}   turn {item.turn}")
    yield from beside("handoffs", [chain_line(item, scene)])
    yield from beside("cause", [cause_line(item, scene)])
    yield from beside("beside", item_lines(siblings(item, scene), scene, "nothing else"))
    if item.parent is not None:
        yield from beside("within", item_lines([item.parent], scene, ""))
    if item.kind == "tool":
        yield from beside("nested", item_lines(children(item, scene), scene, "no nested run"))
    yield from beside("next use", [next_use_line(item, scene)])


def chain_line(item: ItemView, scene: Scene) -> StyledLine:
    """Name the agents that had the run in turn, up to the item."""
    updates = list(handoffs_before(item, scene))
    words = [
        f"{visible_line(str(event.data.get('agent')))} ({clock_tenths(event.at)})"
        for event in updates[-MOST:]
    ]
    if not words:
        return styled("none", "dim")
    first = visible_line(str(updates[-MOST:][0].data.get("from")))
    lead = "… → " if len(updates) > MOST else ""
    return styled(lead + " → ".join([first, *words]))


def handoffs_before(item: ItemView, scene: Scene) -> Iterator[RunEvent]:
    """Yield the handoffs in the item's own run that came before it."""
    parent = scene.history.event(item.seq).parent
    for position in scene.history.marks("handoff"):
        if position > item.seq + 1:
            return
        event = scene.history.event(position - 1)
        if event.type == "agent.update" and event.parent == parent and isinstance(event.data, dict):
            yield event


def cause_line(item: ItemView, scene: Scene) -> StyledLine:
    """Say which model call an item came from."""
    request = scene.history.request_of(item.index)
    if request is None:
        return styled("no model call: the run itself", "dim")
    return request_line(scene.history.event(request))


def request_line(event: RunEvent) -> StyledLine:
    """Name a model call: whose, in which turn, of which model, when."""
    data = event.data if isinstance(event.data, dict) else {}
    words = f"model call of {visible_line(event.agent or '?')}, turn {event.turn}"
    where = f"   {visible_line(str(data.get('model') or ''))}   {at_words(event.at, event.seq)}"
    return ((words, ""), (where, "dim"))


def siblings(item: ItemView, scene: Scene) -> list[int]:
    """Return the other items of the same response that have begun."""
    begun = scene.view.items
    others = scene.history.response_items(item.index)
    return [index for index in others if index != item.index and index < begun]


def children(item: ItemView, scene: Scene) -> list[int]:
    """Return the items of the runs directly under a call."""
    history, end = scene.history, min(scene.view.items, item.index + SEARCHED)
    return [index for index in range(item.index + 1, end) if history.parent_of(index) == item.index]


def item_lines(indexes: Iterable[int], scene: Scene, nothing: str) -> list[StyledLine]:
    """Return a line an item, or `nothing`."""
    found = list(indexes)
    lines = [item_line(scene.history.item(at, scene.view.position)) for at in found[:MOST]]
    if len(found) > MOST:
        lines.append(styled(f"… {len(found) - MOST} more", "dim"))
    return lines or [styled(nothing, "dim")]


def item_line(item: ItemView) -> StyledLine:
    """Name an item: mark, name, whose, when."""
    mark, style = MARKS[item.status]
    owner = f"   {visible_line(item.agent)}" if item.agent else ""
    where = f"{owner}   item {item.index + 1}   {at_words(item.began_at, item.seq)}"
    return ((f"{mark} ", style), (name_of(item), ""), (where, "dim"))


def next_use_line(item: ItemView, scene: Scene) -> StyledLine:
    """Say which later model call received what came of the item."""
    if item.kind == "tool" and item.output is None:
        return styled("no output yet", "dim")
    parent = scene.history.event(item.seq).parent
    for event in islice(requests_after(item, scene.history, scene.view.position), SEARCHED):
        if event.parent == parent:
            return request_line(event)
    if item.parent is not None:
        call = scene.history.item(item.parent, scene.view.position)
        if call.output is not None:
            return (("output of ", ""), *item_line(call))
    return styled("no later model call yet", "dim")


def requests_after(item: ItemView, history: RunHistory, position: int) -> Iterator[RunEvent]:
    """Yield the model calls that were sent after the item's last event."""
    return (history.event(seq) for seq in history.requests(item.last_seq + 1, position))


def at_words(seconds: float, seq: int) -> str:
    """Say when, and with which event."""
    return f"{clock_tenths(seconds)}   event {grouped(seq)}"
