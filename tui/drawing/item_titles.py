"""The lines that stand over an item in the transcript: the rule of a new turn, and its title."""

from agents_core.history.item_times import seconds_of
from agents_core.history.views import ItemView, ProgressView
from tui.drawing.item_words import KIND_STYLES, LETTERS, MARKS, elapsed, name_of
from tui.drawing.verdict_titles import STRUCK_TITLE, approval_title, break_title, guardrail_title
from tui.format import count, duration, fit, one_line, rate, size
from tui.rendering.styled_line import EMPTY, StyledLine, line_cells
from tui.sanitise import visible_line
from tui.stamps import RELATIVE, Stamps

BAR_CELLS = 16
"""Cells of a bar that shows how much a tool has done."""

NAME_CELLS = 16
"""Names of tools are padded to this, so that what follows stands in a column."""


def rule_lines(
    item: ItemView,
    before: ItemView | None,
    caller: ItemView | None,
    width: int,
    stamps: Stamps = RELATIVE,
) -> tuple[StyledLine, ...]:
    """Return the rule over an item that begins another agent's turn, or nothing."""
    if item.kind == "handoff":
        return (EMPTY, handoff_rule(item, width, stamps))
    if item.kind == "input":
        return () if before is None else (EMPTY,)
    if before is not None and place_of(item) == place_of(before) and before.kind != "input":
        return ()
    if not (item.agent or item.turn):
        return () if before is None else (EMPTY,)
    words = [item.agent or "", f"turn {item.turn}"]
    if caller is not None:
        words.append(f"called by {caller.agent or ''} as {caller.name}")
    elif before is not None and before.kind == "handoff":
        words.append(f"handoff from {before.agent or ''}")
    agent, *rest = map(visible_line, words)
    line = (("── ", "rule"), (agent, "strong"), (f" · {' · '.join(rest)} ", "dim"))
    rule = ruled(line, stamps.at(item.began_at), width)
    return (rule,) if before is None or before.kind == "handoff" else (EMPTY, rule)


def handoff_rule(item: ItemView, width: int, stamps: Stamps) -> StyledLine:
    """Return the line that says who hands over to whom."""
    mark, style = MARKS[item.status]
    status = () if item.status == "done" else ((f" {mark} {item.status}", style),)
    line = (("── ", "rule"), (f"H {name_of(item)}", "handoff strong"), *status, (" ", ""))
    return ruled(line, stamps.at(item.began_at), width)


def place_of(item: ItemView) -> tuple[object, ...]:
    """Return what an item shares with the others of its turn."""
    return item.agent, item.turn, item.depth, item.parent


def ruled(line: StyledLine, end: str, width: int) -> StyledLine:
    """Return `line` drawn out to `width` by a rule with `end` near its right end."""
    words = f" {end} " if end else ""
    room = width - line_cells(line) - len(words) - 1
    if room < 1:
        return line
    return (*line, ("─" * room, "rule"), (words, "dim"), ("─", "rule"))


def title(item: ItemView, now: float, is_folded: bool, width: int) -> StyledLine | None:
    """Return the line an item begins with, or None when its text says it all."""
    match item.kind:
        case "message" if item.verdict == "tripped":
            return STRUCK_TITLE
        case "message" if not item.is_refusal and item.status != "cut":
            return None
        case "handoff":
            return None
        case "reasoning":
            return reasoning_title(item, now, is_folded, width)
        case "tool":
            return tool_title(item, now, is_folded)
        case "guardrail":
            return guardrail_title(item, now, width)
        case "approval":
            return approval_title(item, now, width)
        case "break":
            return break_title(item, now, width)
        case "error" | "retry":
            return trouble_title(item, width) if is_folded else None
        case _:
            return (*lead(item), *status_run(item))


def lead(item: ItemView, fold: str = "") -> StyledLine:
    """Return fold sign, letter and name."""
    style = KIND_STYLES[item.kind]
    sign = ((f"{fold} ", "dim"),) if fold else ()
    return (*sign, (f"{LETTERS[item.kind]} ", f"{style} strong"), (name_of(item), "strong"))


def status_run(item: ItemView) -> StyledLine:
    """Return the mark of an item that did not simply end."""
    mark, style = MARKS[item.status]
    return () if item.status == "done" else ((f"  {mark} {item.status}", style),)


def reasoning_title(item: ItemView, now: float, is_folded: bool, width: int) -> StyledLine:
    """Return time and tokens of reasoning and, folded, its latest words while they come."""
    line = (
        ("▸ " if is_folded else "▾ ", "dim"),
        ("reasoning", "reasoning"),
        (f"   {elapsed(item, now)}   {count(item.deltas)} tok", "dim"),
        *status_run(item),
    )
    room = width - line_cells(line) - 4
    if not is_folded or item.status != "streaming" or room < 8:
        return line
    tail = visible_line(item.text[-room:].replace("\n", " ")).lstrip()
    return (*line[:3], (f"   {fit(tail, room)}", "reasoning"), ("▌", "caret"))


def tool_title(item: ItemView, now: float, is_folded: bool) -> StyledLine:
    """Return the state of a call: arriving, waiting, running, answered, failed."""
    fold = "▸" if is_folded else "▾"
    name = name_of(item)
    head = lead(item, fold)
    gap = (" " * max(2, NAME_CELLS - len(name)), "")
    return (*head, gap, *tool_state(item, now, is_folded))


def tool_state(item: ItemView, now: float, is_folded: bool) -> StyledLine:
    """Say how far a call has come; what a failure says in full stands under it, unless folded."""
    tokens = f"{count(item.deltas)} tok"
    match item.status:
        case "streaming":
            speed = item.deltas / max(0.1, now - item.began_at)
            arriving = f"   {tokens}   {rate(speed)}" if item.deltas else ""
            return (("… args arriving", "tool"), (arriving, "dim"))
        case "waiting":
            return (("○ args complete", "dim"), (f"   {tokens}", "dim"))
        case "running":
            running = (("● running ", "tool"), (elapsed(item, now), "tool strong"))
            return (*running, *progress_run(item.progress))
        case "done":
            return (("✓ ", "success"), (f"{elapsed(item, now)}   {output_size(item)}", "dim"))
        case "failed":
            why = failure(item) if is_folded else failure_kind(item)
            return (("✗ ", "error"), (elapsed(item, now), "dim"), (f"   {why}", "error"))
        case "cut":
            return (("╌ cut", "warning"), (f"   after {duration(seconds_of(item, now))}", "dim"))


def progress_run(progress: ProgressView | None) -> StyledLine:
    """Say how far a running tool is: a bar, and its latest message."""
    if progress is None:
        return ()
    message = f"   {one_line(progress.message, 60)}" if progress.message else ""
    if progress.fraction is None:
        return ((message, "dim"),)
    done, share = round(progress.fraction * BAR_CELLS), f" {progress.fraction:.0%}"
    bar = (("   ", ""), ("━" * done, "tool"), ("─" * (BAR_CELLS - done), "frame"))
    return (*bar, (share, "tool"), (message, "dim"))


def output_size(item: ItemView) -> str:
    """Say how much a tool returned."""
    if not item.output:
        return "no output"
    lines = item.output.count("\n") + 1
    noun = "line" if lines == 1 else "lines"
    return f"{lines} {noun}   {size(len(item.output.encode(errors='replace')))}"


def failure_kind(item: ItemView) -> str:
    """Name what went wrong."""
    return one_line(item.error.type, 40) if item.error and item.error.type else "failed"


def failure(item: ItemView) -> str:
    """Say in a few words what went wrong."""
    if item.error is None:
        return "failed"
    return one_line(": ".join(filter(None, (item.error.type, item.error.message))), 60)


def trouble_title(item: ItemView, width: int) -> StyledLine:
    """Return a line that says what the run suffered."""
    style = KIND_STYLES[item.kind]
    name = "" if item.kind == "error" else f"{name_of(item)}   "
    text = item.text if item.error is None else failure(item)
    head = ((f"{LETTERS[item.kind]} ", f"{style} strong"), (name, style))
    return (*head, (one_line(text, max(8, width - line_cells(head))), style))
