"""`agent-tui export`: a recorded run in another form."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

import click

from tui.cli.export_formats import BY_ITEMS, FORMATS, NAME, ExportOptions
from tui.cli.filter_options import read_filter
from tui.cli.lazy_group import Command
from tui.cli.options import open_store, run_argument, runs_dir_option
from tui.cli.reporting import CommandFailed


def _provider_name(_ctx: click.Context, _parameter: click.Parameter, name: str) -> str:
    """Check `--provider`."""
    if not NAME.fullmatch(name):
        raise click.BadParameter(f"{name!r} cannot be the name of a table.")
    return name


def _size(_ctx: click.Context, _parameter: click.Parameter, text: str) -> tuple[int, int]:
    """Read `--size`."""
    found = re.fullmatch(r"(\d{2,3})x(\d{1,3})", text)
    if found is None:
        raise click.BadParameter(f"{text!r} is not a size such as 120x40.")
    return int(found[1]), int(found[2])


@click.command(
    cls=Command,
    examples=(
        ("agent-tui export last -f html -o run.html", "one page, searchable, offline"),
        ("agent-tui export last -f asciicast -o run.cast", "for asciinema and its player"),
        ("agent-tui export last -f script >> agents.toml", "play a real run offline, with"),
        ("agent-tui run agents.toml --model recorded/x", "the model that was recorded"),
    ),
)
@run_argument
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    required=True,
    help="md, html: the transcript; svg: the screen; asciicast: the replay; jsonl: the events; "
    "script: what the model said, as [[turns]] for agents.toml; otlp: spans.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file.")
@click.option(
    "--size", default="120x40", show_default=True, callback=_size, help="svg, asciicast: cells."
)
@click.option("--at", "place", default="100%", help="svg: where, as after `:` on the screen.")
@click.option(
    "--speed",
    type=click.FloatRange(min=0.25, max=64),
    default=1.0,
    help="asciicast: times faster than it happened.",
)
@click.option(
    "--provider",
    default="recorded",
    show_default=True,
    callback=_provider_name,
    help="script: what its provider is called.",
)
@click.option("--content", "with_content", is_flag=True, help="otlp: arguments and outputs too.")
@click.option("--to", "endpoint", metavar="URL", help="otlp: send to this collector over HTTP.")
@click.option("--where", metavar="FILTER", help="md, html, jsonl: only items that match.")
@runs_dir_option
def export(
    run: str,
    format_: str,
    output: Path | None,
    runs_dir: Path | None,
    size: tuple[int, int],
    place: str,
    speed: float,
    provider: str,
    with_content: bool,
    endpoint: str | None,
    where: str | None,
) -> None:
    """Write a recorded run in another form, to standard output or a file.

    A page and a Markdown text hold what was said as words alone: nothing in them can act. Spans
    leave out what was said unless --content is given, and go nowhere unless --to names a place.
    A script says what the model said, at the pace it did: its tools, handoffs and retries really
    happen when it is played. With `jsonl`, damaged lines are left out; with --where, the events of
    the items that match are kept, with those that say how the run began and ended, who worked when,
    and what was asked of the model for them: it is a run file still.
    """
    if where is not None and format_ not in BY_ITEMS:
        raise click.UsageError(f"--where: {format_} has no items; {', '.join(BY_ITEMS)} have.")
    wanted = None if where is None else read_filter("--where", where)
    path = open_store(runs_dir).find(run)
    options = ExportOptions(provider, size, place, speed, with_content, endpoint, wanted)
    pieces = FORMATS[format_](path, options)
    if output is None:
        for piece in pieces:
            click.echo(piece, nl=False)
    else:
        _write(output, pieces)


def _write(output: Path, pieces: Iterable[str]) -> None:
    """Write a file that only its owner can read: runs hold private things."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    try:
        descriptor = os.open(output, flags, 0o600)
        with open(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.writelines(pieces)
    except OSError as error:
        raise CommandFailed(f"{output}: cannot be written: {error.strerror}") from error
