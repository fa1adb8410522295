"""`agent-tui graph`: who hands off to whom, and who is asked as a tool."""

from pathlib import Path

import click

from tui.cli.lazy_group import Command
from tui.cli.options import config_argument


@click.command(
    cls=Command,
    examples=(
        ("agent-tui graph agents.toml", "a tree, circles marked"),
        ("agent-tui graph agents.toml --dot | dot -Tsvg > agents.svg", "a picture"),
    ),
)
@config_argument
@click.option("--mermaid", "language", flag_value="mermaid", help="Print a Mermaid flowchart.")
@click.option("--dot", "language", flag_value="dot", help="Print DOT, for Graphviz.")
def graph(config: Path, language: str | None) -> None:
    """Print the graph of the agents.

    → hands off to, ⚙ asks as a tool, ◇ is checked by; ↺ closes a circle, … goes on as above.

    Neither openai nor any code of yours is imported.
    """
    # Imported here because help and completion do not need it.
    from agents_core.config import load_config
    from tui.cli.graph_text import dot_lines, mermaid_lines, tree_lines

    agents = load_config(config).config
    match language:
        case "mermaid":
            lines = mermaid_lines(agents)
        case "dot":
            lines = dot_lines(agents)
        case _:
            lines = tree_lines(agents)
    for line in lines:
        click.echo(line)
