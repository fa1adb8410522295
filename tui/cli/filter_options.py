"""Filters on the command line: read, applied to a whole run, and said in a line."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.reporting import CommandFailed, sentence

if TYPE_CHECKING:
    from agents_core.filters import Filter, RunItems
    from agents_core.filters.first_match import Match
    from agents_core.history.run_history import RunHistory
    from tui.exports.exported_run import ExportedRun


def read_filter(option: str, text: str, named: Mapping[str, str] | None = None) -> "Filter":
    """Return the filter of an option; `named` are the filters that `@name` may name."""
    # Imported here because help and completion do not need it.
    from agents_core.filters import FilterError, parse_filter
    from tui.named_filters import filters_here

    try:
        return parse_filter(text, filters_here() if named is None else named)
    except FilterError as error:
        raise click.BadParameter(sentence(str(error)), param_hint=option) from error


def matched_words(wanted: "Filter", history: "RunHistory") -> str | None:
    """Return what of a finished run matches, in words: the run itself, or its first such item."""
    from agents_core.filters import FilterError, RunItems
    from agents_core.filters.matching import matching_items
    from agents_core.filters.run_subject import RunSubject

    try:
        if wanted.matches(RunSubject(history)):
            return _run_words(history)
        items = matching_items(wanted, RunItems(history))
    except FilterError as error:
        raise CommandFailed(str(error)) from error
    return item_words(history, items[0], len(history)) if len(items) else None


def first_match_in(wanted: "Filter", path: Path) -> "tuple[Match, str] | None":
    """Return where a recorded run first matches, and what does in words."""
    from agents_core.filters import FilterError
    from agents_core.filters.first_match import first_match
    from tui.exports.exported_run import read_whole_run

    history = read_whole_run(path).history
    try:
        match = first_match(wanted, _items(history, path))
    except FilterError as error:
        raise CommandFailed(str(error)) from error
    return None if match is None else (match, item_words(history, match.item, match.position))


def only_matching(run: "ExportedRun", path: Path, wanted: "Filter | None") -> "ExportedRun":
    """Return the run in the file at `path` with the items alone that match."""
    from dataclasses import replace

    from agents_core.filters import FilterError
    from agents_core.filters.matching import matching_items

    if wanted is None:
        return run
    try:
        return replace(run, chosen=matching_items(wanted, _items(run.history, path)))
    except FilterError as error:
        raise CommandFailed(str(error)) from error


def _items(history: "RunHistory", path: Path) -> "RunItems":
    """Return the items of a recorded run, with the marks that are kept beside its file."""
    from agents_core.filters import RunItems
    from agents_core.filters.marks import marked_items
    from agents_core.recording.annotation_file import AnnotationFile

    return RunItems(history, marked_items(history, AnnotationFile(path).read().positions))


def item_words(history: "RunHistory", index: int, position: int) -> str:
    """Return what an item is, where it stands and how it went."""
    from agents_core.history.item_times import seconds_of
    from tui.drawing.item_words import name_of
    from tui.format import clock_tenths, duration

    item = history.item(index, position)
    took = duration(seconds_of(item, history.time_at(position)))
    told = f": {item.error.message}" if item.error is not None else ""
    where = f"agent {item.agent}, turn {item.turn}, {clock_tenths(item.began_at)}"
    return f"{item.kind} {name_of(item)} ({where}): {item.status}, {took}{told}"


def _run_words(history: "RunHistory") -> str:
    from tui.format import count, duration, money

    view = history.view(len(history))
    spent = f"{count(view.tokens.total)} tokens, {money(view.cost)}"
    return f"the run: {view.status}, {duration(view.at)}, {spent}"
