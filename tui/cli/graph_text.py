"""The graph of agents as text: a tree for people, Mermaid and DOT for other programs.

Law: names come from a file and are escaped for the language they are written in.
"""

from collections.abc import Iterator

from agents_core.config.agent_names import display_name
from agents_core.config.graph import Edge, edges_from, reachable_agents, start_agent
from agents_core.config.schema import Config
from tui.sanitise import visible_line

_WAYS = {"handoff": "→", "tool": "⚙", "guardrail": "◇"}
"""How an edge is drawn in the tree."""


def tree_lines(config: Config) -> Iterator[str]:
    """Yield the tree from the start agent on, then the agents nobody comes to."""
    start = start_agent(config)
    roots = list(config.agents) if start is None else [start]
    shown: set[str] = set()
    for root in roots:
        if root not in shown:
            yield _title(config, root)
            yield from _branches(config, root, "", (root,), shown)
    for name in config.agents:
        if name not in shown:
            yield f"{_title(config, name)}  (no way leads here)"


def _branches(
    config: Config, name: str, indent: str, path: tuple[str, ...], shown: set[str]
) -> Iterator[str]:
    """Yield the lines below an agent; an agent told already is not told again."""
    shown.add(name)
    edges = edges_from(config, name)
    for edge in edges:
        last = edge is edges[-1]
        known = edge.target in shown
        mark = "  ↺" if edge.target in path else "  …" if known and _leads_on(config, edge) else ""
        yield f"{indent}{'└' if last else '├'}─{_WAYS[edge.kind]} {_target(config, edge)}{mark}"
        if not known:
            inner = f"{indent}{' ' if last else '│'}  "
            yield from _branches(config, edge.target, inner, (*path, edge.target), shown)


def _leads_on(config: Config, edge: Edge) -> bool:
    """Return whether there is anything below the agent an edge leads to."""
    return bool(edges_from(config, edge.target))


def _title(config: Config, name: str) -> str:
    """Return an agent's name, and that of its table where they differ."""
    shown = display_name(config, name)
    return visible_line(shown if shown == name else f"{shown} ({name})")


def _target(config: Config, edge: Edge) -> str:
    """Return where an edge leads, and by which tool."""
    title = _title(config, edge.target)
    return title if edge.label in (None, edge.target) else f"{title} as {edge.label}"


def mermaid_lines(config: Config) -> Iterator[str]:
    """Yield the graph as a Mermaid flowchart."""
    names = reachable_agents(config)
    ids = {name: f"a{number}" for number, name in enumerate(names)}
    yield "flowchart TD"
    for name in names:
        label = _mermaid_text(display_name(config, name))
        start, end = ("([", "])") if name == start_agent(config) else ("[", "]")
        yield f'    {ids[name]}{start}"{label}"{end}'
    for edge in _edges(config):
        arrow = "-->" if edge.kind == "handoff" else f'-. "{_mermaid_text(edge.label or "")}" .->'
        yield f"    {ids[edge.source]} {arrow} {ids[edge.target]}"


def dot_lines(config: Config) -> Iterator[str]:
    """Yield the graph in DOT, the language of Graphviz."""
    yield "digraph agents {"
    yield "    node [shape=box, style=rounded];"
    for name in reachable_agents(config):
        bold = ', style="rounded,bold"' if name == start_agent(config) else ""
        yield f"    {_dot_text(name)} [label={_dot_text(display_name(config, name))}{bold}];"
    for edge in _edges(config):
        dashed = f" [style=dashed, label={_dot_text(edge.label)}]" if edge.label else ""
        yield f"    {_dot_text(edge.source)} -> {_dot_text(edge.target)}{dashed};"
    yield "}"


def _edges(config: Config) -> Iterator[Edge]:
    """Yield all ways a run can take."""
    for name in reachable_agents(config):
        yield from edges_from(config, name)


def _mermaid_text(text: str) -> str:
    """Return a text that can stand between quotation marks; `#` begins an entity there."""
    codes = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "`": "#96;", "\\": "#92;"}
    return "".join(codes.get(char, char) for char in visible_line(text)) or " "


def _dot_text(text: str) -> str:
    """Return a quoted string; a backslash would begin an escape."""
    escaped = visible_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
