"""What the Agents pane says: who works, who is idle, what each has used, and what it cost."""

from collections.abc import Iterator, Mapping, Sequence

from agents_core.history.views import AgentKey, AgentStatus, AgentView, RunView
from tui.format import clock, count, money, pad, plural
from tui.rendering.styled_line import EMPTY, Run, StyledLine, line_cells
from tui.sanitise import visible_line

MARKS: dict[AgentStatus, tuple[str, str, str]] = {
    "idle": ("○", "idle", "frame"),
    "asked": ("●", "asked", "tool"),
    "reasoning": ("●", "thinks", "reasoning"),
    "writing": ("●", "writes", "success"),
    "calling": ("●", "calls", "tool"),
    "held": ("?", "asks", "approval"),
    "tools": ("●", "tools", "tool"),
    "done": ("✓", "done", "success"),
    "failed": ("✗", "failed", "error"),
}
"""Glyph, word and style name of what an agent is doing."""

FIGURES = 20
"""Cells of the columns after the name: for how long, tokens, cost."""

WORD = 8
"""Cells of the column that says what it is doing, where there is room for it."""

ROOM_FOR_WORDS = 46
"""Cells from which there is."""

ROOM_FOR_EVERY_BAR = 36
"""Cells from which agents that do not work now show how full their context is."""

FULL, NEARLY_FULL = 1.0, 0.8
"""Shares of a context window from which it is worth a warning."""


def share_bar(used: int, window: int, cells: int) -> StyledLine:
    """Draw how much of a context window is used: a bar of `cells` cells and the share in words."""
    share = used / window
    style = "error" if share >= FULL else "warning" if share >= NEARLY_FULL else "tool"
    filled = min(cells, max(1, round(share * cells)) if used else 0)
    return (
        ("█" * filled, style),
        ("░" * (cells - filled), "frame"),
        (f" {share:4.0%} of {count(window)}", "dim" if style == "tool" else style),
    )


def agent_lines(view: RunView, width: int) -> list[StyledLine]:
    """Return a line an agent, nested ones under those that called them, then the sums."""
    lines: list[StyledLine] = []
    for agent, branch in tree(view.agents):
        lines.append(agent_line(agent, branch, width))
        is_shown = width >= ROOM_FOR_EVERY_BAR or is_at_work(agent)
        if agent.window and agent.context and is_shown:
            lines.append(context_line(agent.context, agent.window, branch, width))
    return [*lines, EMPTY, *sums(view, width)] if lines else []


def tree(agents: Sequence[AgentView]) -> Iterator[tuple[AgentView, str]]:
    """Yield the agents, each with the branch that hangs it under its caller.

    Callers come first in `agents`. Those whose caller is not known hang under the last of the run.
    """
    top = min((agent.depth for agent in agents), default=0)
    roots = [agent for agent in agents if agent.depth == top]
    called: dict[AgentKey, list[AgentView]] = {agent.key: [] for agent in roots}
    for agent in agents:
        if agent.depth > top:
            caller = agent.caller
            if caller is None or caller not in called:
                caller = roots[-1].key
            called[caller].append(agent)
            called.setdefault(agent.key, [])
    for agent in roots:
        yield agent, ""
        yield from _branches(called, agent, "")


def _branches(
    called: Mapping[AgentKey, Sequence[AgentView]], caller: AgentView, before: str
) -> Iterator[tuple[AgentView, str]]:
    under = called[caller.key]
    for number, agent in enumerate(under, start=1):
        sign, after = ("└─", "  ") if number == len(under) else ("├─", "│ ")
        yield agent, before + sign
        if agent.parent is not None:  # else it may share its key with an agent of the run
            yield from _branches(called, agent, before + after)


def agent_line(agent: AgentView, branch: str, width: int) -> StyledLine:
    """Draw one agent in `width` cells."""
    mark, word, style = MARKS[agent.status]
    is_idle = agent.status == "idle" and not agent.turns
    has_words = width >= ROOM_FOR_WORDS
    room = width - FIGURES - (WORD if has_words else 0) - len(branch) - 2
    name = pad(visible_line(agent.name), max(4, room))
    name_style = "strong" if agent.is_current else "dim" if is_idle else ""
    return (
        (branch, "frame"),
        (f"{mark} ", style),
        (name, name_style),
        *([(f"{word:>{WORD}}", style)] if has_words else []),
        (f"  {'' if has_words else 'idle'}" if is_idle else figures(agent), "dim"),
    )


def figures(agent: AgentView) -> str:
    """Say for how long an agent worked, how many tokens it used, and what they cost."""
    spent = money(agent.cost) if agent.tokens.requests else ""
    return f"{clock(agent.active_s):>6}{count(agent.tokens.total):>6}{spent:>8}"


def is_at_work(agent: AgentView) -> bool:
    """Tell whether an agent is the one its run waits for."""
    return agent.is_current and agent.status not in ("done", "failed")


def context_line(used: int, window: int, branch: str, width: int) -> StyledLine:
    """Draw how full the context of an agent's latest call was."""
    head = f"{branch.replace('├─', '│ ').replace('└─', '  ')}   ctx "
    cells = max(4, min(12, width - len(head) - len(" 100% of 1.25M")))
    return ((head, "frame"), *share_bar(used, window, cells))


def sums(view: RunView, width: int) -> list[StyledLine]:
    """Count what goes on, what went well and what did not."""
    counts = (
        (f"{plural(view.tools_running, 'tool')} running", "tool" if view.tools_running else "dim"),
        (plural(view.approvals, "approval"), "warning" if view.approvals else "dim"),
        (f"handoffs {view.handoffs}", "dim"),
        (f"errors {view.errors}", "error" if view.errors else "dim"),
        (f"retries {view.retries}", "warning" if view.retries else "dim"),
    )
    return [joined(counts[:2], width), joined(counts[2:], width)]


def joined(words: Sequence[Run], width: int) -> StyledLine:
    """Set words in a row, closer together where that is needed."""
    wide, narrow = (
        tuple(run for word in words for run in (word, (gap, "frame")))[:-1] for gap in (" · ", " ")
    )
    return wide if line_cells(wide) <= width else narrow
