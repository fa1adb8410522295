"""ExportedRun: what an export tells of a run, and in which order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from agents_core.errors import RecordingError
from agents_core.history.run_history import RunHistory
from agents_core.history.views import ItemView, RunView
from agents_core.recording import RunHeader, read_run


@dataclass(frozen=True, slots=True)
class Section:
    """Items one agent made in one turn, one after the other."""

    agent: str | None
    turn: int
    depth: int
    """0 in the root run, one more in each nested run."""
    caller: ItemView | None
    """The call whose nested run this is."""
    items: Sequence[ItemView]


@dataclass(frozen=True, slots=True)
class ExportedRun:
    """A run up to a position, and the items of it that are told."""

    header: RunHeader | None
    title: str
    history: RunHistory
    position: int
    """A number of events."""
    chosen: Sequence[int]
    """Indexes of items, ascending."""

    @property
    def view(self) -> RunView:
        """The state of the run at the position."""
        return self.history.view(self.position)

    def items(self) -> Iterator[ItemView]:
        """Yield the chosen items in the order in which they began."""
        for index in self.chosen:
            yield self.history.item(index, self.position)

    def sections(self) -> Iterator[Section]:
        """Yield the chosen items by agent and turn."""
        for (agent, turn, parent), items in groupby(
            self.items(), key=lambda item: (item.agent, item.turn, item.parent)
        ):
            caller = None if parent is None else self.history.item(parent, self.position)
            told = list(items)
            yield Section(agent, turn, told[0].depth, caller, told)


def whole_run(history: RunHistory, header: RunHeader | None, title: str) -> ExportedRun:
    """Return all of a run."""
    position = len(history)
    return ExportedRun(header, title, history, position, range(history.item_count(position)))


def read_whole_run(path: Path) -> ExportedRun:
    """Read a run file to its end.

    Raises:
        RecordingError: it is no run file, or cannot be read.
    """
    with read_run(path) as run:
        header = run.header
    try:
        history = RunHistory.open(path)
        for _ in history.index():
            pass
    except OSError as error:
        raise RecordingError(f"{path}: cannot be read: {error.strerror}") from error
    return whole_run(history, header, header.title or path.stem)
