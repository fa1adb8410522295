"""TransportBar: where the cursor stands in the run; click or drag to be elsewhere.

Law: the time line costs by its cells. What stands further down in `ticks_of` lies on top.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from agents_core.history.run_history import RunHistory
from agents_core.history.run_index import MarkKind
from tui.drawing.annotation_signs import MARK
from tui.drawing.imported import SHORT
from tui.format import clock, duration, grouped
from tui.playhead import IDLE_LIMIT_S, Loop
from tui.scene import Scene
from tui.time_axis import TimeAxis

TICKS: tuple[tuple[MarkKind, str, str], ...] = (
    ("handoff", "◆", "$text-accent"),
    ("approval", "?", "$text-warning"),
    ("break", "■", "$text-warning"),
    ("error", "✗", "$text-error"),
)
"""What the run itself marks on the time line."""

ROOMY = 160
"""From this width on the bar says how idling is cut."""


class TransportBar(Widget):
    """A time line with ticks for handoffs, questions and errors."""

    scene: reactive[Scene | None] = reactive(None)

    @dataclass
    class Sought(Message):
        """Somebody pointed at a place of the run."""

        seconds: float

    def __init__(self, *, id: str | None = None) -> None:
        """Start with nothing to show."""
        super().__init__(id=id)
        self._track_from = 0
        self._track_width = 0

    def render(self) -> Content:
        """Draw status, track and totals in one row."""
        if self.scene is None:
            return Content("")
        left, right = status_of(self.scene), totals_of(self.scene, self.size.width)
        if self.size.width < 60:
            right = Content("")
        self._track_from = left.cell_length + 3
        self._track_width = self.size.width - self._track_from - right.cell_length - 3
        track = draw_track(self.scene, max(1, self._track_width))
        return Content.assemble(" ", left, "  ", track, "  ", right)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Go where the pointer is, and follow it while it is held."""
        self.capture_mouse()
        self._seek_to(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag."""
        if self.app.mouse_captured is self:
            self._seek_to(event.x)

    def on_mouse_up(self) -> None:
        """Let go."""
        self.release_mouse()

    def _seek_to(self, x: int) -> None:
        if self.scene is not None and self._track_width > 1:
            share = (x - self._track_from) / (self._track_width - 1)
            axis = self.scene.axis
            seconds = axis.seconds(min(1.0, max(0.0, share)) * axis.length)
            self.post_message(self.Sought(seconds))


def status_of(scene: Scene) -> Content:
    """Say whether the run is written down, and where the cursor stands in it."""
    count = f"{grouped(scene.total)} ev"
    if scene.mode == "live" and scene.is_recording:
        return Content.assemble(("● ", "$text-error"), ("REC ", "bold"), count)
    if scene.mode == "live":
        return Content(count)
    mark = "▶" if scene.mode == "playing" else "‖"
    speed = f" {scene.speed:g}x" if scene.mode == "playing" else ""
    return Content(f"{mark}{speed} {clock(scene.now)}/{clock(scene.end_s)}")


def totals_of(scene: Scene, width: int) -> Content:
    """Say what kind of viewing this is, how it is timed, what it has seen, what may hold it."""
    word = {"live": "LIVE" if scene.is_live else "END", "paused": "PAUSED", "playing": "REPLAY"}
    parts = [
        Content.styled(word[scene.mode], "bold"),
        *([Content.styled(SHORT[scene.timing], "$text-warning")] if scene.timing else []),
        _counted("err", scene.view.errors, "$text-error"),
        _counted("mark", len(scene.annotations.marks), "$text-accent"),
    ]
    if scene.asked:
        parts.append(Content.styled(f"? {len(scene.asked)}", "$text-warning bold"))
    if scene.breakpoints:
        parts.append(Content.styled(f"bp {scene.breakpoints}", "$text-warning"))
    if scene.loop is not None:
        parts.append(Content.styled(loop_words(scene.history, scene.loop), "$text-accent"))
    if width >= ROOMY:
        parts.append(Content.styled(idle_words(scene.history), "$text-muted"))
    return Content("  ").join(parts)


def loop_words(history: RunHistory, loop: Loop) -> str:
    """Say which stretch is played over and over, as far as that is known."""
    end = "…" if loop.end is None else clock(history.time_at(loop.end))
    return f"A-B {clock(history.time_at(loop.start))}–{end}"


def idle_words(history: RunHistory) -> str:
    """Say how idling is cut, and how much of this run that is."""
    left_out_s = history.pauses.left_out_s
    cut = f" (cuts {duration(left_out_s)})" if left_out_s else ""
    return f"idle max {IDLE_LIMIT_S:g} s{cut}"


def _counted(word: str, number: int, style: str) -> Content:
    return Content.styled(f"{word} {number}", style if number else "$text-muted")


def draw_track(scene: Scene, width: int) -> Content:
    """Return the time line in `width` cells: done, cursor, to come, and ticks."""
    axis = scene.axis
    share = min(1.0, axis.place(scene.now) / axis.length) if axis.length else 1.0
    cursor = round((width - 1) * share)
    glyphs = ["━"] * cursor + ["●"] + ["─"] * (width - cursor - 1)
    styles = ["$primary"] * cursor + ["$text-primary bold"] + ["$hint"] * (width - cursor)
    edges = cell_edges(scene.history, axis, width)
    for positions, glyph, style in ticks_of(scene):
        for cell in marked_cells(positions, edges):
            if cell != cursor:
                glyphs[cell], styles[cell] = glyph, style
    cells = groupby(zip(glyphs, styles, strict=False), key=itemgetter(1))
    return Content.assemble(*(("".join(glyph for glyph, _ in run), style) for style, run in cells))


def ticks_of(scene: Scene) -> Iterator[tuple[Sequence[int], str, str]]:
    """Yield what is marked on the time line: ascending positions, a glyph and its style."""
    for kind, glyph, style in TICKS:
        yield scene.history.marks(kind), glyph, style
    yield scene.annotations.positions, MARK, "$text-accent bold"
    if scene.loop is not None:
        yield (scene.loop.start,), "A", "$text-accent bold"
        yield () if scene.loop.end is None else (scene.loop.end,), "B", "$text-accent bold"


def cell_edges(history: RunHistory, axis: TimeAxis, width: int) -> list[int]:
    """Return the positions at which each of `width` cells begins, and the end of the last."""
    if not axis.length:
        return [0] * width + [len(history)]
    room = axis.length / max(1, width - 1)
    places = (max(0.0, (cell - 0.5) * room) for cell in range(width))
    return [*(history.position_at(axis.seconds(place)) for place in places), len(history) + 1]


def marked_cells(marks: Sequence[int], edges: Sequence[int]) -> list[int]:
    """Return the cells in which at least one of the sorted `marks` lies."""
    places = [bisect_left(marks, edge) for edge in edges]
    return [cell for cell in range(len(edges) - 1) if places[cell] < places[cell + 1]]
