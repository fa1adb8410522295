"""`agent-tui diff`: two recorded runs held against each other, as text or JSON."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.exit_codes import ExitCode
from tui.cli.lazy_group import Command
from tui.cli.options import complete_run, json_option, open_store, runs_dir_option
from tui.cli.paging import page
from tui.terminal import shows_colour

if TYPE_CHECKING:
    from agents_core.history.run_diff import ItemPair, RunDiff
    from agents_core.history.run_history import RunHistory
    from agents_core.history.views import ItemView
    from tui.rendering.styled_line import StyledLine

_COLOURS = {"removed": "red", "added": "green", "warning": "yellow"}


@click.command(
    cls=Command,
    examples=(
        ("agent-tui diff 2026-11-23T14-03-05-ab12 last", "what is different in the latest run"),
        ("agent-tui diff old.jsonl new.jsonl --json", "for programs"),
    ),
)
@click.argument("left", metavar="A", shell_complete=complete_run)
@click.argument("right", metavar="B", shell_complete=complete_run)
@runs_dir_option
@json_option
def diff(left: str, right: str, runs_dir: Path | None, as_json: bool) -> None:
    """Compare two runs, turn by turn and call by call.

    A and B are ids, beginnings of ids, paths, or `last`. Times, token counts and ids are no
    differences. The exit code is 0 when the runs said and did the same, 1 when they did not, and 2
    when something is wrong.
    """
    # Imported here because help and completion do not need it.
    from agents_core.history.run_diff import diff_runs

    store = open_store(runs_dir)
    paths = store.find(left), store.find(right)
    found = diff_runs(_history(paths[0]), _history(paths[1]))
    if as_json:
        _print_json(found, paths)
    elif sys.stdout.isatty():
        page(f"{line}\n" for line in _lines(found, paths))
    else:
        for line in _lines(found, paths):
            click.echo(line, color=shows_colour(sys.stdout))
    click.get_current_context().exit(ExitCode.FINISHED if found.is_same else ExitCode.FAILED)


def _history(path: Path) -> "RunHistory":
    """Read a run.

    Raises:
        RecordingError: there is no such file, or it is no run file.
    """
    # Imported here because help and completion do not need it.
    from agents_core.history.run_history import RunHistory
    from agents_core.recording import read_run

    with read_run(path):
        pass  # says what is wrong with the file
    history = RunHistory.open(path)
    for _ in history.index():
        pass
    return history


# JSON


def _print_json(found: "RunDiff", paths: tuple[Path, Path]) -> None:
    from agents_core.json_text import encode_json

    sides = (("left", found.left, paths[0]), ("right", found.right, paths[1]))
    value: dict[str, Any] = {
        "is_same": found.is_same,
        "first": found.first,
        **{side: _totals_json(totals, path) for side, totals, path in sides},
        "pairs": [_pair_json(pair) for pair in found.pairs],
    }
    click.echo(encode_json(value).decode())


def _totals_json(totals: Any, path: Path) -> dict[str, Any]:
    from dataclasses import asdict

    return {"path": str(path), **asdict(totals), "cost": totals.cost.as_data()}


def _pair_json(pair: "ItemPair") -> dict[str, Any]:
    return {
        "state": pair.state,
        "differences": pair.differences,
        "left": _item_json(pair.left),
        "right": _item_json(pair.right),
    }


def _item_json(item: "ItemView | None") -> dict[str, Any] | None:
    names = ("seq", "kind", "name", "agent", "turn", "depth", "status", "began_at")
    return None if item is None else {name: getattr(item, name) for name in names}


# Text


def _lines(found: "RunDiff", paths: tuple[Path, Path]) -> Iterator[str]:
    yield from _totals(found, paths)
    yield ""
    if found.first is None:
        yield "The runs said and did the same." if found.is_same else "They ended differently."
        return
    for number, pair in enumerate(found.pairs):
        if pair.state == "same":
            yield from _same_until(found, number)
        else:
            yield from _pair_lines(pair)


def _totals(found: "RunDiff", paths: tuple[Path, Path]) -> Iterator[str]:
    # Imported here because help and completion do not need it.
    from tui.drawing.run_totals import totals_table
    from tui.sanitise import visible_line

    yield f"A  {visible_line(str(paths[0]))}"
    yield f"B  {visible_line(str(paths[1]))}"
    yield ""
    for title, left, right, change in totals_table(found):
        yield f"{title:<8}{left:>16}{right:>16}  {change}".rstrip()


def _same_until(found: "RunDiff", number: int) -> Iterator[str]:
    """Count equal items where they end; nothing before that."""
    pairs = found.pairs
    if number + 1 < len(pairs) and pairs[number + 1].state == "same":
        return
    first = number
    while first > 0 and pairs[first - 1].state == "same":
        first -= 1
    count = number - first + 1
    yield click.style(f"= {count} item{'s' if count > 1 else ''} the same", dim=True)


def _pair_lines(pair: "ItemPair") -> Iterator[str]:
    # Imported here because help and completion do not need it.
    from tui.drawing.pair_diff import SIGNS, pair_words, sections_of
    from tui.drawing.text_diff import stacked
    from tui.rendering.styled_line import line_text

    sign, style = SIGNS[pair.state]
    title, *sections = sections_of(pair)
    heading = f"{sign} {title.title}: {pair_words(pair)}"
    yield click.style(heading, fg=_COLOURS[style], bold=True)
    [place] = title.rows
    yield f"    A {line_text(place.left or ())}, B {line_text(place.right or ())}"
    for section in sections:
        if all(row.is_same for row in section.rows):
            continue
        yield f"    {section.title}"
        yield from (f"      {_styled(line)}" for line in stacked(section.rows))


def _styled(line: "StyledLine") -> str:
    return "".join(click.style(text, fg=_COLOURS.get(style)) for text, style in line)
