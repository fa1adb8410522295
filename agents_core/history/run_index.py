"""RunIndex: what every event that is not a plain delta changes.

Law: events come in order, each once; whatever their data looks like, nothing is raised. Fields of
the wrong type count as absent. The wire's own events are read in `wire_index`.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

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
    input_text,
    object_or_empty,
    read_error,
    read_tokens,
)
from agents_core.history.tracks import Track
from agents_core.history.views import (
    AgentStatus,
    ErrorView,
    ItemKind,
    ItemStatus,
    TokenCount,
    Wait,
)
from agents_core.history.wire_items import (
    as_text,
    awaits_us,
    final_text,
    is_refusal,
    item_type,
    kind_of,
    name_of,
    objects_in,
    output_of,
    text_field,
)

MarkKind = Literal[
    "input",
    "reasoning",
    "message",
    "tool",
    "handoff",
    "retry",
    "guardrail",
    "error",
    "other",
    "turn",
    "item",
]
"""What can be jumped to: items by kind, all items, turns, handoffs taken, failures."""

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
    """The records of a run, and how events change them."""

    def __init__(self) -> None:
        """Begin before the first event."""
        self.items: list[ItemRecord] = []
        self.item_seqs = array("I")
        """The event each item began with."""
        self.scopes: dict[int | None, Scope] = {}
        """By the stamp of the `tool.start` they hang under; the root run under None."""
        self.nested: dict[int, list[Scope]] = {}
        """The runs under each tool item."""
        self.responses: list[Response] = []
        self.response_seqs = array("I")
        self.tokens = Track(TokenCount())
        self.tools: dict[str, ToolCard] = {}
        self.requests: dict[int, int] = {}
        """The first model request of each turn of the root run."""
        self._marks: dict[MarkKind, array[int]] = {}
        self._tool_starts: dict[int, ItemRecord] = {}

    def marks(self, kind: MarkKind) -> Sequence[int]:
        """Return the positions just after the events of a kind, ascending."""
        return self._marks.get(kind) or ()

    def mark(self, kind: MarkKind, seq: int) -> None:
        """Let `kind` be found at event `seq`."""
        positions = self._marks.setdefault(kind, array("I"))
        if not positions or positions[-1] != seq + 1:
            positions.append(seq + 1)

    def scope_of(self, seq: int, parent: int | None) -> Scope:
        """Return the run an event belongs to, begun now if this is its first event."""
        if (scope := self.scopes.get(parent)) is not None:
            return scope
        item = None if parent is None else self._tool_starts.get(parent)
        depth = 0 if parent is None else 1 if item is None else item.scope.depth + 1
        scope = self.scopes[parent] = Scope(seq, item, depth)
        if item is not None:
            self.nested.setdefault(item.index, []).append(scope)
            item.scope.children.append(scope)
        return scope

    def apply(self, now: Moment, type_: str, data: object) -> ItemRecord | None:
        """Let one event other than `model.event` have its effect; return the item it is about."""
        fields = object_or_empty(data)
        match type_:
            case "run.start":
                return self._start_run(now, fields)
            case "agent.update":
                return self._update_agent(now, fields)
            case "turn.start":
                return self._start_turn(now)
            case "model.request":
                return self._request(now, fields)
            case "model.retry":
                return self._retry(now, fields)
            case "model.end":
                return self._end_model_call(now, fields)
            case "item.create":
                return self._create_item(now, fields)
            case "tool.start":
                return self._start_tool(now, fields)
            case "tool.end":
                return self._end_tool(now, fields)
            case "guardrail.result":
                return self._guardrail(now, fields)
            case "run.end":
                return self._end_run(now, fields)
            case _:
                return None

    # Items

    def begin(
        self, now: Moment, kind: ItemKind, name: str, status: ItemStatus, **state: Any
    ) -> ItemRecord:
        """Begin an item; its first event is noted by whoever adds words or changes to it."""
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
        self.item_seqs.append(now.seq)
        self.mark("item", now.seq)
        if kind not in ("handoff", "error"):
            self.mark(kind, now.seq)
        if item.is_unfinished:
            now.scope.open[item.index] = item
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
            self.mark("error", now.seq)
            item.change(now.seq, status="failed", ended_at=now.at, error=failure)
        else:
            item.change(now.seq, status="done", ended_at=now.at)

    # Runs and agents

    def agent(self, now: Moment) -> AgentRecord | None:
        """Return the agent an event is the doing of."""
        name = now.agent if now.agent is not None else now.scope.state.agent
        return None if name is None else now.scope.agent(now.seq, name)

    def show_activity(self, now: Moment, status: AgentStatus | None) -> None:
        """Let the agent be seen doing something, and the wait for the model be over."""
        if now.scope.state.waiting is not None:
            now.scope.change(now.seq, waiting=None)
        if status is not None and (agent := self.agent(now)) is not None:
            agent.change(now.seq, status=status)

    def show_item(self, now: Moment, kind: ItemKind) -> None:
        """Let the agent be seen working on an item of a kind."""
        self.show_activity(now, _ACTIVITY.get(kind))

    def _start_run(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        scope = now.scope
        for card in objects_in(fields.get("agents")):
            handoffs = card.get("handoffs")
            names = handoffs if isinstance(handoffs, list) else []
            if name := text_field(card, "name"):
                scope.agent(now.seq, name, tuple(n for n in names if isinstance(n, str)))
            self._know_tools(card.get("tools"))
        limit = fields.get("max_turns")
        scope.change(now.seq, status="running", max_turns=limit if isinstance(limit, int) else None)
        if scope.depth > 0:
            return None
        return self.add_row(now, "input", "input", input_text(fields.get("input")))

    def _start_turn(self, now: Moment) -> ItemRecord | None:
        self.mark("turn", now.seq)
        now.scope.change(now.seq, turn=now.turn)
        return None

    def _know_tools(self, tools: object) -> None:
        for tool in objects_in(tools):
            if name := text_field(tool, "name"):
                card = ToolCard(name, text_field(tool, "description"), tool.get("parameters"))
                self.tools.setdefault(name, card)

    def _update_agent(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        scope, name = now.scope, text_field(fields, "agent")
        came_from = text_field(fields, "from") or None
        if not name:
            return None
        if scope.state.agent is not None:
            before = scope.agent(now.seq, scope.state.agent)
            before.leave(now.seq, now.at, "done")
            before.change(now.seq, is_current=False)
        scope.agent(now.seq, name).change(now.seq, status="idle", is_current=True, since=now.at)
        scope.change(now.seq, agent=name)
        if came_from is not None:
            scope.agent(now.seq, name).change(now.seq, came_from=came_from)
            self.mark("handoff", now.seq)
            return self._take_handoff(now, name)
        return None

    def _take_handoff(self, now: Moment, target: str) -> ItemRecord | None:
        """Name the handoff that was taken: the one answered just now, or the first that waits."""
        asked = (i for i in now.scope.open.values() if i.state.kind == "handoff")
        waiting = (item for item in asked if item.is_unfinished)
        item = now.scope.handed_off or next(waiting, None)
        now.scope.handed_off = None
        if item is not None:
            item.change(now.seq, name=target)
            if item.is_unfinished:
                item.change(now.seq, status="done", ended_at=now.at)
        return item

    def _end_run(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        scope, status = now.scope, text_field(fields, "status")
        error = read_error(fields.get("error"))
        outcome = status if status in ("finished", "failed", "cancelled") else "finished"
        self._cut_all(now, scope)
        item = None
        if error is not None:
            self.mark("error", now.seq)
            item = self.add_row(now, "error", error.type, error.message, error)
        if scope.state.agent is not None:
            left: AgentStatus = "failed" if outcome == "failed" else "done"
            scope.agent(now.seq, scope.state.agent).leave(now.seq, now.at, left)
        scope.change(
            now.seq,
            status=outcome,
            final_output=as_text(fields.get("final_output")),
            error=error,
            running=(),
            waiting=None,
            ended=True,
        )
        return item

    def _cut_all(self, now: Moment, scope: Scope) -> None:
        scopes = [scope]
        for each in scopes:
            scopes.extend(each.children)
            for item in each.open.values():
                self.cut(now, item)
            each.open.clear()

    # Model calls

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

    def close_response(self, now: Moment, response: Response, *, complete: bool) -> None:
        """End a response: its open items are complete, or cut."""
        response.is_closed = True
        for item in response.items:
            if complete:
                self.settle(now, item)
            elif item.index not in now.scope.state.running:
                self.cut(now, item)

    def _request(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        self._know_tools(fields.get("tools"))
        self.open_response(now, now.seq, now.at)
        if now.scope.depth == 0:
            self.requests.setdefault(now.turn, now.seq)
        now.scope.change(now.seq, waiting=Wait("model", now.at))
        if (agent := self.agent(now)) is not None:
            agent.change(now.seq, status="asked", turns=agent.states.latest.turns + 1)
        return None

    def _retry(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        response = now.scope.response
        if response is not None and not response.is_closed:
            self.open_response(now, response.request, response.requested_at)
        status = fields.get("status")
        name = str(status) if isinstance(status, int) else "retry"
        item = self.add_row(now, "retry", name, text_field(fields, "message"))
        now.scope.change(now.seq, waiting=Wait("retry", now.at))
        if (agent := self.agent(now)) is not None:
            agent.change(now.seq, status="asked")
        return item

    def _end_model_call(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        response = now.scope.response
        complete = text_field(fields, "status") in ("", "completed")
        if response is not None and not response.is_closed:
            self.close_response(now, response, complete=complete)
        tokens = read_tokens(fields.get("usage"))
        self.tokens.set(now.seq, add_tokens(self.tokens.latest, tokens))
        self.show_activity(now, None)
        if (agent := self.agent(now)) is not None:
            spent = add_tokens(agent.states.latest.tokens, tokens)
            agent.change(now.seq, tokens=spent, context=tokens.input)
        return None

    # What the runner says about items

    def _create_item(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        name, raw = text_field(fields, "name"), object_or_empty(fields.get("item"))
        call_id = text_field(raw, "call_id")
        if item_type(raw).endswith("_output"):
            output = as_text(fields.get("output"))
            output = as_text(raw.get("output")) if output is None else output
            item = self.give_output(now, call_id, output)
            if name.startswith("handoff"):
                now.scope.handed_off = item
            return item
        item = self._announced(now, raw)
        self.complete(now, item, raw)
        if name == "handoff_requested":
            item.change(now.seq, kind="handoff")
        return item

    def _announced(self, now: Moment, raw: dict[str, Any]) -> ItemRecord:
        """Return the item the wire showed for `raw`, or a new one when it showed none."""
        response, kind = now.scope.response, kind_of(raw)
        if response is None:
            response = self.open_response(now, None, now.at)
        known = now.scope.calls.get(text_field(raw, "call_id"))
        shown = (
            item
            for item in response.items
            if item.index not in response.announced and item.state.kind == kind
        )
        item = known or next(shown, None)
        if item is None:
            item = self.begin(now, kind, name_of(raw), "streaming")
            response.items.append(item)
        response.announced.add(item.index)
        return item

    def _start_tool(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        item = self._called(now, fields)
        self._tool_starts[now.stamp] = item
        scope = now.scope
        if item.index not in scope.state.running:
            scope.change(now.seq, running=(*scope.state.running, item.index))
        scope.open[item.index] = item
        state = item.state
        item.change(
            now.seq,
            status="running",
            started_at=now.at,
            ready_at=now.at if state.ready_at is None else state.ready_at,
        )
        self.show_activity(now, "tools")
        return item

    def _called(self, now: Moment, fields: dict[str, Any]) -> ItemRecord:
        """Return the item of a tool call, made now if nothing showed it before."""
        if known := now.scope.calls.get(text_field(fields, "call_id")):
            return known
        item = self.begin(now, "tool", text_field(fields, "name") or "tool", "waiting")
        item.words.finish(now.seq, as_text(fields.get("arguments")) or "")
        self.know_call(now, item, fields)
        return item

    def _end_tool(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        item, scope = self._called(now, fields), now.scope
        error = read_error(fields.get("error"))
        failed = error is not None or fields.get("is_error") is True
        running = tuple(index for index in scope.state.running if index != item.index)
        scope.change(now.seq, running=running)
        if failed:
            self.mark("error", now.seq)
        item.change(
            now.seq,
            status="failed" if failed else "done",
            ended_at=now.at,
            output=as_text(fields.get("output")),
            error=error,
        )
        agent = self.agent(now)
        if not running and agent is not None and agent.states.latest.status == "tools":
            agent.change(now.seq, status="idle")
        return item

    def _guardrail(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        name = text_field(fields, "guardrail") or "guardrail"
        item = self.add_row(now, "guardrail", name, as_text(fields.get("info")) or "")
        if fields.get("tripped") is True:
            self.mark("error", now.seq)
            item.change(now.seq, status="failed")
        return item
