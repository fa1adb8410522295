"""`agent-tui schema`: what editors need to check and complete agents.toml."""

from pathlib import Path

import click

from tui.cli.lazy_group import Command


@click.command(
    cls=Command,
    examples=(
        ("agent-tui schema > agents.schema.json", "put it beside agents.toml"),
        ("#:schema ./agents.schema.json", "the first line of agents.toml then"),
    ),
)
def schema() -> None:
    """Print the JSON Schema of agents.toml."""
    shipped = Path(__file__).parent.parent / "agents.schema.json"
    click.echo(shipped.read_text("utf-8"), nl=False)
