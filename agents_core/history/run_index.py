"""RunIndex: the records of a run, and the changes that events of any kind make to them.

Law: records change by the methods here only, in the order of events. What a journal's own events
mean stands in `journal_index`, what a provider's mean in `wire_index`.
"""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final, Literal

from agents_core.costs import Cost, Prices, read_window
from agents_core.history.call_records import CallRecord
from agents_core.history.lane_index import LaneIndex
from agents_core.history.records import (
    AgentRecord,
    ItemRecord,
    ItemState,
    Response,
    Scope,
)
from agents_core.history.run_data import (
    ToolCard,
    add_tokens,
    read_error,
)
from agents_core.history.tracks import Track
from agents_core.history.views import (
    AgentStatus,
    CallView,
    ErrorView,
    ItemKind,
    ItemStatus,
    TokenCount,
)
from agents_core.history.wire_items import (
    awaits_us,
    final_text,
    is_refusal,
    kind_of,
    name_of,
    objects_in,
    output_of,
    text_field,
)

MarkKind = ItemKind | Literal["turn", "item", "stall"]
"""What can be jumped to: items by kind, all items, turns, handoffs taken, failures, stalls."""

_ACTIVITY: Final[dict[ItemKind, AgentStatus]] = {
    "reasoning": "reasoning",
    "message": "writing",
    "tool": "calling",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """Where and when an event happened."""

    seq: int
    """Its place in the history."""
    at: float
    agent: str | None
    turn: int
    scope: Scope
    stamp: int
    """The number its line gives it, which nested events name as their parent."""


class RunIndex:
    """The records of a run, and the changes events share."""

    def __init__(self, times: Sequence[float]) -> None:
        """Begin before the first event; `times` will be those of the events."""
        self.items: list[ItemRecord] = []
        self.item_seqs = array("I")
        """The event each item began with."""
        self.scopes: dict[int | None, Scope] = {}
        """By the stamp of the `tool.start` they hang under; the root run under None."""
        self.nested: dict[int, list[Scope]] = {}
        """The runs under each tool item."""
        self.responses: list[Response] = []
        self.response_seqs = array("I")
        self.calls: list[CallRecord] = []
        self.call_seqs = array("I")
        """The event each model call began with."""
        self.tokens = Track(TokenCount())
        self.cost = Track(Cost())
        self.tools: dict[str, ToolCard] = {}
        self.servers: dict[str, str] = {}
        """The MCP server of each tool that has one."""
        self.lanes = LaneIndex(times)
        self._marks: dict[MarkKind, array[int]] = {}
        self.tool_starts: dict[int, ItemRecord] = {}
        """The items whose tools were started, by the stamp of the event that says so."""
        self.pending = Track[tuple[int, ...]](())
        """Items that wait for somebody's decision, longest waiting first."""

    def marks(self, kind: MarkKind) -> Sequence[int]:
        """Return the positions just after the events of a kind, ascending."""
        return self._marks.get(kind) or ()

    def mark(self, kind: MarkKind, seq: int) -> None:
        """Let `kind` be found at event `seq`."""
        positions = self._marks.setdefault(kind, array("I"))
        if not positions or positions[-1] != seq + 1:
            positions.append(seq + 1)

    def fail(self, now: Moment, item: ItemRecord | None = None) -> None:
        """Let something have failed, and the call `item` if it was one."""
        self.mark("error", now.seq)
        self.lanes.mark("failure", now.at, now.scope, now.agent)
        if item is not None:
            self.lanes.mark_call("failure", now.at, item)

    def scope_of(self, seq: int, parent: int | None) -> Scope:
        """Return the run an event belongs to, begun now if this is its first event."""
        if (scope := self.scopes.get(parent)) is not None:
            return scope
        item = None if parent is None else self.tool_starts.get(parent)
        depth = 0 if parent is None else 1 if item is None else item.scope.depth + 1
        scope = self.scopes[parent] = Scope(seq, item, depth)
        if item is not None:
            self.nested.setdefault(item.index, []).append(scope)
            item.scope.children.append(scope)
        return scope

    def begin(
        self, now: Moment, kind: ItemKind, name: str, status: ItemStatus, **state: Any
    ) -> ItemRecord:
        """Begin an item; its first event is noted by whoever adds words or changes to it."""
        checks = [key for key, _ in now.scope.checks if key[0] == "input"]
        if kind == "message" and checks:
            state["verdict"] = "open"
        item = ItemRecord(
            len(self.items),
            now.seq,
            now.at,
            now.scope,
            now.agent,
            now.turn,
            ItemState(kind, name, status, **state),
        )
        self.items.append(item)
        self.lanes.note(item)
        self.item_seqs.append(now.seq)
        self.mark("item", now.seq)
        if kind not in ("handoff", "error"):
            self.mark(kind, now.seq)
        if item.is_unfinished:
            now.scope.open[item.index] = item
        if kind == "message":
            now.scope.latest_message = item
            if checks:
                now.scope.under_check.setdefault(checks[0], []).append(item)
        return item

    def add_row(
        self, now: Moment, kind: ItemKind, name: str, text: str, error: ErrorView | None = None
    ) -> ItemRecord:
        """Add an item that is complete from the start."""
        status: ItemStatus = "done" if error is None else "failed"
        item = self.begin(now, kind, name, status, ready_at=now.at, ended_at=now.at, error=error)
        item.words.finish(now.seq, text)
        return item

    def know_call(self, now: Moment, item: ItemRecord, raw: dict[str, Any]) -> None:
        """Remember a call under its call id."""
        call_id = text_field(raw, "call_id")
        if call_id and item.state.kind in ("tool", "handoff"):
            now.scope.calls[call_id] = item
            if item.state.call_id != call_id:
                item.change(now.seq, call_id=call_id)

    def complete(self, now: Moment, item: ItemRecord, raw: dict[str, Any]) -> None:
        """Take the provider's, or the runner's, complete form of an item."""
        item.words.finish(now.seq, final_text(raw))
        state = item.state
        if state.kind != "handoff" and text_field(raw, "type"):
            item.change(now.seq, kind=kind_of(raw), name=name_of(raw))
        self.know_call(now, item, raw)
        item.change(
            now.seq,
            is_refusal=state.is_refusal or is_refusal(raw),
            output=output_of(raw) if kind_of(raw) == "tool" and not state.output else state.output,
            ready_at=now.at if state.ready_at is None else state.ready_at,
        )
        if item.is_unfinished and item.index not in now.scope.state.running:
            self._settle_as(now, item, raw)

    def settle(self, now: Moment, item: ItemRecord) -> None:
        """Let an item be complete although its complete form was never sent."""
        state = item.state
        if not item.is_unfinished or item.index in now.scope.state.running:
            return
        ready_at = now.at if state.ready_at is None else state.ready_at
        if state.kind in ("tool", "handoff") and state.status != "running":
            item.change(now.seq, status="waiting", ready_at=ready_at)
        else:
            item.change(now.seq, status="done", ready_at=ready_at, ended_at=now.at)

    def cut(self, now: Moment, item: ItemRecord) -> None:
        """Let an unfinished item stay what it is."""
        if item.is_unfinished:
            item.change(now.seq, status="cut", ended_at=now.at)

    def give_output(self, now: Moment, call_id: str, output: str | None) -> ItemRecord | None:
        """Let the call have been answered, unless its own end says more; return it if known."""
        item = now.scope.calls.get(call_id)
        if item is None:
            return None
        item.words.touch(now.seq)
        if item.state.output is None:
            item.change(now.seq, output=output)
        if item.is_unfinished and item.index not in now.scope.state.running:
            item.change(now.seq, status="done", ended_at=now.at)
        return item

    def _settle_as(self, now: Moment, item: ItemRecord, raw: dict[str, Any]) -> None:
        failure = read_error(raw.get("error"))
        if text_field(raw, "status") == "incomplete":
            self.cut(now, item)
        elif awaits_us(raw):
            item.change(now.seq, status="waiting")
        elif failure is not None or text_field(raw, "status") == "failed":
            self.fail(now, item)
            item.change(now.seq, status="failed", ended_at=now.at, error=failure)
        else:
            item.change(now.seq, status="done", ended_at=now.at)

    def note_pending(self, now: Moment, asked: ItemRecord | None = None) -> None:
        """Let `asked` wait for a decision, and what has been settled wait no more."""
        waiting = [index for index in self.pending.latest if self.items[index].is_unfinished]
        also = () if asked is None else (asked.index,)
        self.pending.set(now.seq, (*waiting, *also))

    def agent(self, now: Moment) -> AgentRecord | None:
        """Return the agent an event is the doing of."""
        name = now.agent if now.agent is not None else now.scope.state.agent
        return None if name is None else self.introduce(now, name)

    def introduce(self, now: Moment, name: str, handoffs: tuple[str, ...] = ()) -> AgentRecord:
        """Return the agent called `name`, introduced now if it is new."""
        is_new = name not in now.scope.agents
        record = now.scope.agent(now.seq, name, handoffs)
        if is_new:
            self.lanes.introduce(now.scope, record)
        return record

    def hold(self, now: Moment) -> None:
        """Let the agent be seen waiting for somebody's word."""
        if (agent := self.agent(now)) is not None:
            agent.change(now.seq, status="held")

    def release(self, now: Moment, status: AgentStatus) -> None:
        """Let the agent go on with something, if it waited for somebody's word."""
        agent = self.agent(now)
        if agent is not None and agent.states.latest.status == "held":
            agent.change(now.seq, status=status)

    def show_activity(self, now: Moment, status: AgentStatus | None) -> None:
        """Let the agent be seen doing something, and the wait for the model be over."""
        if now.scope.state.waiting is not None:
            now.scope.change(now.seq, waiting=now.scope.first_question)
        if status is not None and (agent := self.agent(now)) is not None:
            agent.change(now.seq, status=status)

    def show_item(self, now: Moment, kind: ItemKind) -> None:
        """Let the agent be seen working on an item of a kind."""
        self.show_activity(now, _ACTIVITY.get(kind))

    def know_tools(self, tools: object) -> None:
        """Remember tools as the model was told about them."""
        for tool in objects_in(tools):
            if name := text_field(tool, "name"):
                card = ToolCard(name, text_field(tool, "description"), tool.get("parameters"))
                self.tools.setdefault(name, card)

    def know_server(self, server: object, tools: object) -> None:
        """Remember whose the tools are that an MCP server has."""
        if isinstance(server, str) and isinstance(tools, list):
            self.servers |= {name: server for name in tools if isinstance(name, str)}

    def open_call(self, now: Moment, request: dict[str, Any]) -> None:
        """Begin a model call that asks what the data of its `model.request` says."""
        scope = now.scope
        agent = now.agent if now.agent is not None else scope.state.agent
        before, own = scope.call, scope.own_calls.get(agent)
        asked = CallView(
            number=len(self.calls),
            seq=now.seq,
            agent=agent,
            turn=now.turn,
            depth=scope.depth,
            parent=scope.parent,
            at=now.at,
            model=text_field(request, "model"),
            window=read_window(request),
            before=None if before is None else before.number,
            own_before=None if own is None else own.number,
            handed_by=None if scope.handed_by is None else scope.handed_by.number,
            tokens=None,
            cost=None,
            status=None,
            answered=None,
        )
        call = scope.call = scope.own_calls[agent] = CallRecord(
            asked, Prices.read(request), scope.created
        )
        self.calls.append(call)
        self.call_seqs.append(now.seq)

    def end_call(self, now: Moment, tokens: TokenCount, status: str) -> None:
        """End the latest model call of a run, which used `tokens`."""
        call = now.scope.call
        if call is None:
            cost = Prices().cost(tokens.input, tokens.cached, tokens.output)
        else:
            cost = call.cost_of(tokens)
            call.end(now.seq, tokens, cost, status)
        self.tokens.set(now.seq, add_tokens(self.tokens.latest, tokens))
        self.cost.set(now.seq, self.cost.latest + cost)
        if (agent := self.agent(now)) is not None:
            state = agent.states.latest
            agent.change(
                now.seq,
                tokens=add_tokens(state.tokens, tokens),
                cost=state.cost + cost,
                context=tokens.input,
                window=None if call is None else call.window,
            )

    def open_response(self, now: Moment, request: int | None, requested_at: float) -> Response:
        """Open a response; what an earlier attempt left unfinished is cut."""
        before = now.scope.response
        if before is not None and not before.is_closed:
            self.close_response(now, before, complete=False)
        response = Response(now.seq, request, requested_at)
        now.scope.response = response
        self.responses.append(response)
        self.response_seqs.append(now.seq)
        return response

    def response_of(self, item: ItemRecord) -> Response | None:
        """Return the response an item belongs to, if a model was asked for it."""
        if item.request is None:
            return None
        number = bisect_left(self.response_seqs, item.request)
        attempts = (self.responses[n] for n in range(number, len(self.responses)))
        begun = takewhile(lambda response: response.seq <= item.seq, attempts)
        return next((response for response in begun if item in response.items), None)

    def close_response(self, now: Moment, response: Response, *, complete: bool) -> None:
        """End a response: its open items are complete, or cut."""
        response.is_closed = True
        for item in response.items:
            if complete:
                self.settle(now, item)
            elif item.index not in now.scope.state.running:
                self.cut(now, item)
