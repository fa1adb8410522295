"""`agent-tui import`: runs that other programs have saved."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.exit_codes import ExitCode
from tui.cli.lazy_group import Command
from tui.cli.options import open_store, runs_dir_option

if TYPE_CHECKING:
    from agents_core.recording import RunStore
    from tui.importing.saved_run import SavedRun

SOURCES = ("agents-session", "codex", "claude-code", "otlp")
"""The formats, as `tui.importing.formats` has them; written out here so that help stays fast."""


@click.command(
    "import",
    cls=Command,
    examples=(
        ("agent-tui import ~/.codex/sessions/2026/*/*/*.jsonl", "all sessions of Codex of a year"),
        ("agent-tui import ~/.claude/projects/*/*.jsonl", "all sessions of Claude Code"),
        ("agent-tui import conversations.db", "an SQLiteSession of the OpenAI Agents SDK"),
        ("agent-tui import traces.json", "OpenTelemetry spans with gen_ai attributes"),
    ),
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, dir_okay=False),
)
@click.option(
    "--from",
    "source",
    type=click.Choice(SOURCES),
    help="The format; by default, what is in the file tells.",
)
@click.option("--again", is_flag=True, help="Replace runs that were imported before.")
@runs_dir_option
def import_(
    files: tuple[Path, ...], source: str | None, again: bool, runs_dir: Path | None
) -> None:
    """Keep runs that other programs have saved, to be replayed, compared and exported like others.

    Nothing is made up: what was not saved is left out, and each run says on the screen how far its
    times can be trusted. A run that was imported before is left as it is, unless --again is given.
    What cannot be read in a file is told with its line; the rest is imported.
    """
    store = open_store(runs_dir)
    failed = [file for file in files if not _import(file, source, again, store)]
    code = ExitCode.BAD_INPUT if failed else ExitCode.FINISHED
    click.get_current_context().exit(code)


def _import(file: Path, source: str | None, again: bool, store: "RunStore") -> bool:
    """Import the runs of a file; return whether it has any."""
    # Imported here because help and completion do not need it.
    from agents_core.errors import RecordingError
    from tui.importing.formats import read_saved
    from tui.sanitise import visible

    try:
        saved = read_saved(file, source)
        for run in saved.runs:
            click.echo(visible(_keep(run, saved.source, file.name, again, store)))
    except RecordingError as error:
        click.echo(visible(f"Error: {error}"), err=True)
        return False
    left_out = [sentence for run in saved.runs for sentence in run.left_out]
    for sentence in [*saved.faults, *left_out]:
        click.echo(visible(sentence), err=True)
    return True


def _keep(run: "SavedRun", source: str, file: str, again: bool, store: "RunStore") -> str:
    """Keep a run, and return what to say about it."""
    from tui.importing.keeping import keep

    path = store.path_of(run.run_id)
    if path.exists():
        if not again:
            return f"{run.run_id}  was imported before; --again replaces it"
        path.unlink()
    keep(run, source, file, store)
    return f"{run.run_id}  {run.title}: {len(run.events)} events"
