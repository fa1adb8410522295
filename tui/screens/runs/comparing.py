"""Comparing: two saved runs beside each other."""

from typing import ClassVar

from textual.binding import BindingType

from agents_core.errors import RecordingError
from agents_core.recording.catalogue import CatalogueEntry
from tui import runs_keys
from tui.attaching.finding import source_at
from tui.screens.program import program_of
from tui.screens.runs.list_screen import ListScreen
from tui.sources.run_source import RunSource


class Comparing(ListScreen):
    """The first press marks a run, the second names the one to compare it with."""

    BINDINGS: ClassVar[list[BindingType]] = runs_keys.COMPARING

    _first: CatalogueEntry | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        if action == "compare":
            return self.selected is not None
        return super().check_action(action, parameters)

    def action_compare(self) -> None:
        """Mark the run; or compare it with the marked one; or, the same run again, mark none."""
        first, entry = self._first, self.selected
        if entry is None:
            return
        is_first = first is None
        self._first = entry if is_first else None
        self.runs.mark(entry.run.run_id if is_first else None)
        if first is not None and first.run.run_id != entry.run.run_id:
            self._compare(first, entry)

    def _compare(self, left: CatalogueEntry, right: CatalogueEntry) -> None:
        try:
            sources = self._source(left), self._source(right)
        except RecordingError as error:
            self.complain(str(error))
        else:
            program_of(self).open_diff(*sources)

    def _source(self, entry: CatalogueEntry) -> RunSource:
        return program_of(self).runs.of(entry.run.run_id) or source_at(entry.run.path)
