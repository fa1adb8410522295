"""`agent-tui doctor`: what is installed, set and running here, without telling a secret."""

import itertools
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tui.cli.exit_codes import ExitCode
from tui.cli.lazy_group import Command
from tui.cli.options import json_option, open_store, runs_dir_option

if TYPE_CHECKING:
    from tui.cli.doctor_facts import Fact

_MARKS: Final = {"ok": "✓", "note": "·", "bad": "✗"}
"""How a verdict is shown."""


@click.command(
    cls=Command,
    examples=(
        ("agent-tui doctor", "look at this machine"),
        ("agent-tui doctor agents.toml", "and at the variables a file needs"),
    ),
)
@click.argument("config", type=click.Path(path_type=Path), required=False, metavar="[CONFIG]")
@runs_dir_option
@json_option
def doctor(config: Path | None, runs_dir: Path | None, as_json: bool) -> None:
    """Say what is installed, which keys are set, which model servers answer, and where runs go.

    Keys are never printed, and nothing but this machine is asked. Exits with 1 if something that is
    needed is missing.
    """
    # Imported here because help and completion do not need it.
    from tui.cli.doctor_facts import all_facts
    from tui.cli.local_servers import probe_servers

    facts = all_facts(open_store(runs_dir).directory, probe_servers(), _secrets(config))
    _print_json(facts) if as_json else _print_text(facts)
    if any(fact.verdict == "bad" for fact in facts):
        click.get_current_context().exit(ExitCode.FAILED)


def _secrets(config: Path | None) -> Sequence[str]:
    """Return the names of the variables a configuration reads."""
    if config is None:
        return ()
    from agents_core.config import load_config

    return load_config(config).secret_env


def _print_json(facts: "Sequence[Fact]") -> None:
    from agents_core.json_text import encode_json

    click.echo(encode_json([asdict(fact) for fact in facts]).decode())


def _print_text(facts: "Sequence[Fact]") -> None:
    from tui.sanitise import visible_line

    width = max(len(fact.name) for fact in facts)
    for topic, found in itertools.groupby(facts, lambda fact: fact.topic):
        click.echo(topic)
        for fact in found:
            name, value = visible_line(fact.name), visible_line(fact.value)
            click.echo(f"  {_MARKS[fact.verdict]} {name:<{width}}  {value}")
