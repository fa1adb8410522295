"""Lanes: what each agent and each tool was doing when.

Law: a lane is of all that happened so far, and what it says of a time that is over stays said. Any
time is found by bisection, at a cost that does not depend on how much happened.
"""

import math
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple

from agents_core.history.records import AgentRecord, ItemRecord
from agents_core.history.views import AgentStatus

LaneKind = Literal["agent", "tool", "guardrail"]
Mark = Literal["failure", "handoff"]


class Stretch(NamedTuple):
    """A time in which one thing was done."""

    status: AgentStatus
    start: float
    end: float
    """Infinite while it goes on; always after `start`."""


class Lane:
    """What agents and tools have in common."""

    def __init__(self, kind: LaneKind, name: str, depth: int) -> None:
        """Begin empty.

        Args:
            kind: what it is that does something here.
            name: of the agent or the tool.
            depth: 0 for agents of the root run, one more for all that they call.
        """
        self.kind = kind
        self.name = name
        self.depth = depth
        self.children: list[Lane] = []
        """An agent's are the tools it called, a tool's the agents at work in it."""
        self.items = array("I")
        """Indexes of its items, in order of beginning."""
        self._began = array("d")
        self._marks: dict[Mark, array[float]] = {"failure": array("d"), "handoff": array("d")}

    @property
    def version(self) -> tuple[int, ...]:
        """Two lanes with equal versions look the same."""
        return (len(self.items), *(len(times) for times in self._marks.values()))

    def at(self, seconds: float) -> Stretch:
        """Return what was being done at a time."""
        raise NotImplementedError

    def item_at(self, seconds: float) -> int | None:
        """Return the index of the item that had begun last at a time."""
        begun = bisect_right(self._began, seconds)
        return self.items[begun - 1] if begun else None

    def is_marked(self, mark: Mark, start: float, end: float) -> bool:
        """Tell whether something was marked from `start` on and before `end`."""
        times = self._marks[mark]
        place = bisect_left(times, start)
        return place < len(times) and times[place] < end

    def mark(self, mark: Mark, at: float) -> None:
        """Let something have happened at a time, which is the latest so far."""
        self._marks[mark].append(at)

    def note(self, item: ItemRecord) -> None:
        """Take one more item, which began after those it has."""
        self.items.append(item.index)
        self._began.append(item.began_at)


class AgentLane(Lane):
    """An agent; in nested runs, all of that name that one tool brought to work."""

    def __init__(self, name: str, depth: int, times: Sequence[float]) -> None:
        """Begin empty; `times` are those of the run's events."""
        super().__init__("agent", name, depth)
        self.records: list[AgentRecord] = []
        self._seqs = array("I")
        self._times = times

    @property
    def version(self) -> tuple[int, ...]:
        """See `Lane.version`."""
        return (len(self.records), len(self.records[-1].doing), *super().version)

    def introduce(self, record: AgentRecord) -> None:
        """Let an agent be at work here from now on."""
        self.records.append(record)
        self._seqs.append(record.seq)

    def record_at(self, position: int) -> AgentRecord | None:
        """Return the agent as which it was at work last in the first `position` events."""
        known = bisect_left(self._seqs, position)
        return self.records[known - 1] if known else None

    def at(self, seconds: float) -> Stretch:
        """See `Lane.at`."""
        return self.stretch(bisect_right(self._times, seconds))

    def stretch(self, position: int) -> Stretch:
        """Return what was being done after the first `position` events."""
        known = bisect_left(self._seqs, position)
        end = self._times[self._seqs[known]] if known < len(self._seqs) else math.inf
        if not known:
            return Stretch("idle", 0.0, end)
        status, since, until = self.records[known - 1].doing.around(position)
        start = self._times[self._seqs[known - 1] if since is None else since]
        return Stretch(status, start, end if until is None else min(end, self._times[until]))


class CallLane(Lane):
    """Calls of one tool by one agent, or checks by one guardrail, one after the other."""

    def __init__(self, kind: LaneKind, name: str, depth: int) -> None:
        """Begin empty; see `Lane`."""
        super().__init__(kind, name, depth)
        self.calls: list[ItemRecord] = []

    @property
    def version(self) -> tuple[int, ...]:
        """See `Lane.version`."""
        is_over = bool(self.calls) and self.calls[-1].state.ended_at is not None
        return (is_over, *super().version)

    def has_room_for(self, call: ItemRecord) -> bool:
        """Tell whether the calls so far had ended when `call` began."""
        ended_at = self.calls[-1].state.ended_at if self.calls else 0.0
        return ended_at is not None and ended_at <= call.began_at

    def note(self, item: ItemRecord) -> None:
        """Take one more call."""
        super().note(item)
        self.calls.append(item)

    def call_at(self, seconds: float) -> ItemRecord | None:
        """Return the call that had begun last at a time."""
        begun = bisect_right(self._began, seconds)
        return self.calls[begun - 1] if begun else None

    def at(self, seconds: float) -> Stretch:
        """See `Lane.at`."""
        begun = bisect_right(self._began, seconds)
        if not begun:
            return Stretch("idle", 0.0, self._beginning(begun))
        call = self.calls[begun - 1].state
        ended = math.inf if call.ended_at is None else call.ended_at
        started = ended if call.started_at is None else min(ended, call.started_at)
        ready = started if call.ready_at is None else min(started, call.ready_at)
        if seconds < ready:
            return Stretch("calling", self._began[begun - 1], ready)
        if seconds < started:
            return Stretch("idle", ready, started)
        if seconds < ended:
            return Stretch("tools", started, ended)
        return Stretch("idle", ended, self._beginning(begun))

    def _beginning(self, call: int) -> float:
        return self._began[call] if call < len(self._began) else math.inf
