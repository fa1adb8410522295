"""LaneIndex: which lanes a run has, and what belongs to each.

Law: lanes are added and never taken away. A tool gets a lane under the agent that called it once it
runs; calls that run side by side get one each, calls after each other share it.
"""

from array import array
from collections.abc import Sequence

from agents_core.history.lanes import AgentLane, CallLane, Lane, LaneKind, Mark
from agents_core.history.records import AgentRecord, ItemRecord, Scope


class LaneIndex:
    """The lanes of a run as a forest."""

    def __init__(self, times: Sequence[float]) -> None:
        """Begin without lanes; `times` are those of the run's events."""
        self.roots: list[Lane] = []
        self.steps = array("d")
        """The times at which something began or ended, ascending, each once."""
        self._times = times
        self._agents: dict[tuple[Scope, str], AgentLane] = {}
        self._calls: dict[int, CallLane] = {}
        """By index of the item."""

    def step(self, at: float) -> None:
        """Let something have begun or ended."""
        if not self.steps or self.steps[-1] < at:
            self.steps.append(at)

    def introduce(self, scope: Scope, record: AgentRecord) -> None:
        """Give an agent a lane, or that of its namesake under the same tool."""
        lanes, depth = self._under(scope)
        known = (each for each in lanes if isinstance(each, AgentLane) and each.depth == depth)
        lane = next((each for each in known if each.name == record.name), None)
        if lane is None:
            lane = AgentLane(record.name, depth, self._times)
            lanes.append(lane)
        lane.introduce(record)
        self._agents[scope, record.name] = lane

    def note(self, item: ItemRecord) -> None:
        """Take an item that begins."""
        self.step(item.began_at)
        if (lane := self._lane(item.scope, item.agent)) is not None:
            lane.note(item)

    def run(self, item: ItemRecord, at: float) -> None:
        """Give a call that begins to run a lane."""
        self.step(at)
        if item.index in self._calls:
            return
        kind: LaneKind = "guardrail" if item.state.kind == "guardrail" else "tool"
        caller = self._lane(item.scope, item.agent)
        lanes, depth = self._under(item.scope)
        if caller is not None:
            lanes, depth = caller.children, depth + 1
        lane = _free(lanes, kind, item)
        if lane is None:
            lane = CallLane(kind, item.state.name, depth)
            lanes.append(lane)
        lane.note(item)
        self._calls[item.index] = lane

    def mark(self, mark: Mark, at: float, scope: Scope, agent: str | None) -> None:
        """Let an agent have failed, or handed off."""
        if (lane := self._lane(scope, agent)) is not None:
            lane.mark(mark, at)

    def mark_call(self, mark: Mark, at: float, item: ItemRecord) -> None:
        """Let a call have failed."""
        if (lane := self._calls.get(item.index)) is not None:
            lane.mark(mark, at)

    def of_call(self, index: int) -> CallLane | None:
        """Return the lane of a call, if it has run."""
        return self._calls.get(index)

    def of_item(self, item: ItemRecord) -> AgentLane | None:
        """Return the lane of the agent whose item it is."""
        return self._lane(item.scope, item.agent)

    def _lane(self, scope: Scope, agent: str | None) -> AgentLane | None:
        name = scope.state.agent if agent is None else agent
        return None if name is None else self._agents.get((scope, name))

    def _under(self, scope: Scope) -> tuple[list[Lane], int]:
        """Return the lanes among which the agents of `scope` are, and how deep these are."""
        around = None if scope.item is None else self._calls.get(scope.item.index)
        return (self.roots, scope.depth) if around is None else (around.children, around.depth + 1)


def _free(lanes: Sequence[Lane], kind: LaneKind, call: ItemRecord) -> CallLane | None:
    """Return the first lane of a tool whose earlier calls had ended when `call` began."""
    for lane in lanes:
        is_its = isinstance(lane, CallLane) and (lane.kind, lane.name) == (kind, call.state.name)
        if is_its and isinstance(lane, CallLane) and lane.has_room_for(call):
            return lane
    return None
