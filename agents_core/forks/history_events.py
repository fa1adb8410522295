"""HistoryEvents: the events of a history as a sequence, each decoded when it is asked for."""

from collections.abc import Sequence
from typing import overload

from agents_core.history.run_history import RunHistory
from agents_core.run_events import RunEvent


class HistoryEvents(Sequence[RunEvent]):
    """As many events as there were when it was made."""

    def __init__(self, history: RunHistory) -> None:
        """Stand for the events of `history`."""
        self._history = history
        self._length = len(history)

    def __len__(self) -> int:
        """Return how many there are."""
        return self._length

    @overload
    def __getitem__(self, index: int) -> RunEvent: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[RunEvent]: ...

    def __getitem__(self, index: int | slice) -> RunEvent | Sequence[RunEvent]:
        """Return one, or some.

        Raises:
            IndexError: there is none.
        """
        places = range(self._length)[index]
        if isinstance(places, int):
            return self._history.event(places)
        return [self._history.event(place) for place in places]
