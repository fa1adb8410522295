"""The Pretty face of an item: its words or arguments, output, error and times, in words."""

from collections.abc import Iterator
from itertools import islice
from statistics import median

from agents_core.history.item_times import is_open, seconds_of
from agents_core.history.views import ErrorView, ItemView, ProgressView
from tui.arguments.call_arguments import argument_node
from tui.drawing.item_words import elapsed
from tui.drawing.labelled import beside, labelled
from tui.drawing.shown_json import argument_rows, clip, clip_start, json_rows
from tui.format import clock_tenths, duration, grouped, plural
from tui.rendering.styled_line import EMPTY, StyledLine, styled
from tui.sanitise import visible_line
from tui.scene import Scene

CALLS = ("tool", "handoff", "approval", "break")
"""Kinds of items whose text is arguments."""

LOOKED_BACK = 500
"""Items looked at for earlier calls of a tool."""

COMPARED = 20
"""Earlier calls of a tool whose times are taken."""


def pretty(item: ItemView, scene: Scene) -> Iterator[StyledLine]:
    """Say it in words: arguments, output, error, times."""
    if item.kind in CALLS:
        node = argument_node(scene.history, item)
        rows = argument_rows(item.text, node, is_open=item.status == "streaming")
        yield from beside("value" if item.kind == "break" else "args", rows)
    else:
        yield from beside("text", json_rows(item.text))
    yield from edits(item)
    if item.kind == "tool":
        yield EMPTY
        yield from beside("output", output_rows(item, scene))
    if item.kind in ("approval", "break"):
        yield from labelled("answer", item.output or "nobody has answered")
    if item.progress is not None:
        yield EMPTY
        yield from progress(item.progress)
    if item.error is not None:
        yield EMPTY
        yield from error(item.error)
    yield EMPTY
    yield from labelled("timing", timing_words(item, scene.now))
    yield from labelled("raw", _raw_words(item))


def _raw_words(item: ItemView) -> str:
    """Return which events it is made of, and how many of them bring a piece of it."""
    if item.seq == item.last_seq:
        return f"event {grouped(item.seq)}"
    events = f"events {grouped(item.seq)} to {grouped(item.last_seq)}"
    return f"{events}   {plural(item.deltas, 'delta')}"


def output_rows(item: ItemView, scene: Scene) -> list[StyledLine]:
    """Return what a tool returned, or how it comes that it has not."""
    if item.output is not None:
        return json_rows(item.output)
    if not is_open(item):
        return [styled("none", "dim")]
    rows = [styled(running_words(item, scene), "dim")] if item.status == "running" else []
    later = scene.history.item(item.index, scene.total)
    if later.output is not None and later.ended_at is not None and scene.behind:
        rows.append(styled("not yet at this point of the run", "dim"))
        at = clock_tenths(later.ended_at)
        rows.append(styled(f"(arrives at {at}; :{at} goes there)", "dim"))
    return rows or [styled("not yet", "dim")]


def running_words(item: ItemView, scene: Scene) -> str:
    """Say how long a tool has run, beside what it usually takes in this run."""
    words = f"running {elapsed(item, scene.now)}"
    earlier = list(islice(earlier_seconds(item, scene), COMPARED))
    if not earlier:
        return words
    noun = "earlier call" if len(earlier) == 1 else f"{len(earlier)} earlier calls"
    return f"{words}   (its {noun} in this run: {duration(median(earlier))})"


def earlier_seconds(item: ItemView, scene: Scene) -> Iterator[float]:
    """Yield how long earlier calls of the same tool took, the latest first."""
    history = scene.history
    for index in range(item.index - 1, max(-1, item.index - 1 - LOOKED_BACK), -1):
        if history.kind_of(index) != "tool" or history.name_of(index) != item.name:
            continue
        call = history.item(index, scene.view.position)
        if call.status == "done":
            yield seconds_of(call, scene.now)


def timing_words(item: ItemView, now: float) -> str:
    """Say when it began, and how long each part of it took."""
    began = f"began at {clock_tenths(item.began_at)}"
    if item.kind != "tool":
        return f"{elapsed(item, now)}   {began}"
    parts = [f"args {duration((now if item.ready_at is None else item.ready_at) - item.began_at)}"]
    if item.ready_at is not None:
        started = now if item.started_at is None else item.started_at
        parts.append(f"queue {duration(max(0.0, started - item.ready_at))}")
    if item.started_at is not None:
        parts.append(f"exec {elapsed(item, now)}")
    return f"{' · '.join(parts)}   {began}"


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
