"""`agent-tui runs`: the list of recorded runs, and what is done with one as a file."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.lazy_group import Command, write_examples
from tui.cli.options import complete_run, json_option, open_store, run_argument, runs_dir_option

if TYPE_CHECKING:
    from agents_core.recording import RunSummary


_limit_option = click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Most runs to list."
)


class _Runs(click.Group):
    """A group whose help begins with examples, too."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then what the command does."""
        examples = (
            ("agent-tui runs", "the latest runs"),
            ("agent-tui runs rm 2026-11-23T14-03-05-ab12", "remove one"),
        )
        write_examples(examples, formatter)
        super().format_help_text(ctx, formatter)


@click.group(cls=_Runs, invoke_without_command=True)
@runs_dir_option
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Most runs."
)
@json_option
@click.pass_context
def runs(ctx: click.Context, runs_dir: Path | None, limit: int, as_json: bool) -> None:
    """List recorded runs, the latest first."""
    ctx.obj = runs_dir
    if ctx.invoked_subcommand is None:
        _list(runs_dir, limit, as_json)


@runs.command("list", cls=Command)
@runs_dir_option
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Most runs."
)
@json_option
@click.pass_obj
def list_runs(parent: Path | None, runs_dir: Path | None, limit: int, as_json: bool) -> None:
    """List recorded runs, the latest first."""
    _list(runs_dir or parent, limit, as_json)


@runs.command("rm", cls=Command, examples=(("agent-tui runs rm last", "remove the latest"),))
@click.argument(
    "references", nargs=-1, required=True, metavar="RUN...", shell_complete=complete_run
)
@runs_dir_option
@click.pass_obj
def remove(parent: Path | None, references: tuple[str, ...], runs_dir: Path | None) -> None:
    """Remove runs; one that is still going on is left alone."""
    store = open_store(runs_dir or parent)
    for reference in references:
        click.echo(f"removed {store.remove(reference)}", err=True)


@runs.command("path", cls=Command, examples=(("agent-tui runs path last", "where it is"),))
@run_argument
@runs_dir_option
@click.pass_obj
def path(parent: Path | None, run: str, runs_dir: Path | None) -> None:
    """Print where the file of a run is."""
    click.echo(open_store(runs_dir or parent).find(run))


def _list(runs_dir: Path | None, limit: int, as_json: bool) -> None:
    store = open_store(runs_dir)
    found = store.list()[:limit]
    if as_json:
        _print_json(found)
    elif not found:
        click.echo(
            f"No runs in {store.directory} yet. Make one: agent-tui run agents.toml", err=True
        )
    else:
        _print_table(found)


def _print_json(found: "list[RunSummary]") -> None:
    from agents_core.json_text import encode_json

    values = [
        {**asdict(run), "path": str(run.path), "cost": run.cost and run.cost.as_data()}
        for run in found
    ]
    click.echo(encode_json(values).decode())


def _print_table(found: "list[RunSummary]") -> None:
    # Imported here because help and completion do not need it.
    from tui.sanitise import visible_line

    heads = ("ID", "WHEN", "STATUS", "TOOK", "TURNS", "TOKENS", "COST", "TITLE")
    rows: list[tuple[str, ...]] = [heads]
    rows += [tuple(map(visible_line, _row(run))) for run in found]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _row(run: "RunSummary") -> tuple[str, ...]:
    from tui.format import count, duration, local_time, money

    parent = f"fork of {run.parent}" if run.parent else ""
    return (
        run.run_id,
        local_time(run.created_at),
        run.status,
        duration(run.seconds),
        str(run.turns),
        count(run.tokens or None),
        money(run.cost),
        " · ".join(filter(None, (run.title, run.agent, parent))),
    )
