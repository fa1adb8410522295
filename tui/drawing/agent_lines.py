"""What the Agents pane says: who works, who is idle, and what each has used."""

from collections.abc import Iterator, Sequence

from agents_core.history.views import AgentStatus, AgentView, RunView
from tui.format import clock, count, pad
from tui.rendering.styled_line import EMPTY, StyledLine
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
"""Cells of the columns after the name: what it does, for how long, tokens."""


def agent_lines(view: RunView, width: int) -> list[StyledLine]:
    """Return a line an agent, nested ones under those that called them, then the sums."""
    lines = [agent_line(agent, branch, width) for agent, branch in tree(view.agents)]
    if lines:
        lines += [EMPTY, sums(view)]
    return lines


def tree(agents: Sequence[AgentView]) -> Iterator[tuple[AgentView, str]]:
    """Yield the agents, each with the branch that hangs it under its caller."""
    for number, agent in enumerate(agents):
        following = agents[number + 1 :]
        is_last = not any(later.depth == agent.depth for later in _siblings(agent, following))
        branch = "" if agent.depth == 0 else "  " * (agent.depth - 1) + ("└─" if is_last else "├─")
        yield agent, branch


def agent_line(agent: AgentView, branch: str, width: int) -> StyledLine:
    """Draw one agent in `width` cells."""
    mark, word, style = MARKS[agent.status]
    is_idle = agent.status == "idle" and not agent.turns
    name = pad(visible_line(agent.name), max(4, width - FIGURES - len(branch) - 2))
    name_style = "strong" if agent.is_current else "dim" if is_idle else ""
    figures = f"{clock(agent.active_s):>6}{count(agent.tokens.total):>7}"
    return (
        (branch, "frame"),
        (f"{mark} ", style),
        (name, name_style),
        (f"{word:>7}", style),
        (" " * len(figures) if is_idle else figures, "dim"),
    )


def sums(view: RunView) -> StyledLine:
    """Count what went well and what did not."""
    return (
        (f"handoffs {view.handoffs}", "dim"),
        ("  ", ""),
        (f"errors {view.errors}", "error" if view.errors else "dim"),
        ("  ", ""),
        (f"retries {view.retries}", "warning" if view.retries else "dim"),
    )


def _siblings(agent: AgentView, following: Sequence[AgentView]) -> Iterator[AgentView]:
    """Yield those after `agent` that hang under the same caller."""
    for later in following:
        if later.depth < agent.depth:
            return
        yield later
