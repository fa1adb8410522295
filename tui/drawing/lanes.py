"""Lanes: what each agent and each tool did when, drawn into cells; and what it does now.

Law: pure; the cost depends on the cells, not on how much happened in them.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from agents_core.history.lanes import AgentLane, CallLane, Lane
from agents_core.history.views import AgentStatus
from tui.drawing.item_words import MARKS
from tui.drawing.lane_window import LaneWindow
from tui.format import count, duration, pad, rate
from tui.rendering.styled_line import Run, StyledLine
from tui.sanitise import visible_line
from tui.scene import Scene

GLYPHS: dict[AgentStatus, Run] = {
    "idle": ("·", "rule"),
    "asked": ("░", "dim"),
    "reasoning": ("▓", "reasoning"),
    "writing": ("█", "success"),
    "calling": ("▄", "tool"),
    "held": ("?", "approval"),
    "tools": ("▒", "tool"),
    "done": ("·", "rule"),
    "failed": ("·", "rule"),
}
"""Glyph and style name of what was done in a cell."""

FAILED: Run = ("✗", "error")
HANDED_OFF: Run = ("H", "handoff")
MARKED = (FAILED[0], HANDED_OFF[0])
"""Glyphs the cursor does not cover, nor the colour of what is selected."""

CURSOR: Run = ("┃", "mark")

LEGEND = "░ first token  ▓ think  █ text  ▄ args  ▒ tool  H handoff  ✗ error  ? asks  · idle"

SHORT_LEGEND = "░ first ▓ think █ text ▄ args ▒ tool H handoff ✗ error ? asks · idle"
"""The same for 80 columns."""

LOOKS = 5
"""How many changes within a cell are looked at; of more, the first are."""

LETTERS = {"agent": "", "tool": "T ", "guardrail": "G "}


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A lane, and how far it is indented."""

    lane: Lane
    level: int


def rows(lanes: Sequence[Lane], *, with_calls: bool, level: int = 0) -> Iterator[LaneRow]:
    """Yield the lanes to draw, each before those under it.

    A tool in which agents work is shown by their lanes, after the other tools: below them, a tool
    would seem to be theirs.
    """
    for lane in sorted(lanes, key=lambda lane: bool(lane.children) and not _is_agent(lane)):
        is_agent = _is_agent(lane)
        if is_agent or (with_calls and not lane.children):
            yield LaneRow(lane, level)
        yield from rows(lane.children, with_calls=with_calls, level=level + is_agent)


def _is_agent(lane: Lane) -> bool:
    return isinstance(lane, AgentLane)


def cells_of(lane: Lane, window: LaneWindow) -> list[Run]:
    """Return what stands for each filled cell of `window`."""
    return [_cell(lane, *window.edges[cell : cell + 2]) for cell in range(window.filled)]


def cells_line(
    cells: Sequence[Run], width: int, span: tuple[int, int] | None, cursor: int | None
) -> StyledLine:
    """Return cells as a line of `width`.

    Args:
        cells: what stands for each filled cell.
        width: how many cells there are, the empty ones as well.
        span: the first and the last cell of the selected item: they stand out.
        cursor: the cell of the cursor; what comes after it is pale.
    """
    drawn = list(cells)
    for cell in () if span is None else range(span[0], span[1] + 1):
        glyph, style = drawn[cell]
        drawn[cell] = (glyph, style if glyph in MARKED else f"{style} span")
    if cursor is not None:
        drawn[cursor + 1 :] = [(glyph, "frame") for glyph, _ in drawn[cursor + 1 :]]
        drawn[cursor] = drawn[cursor] if drawn[cursor][0] in MARKED else CURSOR
    drawn += [(" ", "")] * (width - len(cells))
    runs = groupby(drawn, key=itemgetter(1))
    return tuple(("".join(glyph for glyph, _ in run), style) for style, run in runs)


def _cell(lane: Lane, start: float, end: float) -> Run:
    """Return what stands for the time from `start` to `end`."""
    end = end if end > start else math.nextafter(start, math.inf)
    if lane.is_marked("failure", start, end):
        return FAILED
    if lane.is_marked("handoff", start, end):
        return HANDED_OFF
    return GLYPHS[_mainly(lane, start, end)]


def _mainly(lane: Lane, start: float, end: float) -> AgentStatus:
    """Return what was done for the longest time, idling only if nothing else was done."""
    stretch = lane.at(start)
    if stretch.end >= end:
        return stretch.status
    spent: dict[AgentStatus, float] = {}
    for _ in range(LOOKS):
        status, began, until = stretch
        seconds = (until if until < end else end) - (began if began > start else start)
        spent[status] = spent.get(status, 0.0) + seconds
        if until >= end:
            break
        stretch = lane.at(until)
    done = {status: seconds for status, seconds in spent.items() if GLYPHS[status][0] != "·"}
    return max(done, key=lambda status: done[status]) if done else stretch.status


def name_line(row: LaneRow, width: int) -> StyledLine:
    """Return who it is, in `width` cells."""
    lane, level = row.lane, row.level
    branch = "  " * (level - 1) + ("└ " if lane.kind == "agent" else "  ") if level else ""
    letter = LETTERS[lane.kind]
    name = pad(visible_line(lane.name), max(1, width - len(branch) - len(letter) - 1))
    return ((branch, "frame"), (letter, "tool strong"), (f"{name} ", ""))


def label(lane: Lane, scene: Scene) -> Run:
    """Say what is done at the cursor, and for how long or how fast."""
    if isinstance(lane, AgentLane):
        return _agent_label(lane, scene)
    assert isinstance(lane, CallLane)
    return _call_label(lane, scene)


def _agent_label(lane: AgentLane, scene: Scene) -> Run:
    position, now = scene.view.position, scene.now
    record = lane.record_at(position)
    if record is None:
        return "", ""
    stretch = lane.stretch(position)
    waited = duration(max(0.0, now - stretch.start))
    match stretch.status:
        case "asked":
            return f"first token {waited}", "dim"
        case "reasoning" | "writing" | "calling":
            return _words(lane, scene, stretch.status)
        case "held":
            return f"asks {waited}", "approval"
        case "tools":
            return f"{_tools(lane, scene)} {waited}", "tool"
        case "done" | "failed":
            worked = duration(record.states.at(position).active_s)
            return f"{stretch.status}  {worked}", "error" if stretch.status == "failed" else "dim"
        case "idle":
            return "idle", "dim"


def _words(lane: AgentLane, scene: Scene, status: AgentStatus) -> Run:
    """Say how fast words come."""
    index = lane.item_at(scene.now)
    if index is None or index >= scene.view.items:
        return "", ""
    item = scene.history.item(index, scene.view.position)
    seconds = scene.now - item.began_at
    speed = rate((item.deltas - 1) / seconds) if item.deltas > 1 and seconds > 0 else ""
    if status == "calling":
        return f"args  {speed or f'{count(item.deltas)} tok'}", "tool"
    word = "" if status == "writing" else "think  "
    return f"{word}{speed}", GLYPHS[status][1]


def _tools(lane: AgentLane, scene: Scene) -> str:
    """Name the tool that runs, or count them."""
    running = [each.name for each in lane.children if each.at(scene.now).status == "tools"]
    if len(running) > 1:
        return f"{len(running)} tools"
    return f"tool {visible_line(running[0])}" if running else "tool"


def _call_label(lane: CallLane, scene: Scene) -> Run:
    call = lane.call_at(scene.now)
    if call is None or call.index >= scene.view.items:
        return "", ""
    item = scene.history.item(call.index, scene.view.position)
    mark, style = MARKS[item.status]
    if item.status == "streaming":
        return "args", "tool"
    if item.started_at is None:
        return "", ""
    ended = scene.now if item.ended_at is None else item.ended_at
    took = duration(max(0.0, ended - item.started_at))
    return (took, "tool") if item.status == "running" else (f"{mark} {took}", style)
