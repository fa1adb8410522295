"""The records an index keeps: items, agents, responses and runs, each remembering its changes.

Law: records only ever gain entries; what they looked like at a position is read off their tracks.
"""

from array import array
from dataclasses import dataclass, field, replace
from typing import Any, Final

from agents_core.costs import Cost
from agents_core.history.call_records import CallRecord
from agents_core.history.growing_text import GrowingText
from agents_core.history.tracks import Track
from agents_core.history.views import (
    AgentKey,
    AgentStatus,
    AgentView,
    EditView,
    ErrorView,
    ItemKind,
    ItemStatus,
    ItemVerdict,
    ItemView,
    ProgressView,
    RunStatus,
    TokenCount,
    Wait,
)

UNFINISHED: Final = frozenset({"streaming", "waiting", "running"})
"""What an item can be while more is to come."""


@dataclass(frozen=True, slots=True)
class ItemState:
    """What can change about an item, besides its words."""

    kind: ItemKind
    name: str
    status: ItemStatus
    call_id: str | None = None
    ready_at: float | None = None
    started_at: float | None = None
    ended_at: float | None = None
    is_refusal: bool = False
    output: str | None = None
    error: ErrorView | None = None
    fraction: float | None = None
    message: str = ""
    verdict: ItemVerdict | None = None
    edits: tuple[EditView, ...] = ()
    is_denied: bool = False


class ItemRecord:
    """One item of the outline."""

    __slots__ = (
        "_seen",
        "agent",
        "began_at",
        "index",
        "request",
        "scope",
        "seq",
        "states",
        "told",
        "turn",
        "words",
    )

    def __init__(
        self,
        index: int,
        seq: int,
        began_at: float,
        scope: "Scope",
        agent: str | None,
        turn: int,
        state: ItemState,
    ) -> None:
        """Begin an item of `scope` at event `seq`."""
        self.index = index
        self.seq = seq
        self.began_at = began_at
        self.agent = agent
        self.turn = turn
        self.scope = scope
        self.request: int | None = None
        self.states = Track(state)
        self.words = GrowingText()
        self.told: GrowingText | None = None
        """What its tool wrote while it ran, once it wrote something."""
        self._seen: tuple[int, ItemState, ItemView] | None = None

    @property
    def state(self) -> ItemState:
        """Its state after the last event."""
        return self.states.latest

    @property
    def is_unfinished(self) -> bool:
        """Whether more is to come."""
        return self.state.status in UNFINISHED

    def change(self, seq: int, **changes: Any) -> None:
        """Let fields of the state be different from event `seq` on, which belongs to the item."""
        self.words.touch(seq)
        self.states.set(seq, replace(self.state, **changes))

    def tell(self, seq: int, text: str) -> None:
        """Append what event `seq` says the tool wrote."""
        self.words.touch(seq)
        if self.told is None:
            self.told = GrowingText()
        self.told.grow(seq, text)

    def view(self, position: int) -> ItemView:
        """Return the item after `position` events; the same object while it has not changed."""
        events, state = self.words.events_before(position), self.states.at(position)
        if (seen := self._seen) and seen[0] == events and seen[1] is state:
            return seen[2]
        view = self._view(events, state, self._progress(position, state))
        self._seen = (events, state, view)
        return view

    def _progress(self, position: int, state: ItemState) -> ProgressView | None:
        """Return what its tool told in the first `position` events of the run."""
        told, text = self.told, ""
        if told is not None and (events := told.events_before(position)):
            text = told.slice(0, told.length(events), events)
        if not text and state.fraction is None and not state.message:
            return None
        return ProgressView(text, state.fraction, state.message)

    def _view(self, events: int, state: ItemState, progress: ProgressView | None) -> ItemView:
        words = self.words
        return ItemView(
            index=self.index,
            seq=self.seq,
            kind=state.kind,
            name=state.name,
            agent=self.agent,
            turn=self.turn,
            depth=self.scope.depth,
            parent=self.scope.parent,
            call_id=state.call_id,
            status=state.status,
            began_at=self.began_at,
            ready_at=state.ready_at,
            started_at=state.started_at,
            ended_at=state.ended_at,
            text=words.slice(0, words.length(events), events),
            is_refusal=state.is_refusal,
            output=state.output,
            error=state.error,
            verdict=state.verdict,
            deltas=words.deltas(events),
            last_seq=words.seqs[events - 1] if events else self.seq,
            progress=progress,
            edits=state.edits,
            is_denied=state.is_denied,
        )


@dataclass(frozen=True, slots=True)
class AgentState:
    """What changes about an agent."""

    status: AgentStatus = "idle"
    is_current: bool = False
    turns: int = 0
    active_s: float = 0.0
    """Seconds as the current agent, those since `since` not counted."""
    since: float | None = None
    """When it became the current agent, while its run goes on."""
    tokens: TokenCount = field(default_factory=TokenCount)
    cost: Cost = field(default_factory=Cost)
    context: int = 0
    window: int | None = None
    came_from: str | None = None


@dataclass(slots=True)
class AgentRecord:
    """One agent of one run."""

    name: str
    handoffs: tuple[str, ...]
    seq: int
    """The event that introduced it."""
    states: Track[AgentState] = field(default_factory=lambda: Track(AgentState()))
    doing: Track[AgentStatus] = field(default_factory=lambda: Track[AgentStatus]("idle"))
    """The status alone: it changes less often."""

    def change(self, seq: int, **changes: Any) -> None:
        """Let fields of the state be different from event `seq` on."""
        self.states.set(seq, replace(self.states.latest, **changes))
        self.doing.set(seq, self.states.latest.status)

    def leave(self, seq: int, at: float, status: AgentStatus) -> None:
        """Stop its clock."""
        state = self.states.latest
        spent = 0.0 if state.since is None else at - state.since
        self.change(seq, status=status, active_s=state.active_s + spent, since=None)

    def view(self, position: int, at: float, scope: "Scope") -> AgentView:
        """Return the agent as it was at `position`, `at` seconds into the run."""
        state = self.states.at(position)
        return AgentView(
            name=self.name,
            depth=scope.depth,
            parent=scope.parent,
            caller=scope.caller,
            status=state.status,
            is_current=state.is_current,
            turns=state.turns,
            active_s=state.active_s + (0.0 if state.since is None else at - state.since),
            tokens=state.tokens,
            cost=state.cost,
            context=state.context,
            window=state.window,
            handoffs=self.handoffs,
            came_from=state.came_from,
        )


class Response:
    """One answer of a model, or one attempt at it."""

    __slots__ = (
        "added",
        "announced",
        "first_delta",
        "is_closed",
        "is_created",
        "items",
        "request",
        "requested_at",
        "seq",
        "slots",
    )

    def __init__(self, seq: int, request: int | None, requested_at: float) -> None:
        """Open a response at event `seq`, asked for by the event `request` if there is one."""
        self.seq = seq
        self.request = request
        self.requested_at = requested_at
        self.slots: dict[int | str, ItemRecord] = {}
        self.items: list[ItemRecord] = []
        self.added: set[int | str] = set()
        """Slots an `output_item.added` has named."""
        self.announced: set[int] = set()
        """Indexes of items an `item.create` has named."""
        self.first_delta: int | None = None
        self.is_created = False
        self.is_closed = False


@dataclass(frozen=True, slots=True)
class ScopeState:
    """What changes about a run as a whole."""

    status: RunStatus = "waiting"
    agent: str | None = None
    turn: int = 0
    max_turns: int | None = None
    running: tuple[int, ...] = ()
    """Indexes of the items whose tools run, longest running first."""
    waiting: Wait | None = None
    final_output: str | None = None
    error: ErrorView | None = None
    ended: bool = False


class Scope:
    """The root run, or one nested under a tool call."""

    __slots__ = (
        "agents",
        "asked",
        "call",
        "calls",
        "checks",
        "children",
        "created",
        "depth",
        "handed_by",
        "handed_off",
        "item",
        "latest_message",
        "open",
        "own_calls",
        "response",
        "seq",
        "states",
        "under_check",
    )

    def __init__(self, seq: int, item: ItemRecord | None, depth: int) -> None:
        """Begin a run at event `seq` under the tool call `item`."""
        self.seq = seq
        self.item = item
        self.depth = depth
        self.agents: dict[str, AgentRecord] = {}
        self.states = Track(ScopeState())
        self.response: Response | None = None
        self.call: CallRecord | None = None
        """The latest model call."""
        self.own_calls: dict[str | None, CallRecord] = {}
        """The latest model call of each agent."""
        self.created = array("I")
        """The `item.create` events."""
        self.handed_by: CallRecord | None = None
        """The latest model call before the agent now at work took over."""
        self.calls: dict[str, ItemRecord] = {}
        """The latest item with each call id."""
        self.open: dict[int, ItemRecord] = {}
        """Items that may still be unfinished, by index."""
        self.handed_off: ItemRecord | None = None
        """The handoff that has been answered while its target does not work yet."""
        self.children: list[Scope] = []
        self.asked: list[ItemRecord] = []
        """Questions nobody has answered yet: approvals, and stops at breakpoints."""
        self.checks: list[tuple[tuple[str, str], ItemRecord]] = []
        """Guardrails at work, each with its stage and the call it looks at."""
        self.under_check: dict[tuple[str, str], list[ItemRecord]] = {}
        """The items they look at."""
        self.latest_message: ItemRecord | None = None

    @property
    def parent(self) -> int | None:
        """Index of the tool item it runs under."""
        return None if self.item is None else self.item.index

    @property
    def caller(self) -> AgentKey | None:
        """The agent that called that tool."""
        item = self.item
        return None if item is None or item.agent is None else (item.scope.parent, item.agent)

    @property
    def state(self) -> ScopeState:
        """Its state after the last event."""
        return self.states.latest

    def change(self, seq: int, **changes: Any) -> None:
        """Let fields of the state be different from event `seq` on."""
        self.states.set(seq, replace(self.state, **changes))

    def unfinished(self) -> list[ItemRecord]:
        """Return the items of which more is to come; those that ended are not asked again."""
        self.open = {index: item for index, item in self.open.items() if item.is_unfinished}
        return list(self.open.values())

    def agent(self, seq: int, name: str, handoffs: tuple[str, ...] = ()) -> AgentRecord:
        """Return the agent called `name`, introduced now if it is new."""
        if name not in self.agents:
            self.agents[name] = AgentRecord(name, handoffs, seq)
        return self.agents[name]

    @property
    def first_question(self) -> Wait | None:
        """What it waits for while somebody is asked something."""
        if not self.asked:
            return None
        row = self.asked[0]
        noun = "approval" if row.state.kind == "approval" else "breakpoint"
        return Wait(f"{noun} {row.state.name}", row.began_at)
