"""`agent-tui show`: one recorded run as text."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from tui.cli.lazy_group import Command
from tui.cli.options import open_store, run_argument, runs_dir_option
from tui.cli.paging import page


@click.command(
    cls=Command,
    examples=(
        ("agent-tui show last", "read the latest run"),
        ("agent-tui show last | grep refund", "search in it"),
    ),
)
@run_argument
@runs_dir_option
def show(run: str, runs_dir: Path | None) -> None:
    """Print one run as text: what was asked, said, called, returned, and how it ended.

    On a terminal it opens in the pager ($PAGER).
    """
    lines = _lines(open_store(runs_dir).find(run))
    if sys.stdout.isatty():
        page(lines)
    else:
        for line in lines:
            click.echo(line, nl=False, color=True)  # the lines have decided


def _lines(path: Path) -> Iterator[str]:
    # Imported here because help and completion do not need it.
    from agents_core.recording import read_run
    from agents_core.recording.summary import is_being_written
    from tui.drawing.imported import imported_words
    from tui.headless import WholeText

    told: list[str] = []
    text = WholeText(lambda line: told.append(f"{line}\n"))
    ended = False
    with read_run(path) as run:
        text.begin(run.header)
        if run.header.imported is not None:
            told.append(f"Imported from {imported_words(run.header.imported)}.\n")
        for event in run:
            text.take(event)
            ended = event.type == "run.end" and event.parent is None
            yield from told
            told.clear()
    if not ended:
        going_on = is_being_written(path)
        yield "(still going on)\n" if going_on else "(interrupted: the file has no end)\n"
    yield from _kept(path)


def _kept(path: Path) -> Iterator[str]:
    """Yield what people keep about the run."""
    # Imported here because help and completion do not need it.
    from agents_core.recording import AnnotationFile
    from tui.sanitise import visible_line

    kept = AnnotationFile(path).read()
    lines = [f"{mark.label or 'mark'} (event {mark.position - 1})" for mark in kept.marks]
    lines += [f"{note.text} (on event {note.seq})" for note in kept.notes]
    lines += filter(None, (kept.note, " ".join(f"#{tag}" for tag in kept.tags)))
    if lines:
        yield "\nMarks and notes\n"
    yield from (f"  {visible_line(line)}\n" for line in lines)
