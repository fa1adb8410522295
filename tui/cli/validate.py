"""`agent-tui validate`: say everything that is wrong with a configuration, running none of it."""

import contextlib
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.exit_codes import ExitCode
from tui.cli.lazy_group import Command
from tui.cli.options import json_option
from tui.cli.screen import screen_findings

if TYPE_CHECKING:
    from agents_core.config import Diagnostic


@click.command(
    cls=Command,
    examples=(
        ("agent-tui validate", "check agents.toml"),
        ("agent-tui validate *.toml --strict", "let warnings fail too"),
    ),
)
@click.argument("configs", nargs=-1, type=click.Path(path_type=Path), metavar="[CONFIG]...")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "--import",
    "imports",
    is_flag=True,
    help="Import your modules as a run would, and check what is in them.",
)
@json_option
def validate(configs: Sequence[Path], strict: bool, imports: bool, as_json: bool) -> None:
    """Check configurations: all errors and warnings, each with its place and what to do.

    Neither openai nor, without --import, any code of yours is imported.
    """
    files = configs or [Path("agents.toml")]
    check = _check_with_imports if imports else _check
    found = [diagnostic for file in files for diagnostic in check(file)]
    _print_json(found) if as_json else _print_text(found, files)
    failing = ("error", "warning") if strict else ("error",)
    if any(diagnostic.severity in failing for diagnostic in found):
        click.get_current_context().exit(ExitCode.BAD_INPUT)


def _check(file: Path) -> "Sequence[Diagnostic]":
    # Imported here because help and completion do not need it.
    from agents_core.config import ConfigError, load_config

    try:
        loaded = load_config(file)
    except ConfigError as error:
        return error.diagnostics
    return [*loaded.warnings, *screen_findings(loaded.document, loaded.config.tui)]


def _check_with_imports(file: Path) -> "Sequence[Diagnostic]":
    # Imported here because it is slow, and runs the user's code.
    from agents_core.config import ConfigError, load_config
    from agents_core.config.building.toolbox import build_toolbox

    warnings: Sequence[Diagnostic] = ()
    try:
        loaded = load_config(file)
        warnings = [*loaded.warnings, *screen_findings(loaded.document, loaded.config.tui)]
        with contextlib.redirect_stdout(sys.stderr):  # what the modules print is no finding
            build_toolbox(loaded)
    except ConfigError as error:
        return [*warnings, *error.diagnostics]
    return warnings


def _print_json(found: "Sequence[Diagnostic]") -> None:
    from agents_core.json_text import encode_json

    click.echo(encode_json([asdict(diagnostic) for diagnostic in found]).decode())


def _print_text(found: "Sequence[Diagnostic]", files: Sequence[Path]) -> None:
    """Print the findings as editors and CI read them; what is fine says so on standard error."""
    from tui.sanitise import visible

    for diagnostic in found:
        click.echo(f"{visible(str(diagnostic))}\n")
    if not found:
        names = ", ".join(map(str, files))
        click.echo(f"{visible(names)}: nothing to complain about", err=True)
