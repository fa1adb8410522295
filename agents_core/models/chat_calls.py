"""CallTable: which piece belongs to which of the calls made side by side.

Law: a call is known by its index. Servers that send none, or the same for every call, are told
apart by the calls' ids.
"""

from collections.abc import Callable

from agents_core.models.chat_chunks import CallPart
from agents_core.models.chat_events import EventWriter
from agents_core.models.chat_items import CallItem, Item


class CallTable:
    """The calls of one response, in the order they began."""

    def __init__(
        self, writer: EventWriter, new_id: Callable[[str], str], next_index: Callable[[], int]
    ) -> None:
        """Begin without calls; each takes its id and its output index when it begins."""
        self._writer = writer
        self._new_id = new_id
        self._next_index = next_index
        self._calls: list[CallItem] = []
        self._by_index: dict[int, CallItem] = {}

    def __len__(self) -> int:
        """Return how many calls there are."""
        return len(self._calls)

    def add(self, part: CallPart) -> None:
        """Give a piece to its call, or to a new one."""
        if part.place is None:
            call = self._meant_by(part)
        else:
            call = self._by_index.get(part.place)
            if call is not None and _is_another(call, part):
                call = None
        if call is None:
            call = CallItem(self._writer, self._new_id("fc"), self._next_index())
            self._calls.append(call)
        if part.place is not None:
            self._by_index[part.place] = call
        call.add(part)

    def _meant_by(self, part: CallPart) -> CallItem | None:
        """Return the call a piece without an index goes on with; None if it begins one."""
        if not self._calls:
            return None
        last = self._calls[-1]
        if part.id:
            return next((call for call in self._calls if call.call_id == part.id), None)
        is_repeated = part.name == last.name and not last.is_whole
        return last if not part.name or is_repeated else None

    def are_whole(self, *, empty_too: bool) -> bool:
        """Say whether the arguments of all calls are; `empty_too` accepts none at all."""
        return all(call.is_whole or (empty_too and not call.arguments) for call in self._calls)

    def finish(self, status: str) -> None:
        """End all calls."""
        for call in self._calls:
            call.finish(status)

    def items(self, status: str) -> list[tuple[int, Item]]:
        """Return the calls, each with its output index."""
        return [(call.index, call.item(status)) for call in self._calls]


def _is_another(call: CallItem, part: CallPart) -> bool:
    """Say whether a piece begins another call, from a server that gives all calls one index."""
    is_other_id = bool(part.id and call.call_id and part.id != call.call_id)
    return is_other_id and bool(part.name) and call.is_whole
