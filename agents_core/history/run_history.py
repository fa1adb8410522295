"""RunHistory: the append-only list of a run's events, and the view of any prefix of it.

Law: appending costs O(1); `view(p)` says what the first `p` events say, found by bisection at a
cost that does not depend on how many events there are. Events are numbered by their place.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Self, overload

from agents_core.history.event_intake import NO_ITEM, EventIntake
from agents_core.history.lane_index import LaneIndex
from agents_core.history.lanes import Lane
from agents_core.history.lines import FileLines, MemoryLines
from agents_core.history.pauses import Pauses
from agents_core.history.run_data import ToolCard
from agents_core.history.run_index import MarkKind
from agents_core.history.run_views import run_view
from agents_core.history.stalls import Stalls
from agents_core.history.tracks import Prefix
from agents_core.history.views import CallView, ItemKind, ItemView, RunView
from agents_core.run_events import RunEvent, read_event

PAUSE_S = 2.0
"""Longer times without any event are pauses."""


class Items(Sequence[ItemView]):
    """The items of a run as they were at one position, made one by one when asked for."""

    def __init__(self, history: "RunHistory", position: int) -> None:
        """Show the items that have begun before `position`."""
        self._history = history
        self._position = position
        self._length = history.item_count(position)

    def __len__(self) -> int:
        """Return how many items have begun."""
        return self._length

    @overload
    def __getitem__(self, index: int) -> ItemView: ...
    @overload
    def __getitem__(self, index: slice) -> list[ItemView]: ...
    def __getitem__(self, index: int | slice) -> ItemView | list[ItemView]:
        """Return one item, or some."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self._length))]
        if not -self._length <= index < self._length:
            raise IndexError(index)
        return self._history.item(index % self._length, self._position)


class ItemChange(NamedTuple):
    """An event that began an item, or changed its state."""

    item: int
    before: int | None
    """The position at which its state had changed before; None if it began now."""


class RunHistory:
    """A run's events, and everything the screen asks about them."""

    def __init__(self) -> None:
        """Begin with no event, to be appended to."""
        self._lines: MemoryLines | FileLines = MemoryLines()
        self._intake = EventIntake()
        self._times, self._owners = self._intake.times, self._intake.owners
        self._index = self._intake.index
        self._stalls = Stalls(self._times)
        self.pauses = Pauses(self._times, PAUSE_S)
        """A clock of the run that stands still in long pauses."""
        self._view: RunView | None = None

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a recorded run without reading it; `index` does that.

        Raises:
            OSError: the file cannot be read.
        """
        history = cls()
        history._lines = FileLines(path)
        return history

    @property
    def skipped(self) -> int:
        """Return how many lines of an opened file held no event, the header not counted."""
        return self._intake.skipped

    def close(self) -> None:
        """Close the file of an opened recording."""
        if isinstance(self._lines, FileLines):
            self._lines.close()

    def index(self) -> Iterator[float]:
        """Read the opened file, a slice at each step; yield the share read so far, 0 to 1.

        Everything else works between the steps, on what has been read. At the end of the file the
        iterator ends; called again, it goes on with what the file has gained.
        """
        lines = self._lines
        assert isinstance(lines, FileLines), "a history in memory is appended to"
        while block := lines.next_block():
            self._intake.take_lines(lines, block)
            yield lines.share_read()
        self._intake.take_last_line(lines)
        yield 1.0

    def append(self, event: RunEvent) -> None:
        """Take one more event; a `Journal` subscriber."""
        lines = self._lines
        assert isinstance(lines, MemoryLines), "an opened recording is read by `index`"
        lines.append(event.line)
        self._intake.take(event)

    # The events

    def __len__(self) -> int:
        """Return how many events there are."""
        return len(self._times)

    def event(self, seq: int) -> RunEvent:
        """Return the event at a place, decoded from its line.

        Raises:
            IndexError: there is no such event.
        """
        return read_event(self._lines[seq])

    def lines(self, first: int, last: int) -> list[bytes]:
        """Return the lines from place `first` to before `last`, which are there, undecoded."""
        return [self._lines[seq] for seq in range(first, last)]

    @property
    def end_at(self) -> float:
        """Seconds from the beginning to the latest event."""
        return self._intake.now

    def time_at(self, position: int) -> float:
        """Return the seconds at which the first `position` events had happened."""
        return (
            self._times[min(position, len(self._times)) - 1]
            if position > 0 and self._times
            else 0.0
        )

    def position_at(self, seconds: float) -> int:
        """Return how many events had happened by then."""
        return bisect_right(self._times, seconds)

    # The views

    def view(self, position: int) -> RunView:
        """Return the state of the run after its first `position` events."""
        position = max(0, min(position, len(self)))
        if self._view is None or self._view.position != position:
            self._view = run_view(self._index, position, self.time_at(position), self._times)
        return self._view

    def item_count(self, position: int) -> int:
        """Return how many items have begun."""
        return bisect_left(self._index.item_seqs, position)

    def item(self, index: int, position: int) -> ItemView:
        """Return an item as it was; the same object while it has not changed."""
        return self._index.items[index].view(position)

    def items(self, position: int) -> Sequence[ItemView]:
        """Return the items that have begun, each made when it is asked for."""
        return Items(self, position)

    def kind_of(self, index: int) -> ItemKind:
        """Return what an item is, without making its view."""
        return self._index.items[index].state.kind

    def name_of(self, index: int) -> str:
        """Return what an item is called, without making its view."""
        return self._index.items[index].state.name

    def agent_of(self, index: int) -> str | None:
        """Return whose item it is, without making its view."""
        return self._index.items[index].agent

    def parent_of(self, index: int) -> int | None:
        """Return the item of the call whose nested run an item belongs to, if it is in one."""
        return self._index.items[index].scope.parent

    def has_nested(self, index: int, position: int) -> bool:
        """Tell whether a run had begun under an item."""
        return any(scope.seq < position for scope in self._index.nested.get(index, ()))

    def text_length(self, index: int, position: int) -> int:
        """Return the length of an item's text, without making it."""
        words = self._index.items[index].words
        return words.length(words.events_before(position))

    def text_edition(self, index: int, position: int) -> int:
        """Return how often an item's text had been rewritten instead of extended."""
        words = self._index.items[index].words
        return words.edition(words.events_before(position))

    def item_text(self, index: int, start: int, stop: int, position: int | None = None) -> str:
        """Return part of an item's text as it was at `position`, or as it is now."""
        words = self._index.items[index].words
        seen = len(self) if position is None else position
        return words.slice(start, stop, words.events_before(seen))

    @property
    def lanes(self) -> LaneIndex:
        """Return what each agent and tool was doing when, as far as it is known."""
        return self._index.lanes

    def lanes_of(self, index: int) -> tuple[Lane, ...]:
        """Return the lanes an item is in: its agent's, and its own when it is a call that ran."""
        lanes = (self.lanes.of_item(self._index.items[index]), self.lanes.of_call(index))
        return tuple(lane for lane in lanes if lane is not None)

    def call(self, number: int, position: int) -> CallView:
        """Return a model call as it was; `view(position).calls` says how many there are."""
        return self._index.calls[number].views.at(position)

    def created_between(self, first: int, last: int) -> Sequence[int]:
        """Return the `item.create` events of the run of two model calls, between these two."""
        created, seqs = self._index.calls[last].created, self._index.call_seqs
        return created[bisect_left(created, seqs[first]) : bisect_left(created, seqs[last])]

    def call_at(self, seq: int) -> int | None:
        """Return the number of the latest model call asked at event `seq` or before it, if any."""
        asked = bisect_right(self._index.call_seqs, seq)
        return asked - 1 if asked else None

    # What belongs together

    def item_events(self, index: int, position: int) -> Sequence[int]:
        """Return the events that belong to an item, without copying them."""
        words = self._index.items[index].words
        return Prefix(words.seqs, words.events_before(position))

    def words_between(self, start: int, stop: int) -> int:
        """Return how many events from `start` on and before `stop` belong to an item: its words."""
        strays = self._intake.strays
        return stop - start - (bisect_left(strays, stop) - bisect_left(strays, start))

    def item_at(self, seq: int) -> int | None:
        """Return the index of the item an event belongs to, if it belongs to one."""
        owner = self._owners[seq]
        return None if owner == NO_ITEM else owner

    def call_item(self, call_id: str, parent: int | None) -> int | None:
        """Return the item of a call, the latest of that id in the run under `parent`."""
        scope = self._index.scopes.get(parent)
        item = None if scope is None else scope.calls.get(call_id)
        return None if item is None else item.index

    def change_at(self, seq: int) -> ItemChange | None:
        """Return the item that event `seq` began or changed the state of, if it did."""
        owner = self._owners[seq]
        if owner == NO_ITEM:
            return None
        item = self._index.items[owner]
        if item.seq == seq:
            return ItemChange(owner, None)
        if not item.states.changed_at(seq):
            return None
        before = item.states.change_before(seq)
        return ItemChange(owner, max(item.seq, -1 if before is None else before) + 1)

    def running(self, position: int) -> list[int]:
        """Return the items whose tools ran, in all runs, in the order of the items."""
        scopes = (scope for scope in self._index.scopes.values() if scope.seq < position)
        return sorted(index for scope in scopes for index in scope.states.at(position).running)

    def pending(self, position: int) -> tuple[int, ...]:
        """Return the items that waited for somebody's decision, longest waiting first."""
        return self._index.pending.at(position)

    def item_before(self, position: int) -> int | None:
        """Return the index of the item a position is in: its last event's, or the newest then."""
        if not 0 < position <= len(self):
            return None
        owner = self.item_at(position - 1)
        newest = self.item_count(position) - 1
        return newest if owner is None and newest >= 0 else owner

    def marks(self, kind: MarkKind) -> Sequence[int]:
        """Return the positions to jump to for a kind, each just after its event."""
        return self._stalls.positions if kind == "stall" else self._index.marks(kind)

    def schema_of(self, tool_name: str) -> ToolCard | None:
        """Return a tool as the model was told about it."""
        return self._index.tools.get(tool_name)

    def server_of(self, tool_name: str) -> str | None:
        """Return the MCP server a tool is of, if it is of one."""
        return self._index.servers.get(tool_name)

    def tool_names(self) -> Sequence[str]:
        """Return the names of the tools the models were told about."""
        return list(self._index.tools)

    def call_of(self, index: int, position: int) -> CallView | None:
        """Return the model call an item comes from, as it was; None if it comes from none."""
        request = self._index.items[index].request
        number = None if request is None else self.call_at(request)
        return None if number is None else self.call(number, position)

    def first_token_s(self, index: int, position: int) -> float | None:
        """Return how long an item's response took to begin to speak, in seconds, if it has."""
        response = self._index.response_of(self._index.items[index])
        first = None if response is None else response.first_delta
        if response is None or first is None or first >= position:
            return None
        return self.time_at(first + 1) - response.requested_at

    def response_items(self, index: int) -> Sequence[int]:
        """Return the items of the response an item belongs to, itself among them."""
        response = self._index.response_of(self._index.items[index])
        return () if response is None else [item.index for item in response.items]

    def requests(self, start: int, stop: int) -> Iterator[int]:
        """Yield the `model.request` events from place `start` up to `stop`, in order."""
        responses, seqs = self._index.responses, self._index.response_seqs
        for number in range(bisect_left(seqs, start), bisect_left(seqs, stop)):
            if responses[number].request == responses[number].seq:
                yield responses[number].seq

    def request_of(self, index: int) -> int | None:
        """Return the `model.request` event an item answers, if it came from a model."""
        return self._index.items[index].request
