"""RunNews: what the user wants to hear of a live run, each thing once, whoever looks at it."""

from typing import Final

from agents_core.filters import RunItems, parse_filter
from tui.item_filter import FRAME_S, ItemFilter
from tui.sources.run_source import RunSource

USUAL: Final = "is:error | is:approval | kind:break"
"""What is told, besides the end of a run, when the user has not said what."""


class RunNews:
    """What is new in one run; what was there at the first look is not."""

    def __init__(self, source: RunSource, wanted: str | None) -> None:
        """Look at `source` for the first time.

        Args:
            source: the run.
            wanted: a filter; "" is nothing, None `USUAL` and the end of the run.

        Raises:
            FilterError: it is no filter.
        """
        self._source = source
        self._tells_end = wanted is None
        expression = parse_filter(USUAL if wanted is None else wanted, source.named_filters)
        self._filter = None if wanted == "" else ItemFilter(expression, RunItems(source.history))
        self._last: tuple[object, ...] | None = None
        """How many were found, and which edition; None until all had been looked at once."""
        self._told: frozenset[int] = frozenset()
        self._was_live = False
        self.look()

    def look(self) -> list[str]:
        """Return what is new since the last look, a line each."""
        return [*self._new_items(), *self._end()]

    def _end(self) -> list[str]:
        ended, self._was_live = self._was_live and not self._source.is_live, self._source.is_live
        if not (ended and self._tells_end):
            return []
        history = self._source.history
        return [f"{self._source.title}: {history.view(len(history)).status}"]

    def _new_items(self) -> list[str]:
        if self._filter is None:
            return []
        self._filter.work(FRAME_S)
        found = self._filter.found(len(self._source.history))
        if not self._filter.is_done or (len(found), found.edition) == self._last:
            return []
        is_first, self._last = self._last is None, (len(found), found.edition)
        news, self._told = frozenset(found.items) - self._told, frozenset(found.items)
        return [] if is_first else [self._words_of(index) for index in sorted(news)]

    def _words_of(self, index: int) -> str:
        item = self._source.history.item(index, len(self._source.history))
        agent = f"{item.agent}: " if item.agent else ""
        return f"{self._source.title}: {agent}{item.kind} {item.name} {item.status}"
