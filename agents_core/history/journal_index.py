"""JournalIndex: what the events of the runner change, all but the provider's own.

Law: events come in order, each once; whatever their data looks like, nothing is raised. Fields of
the wrong type count as absent.
"""

from typing import Any, Final

from agents_core.history.question_index import QuestionIndex
from agents_core.history.records import ItemRecord, Scope
from agents_core.history.run_data import (
    fraction_of,
    input_text,
    lost_words,
    object_or_empty,
    read_error,
    read_tokens,
)
from agents_core.history.run_index import Moment, RunIndex
from agents_core.history.verdict_index import VerdictIndex
from agents_core.history.views import AgentStatus, ErrorView, Wait
from agents_core.history.wire_items import (
    as_text,
    item_type,
    kind_of,
    name_of,
    objects_in,
    text_field,
)

OUTCOMES: Final = frozenset({"finished", "failed", "cancelled", "needs_approval"})
"""How a run may end; one that ended in a way not known here is shown as finished."""


class JournalIndex:
    """Reads the runner's events into a `RunIndex`."""

    def __init__(self, index: RunIndex) -> None:
        """Change the records of `index`."""
        self._index = index
        self._verdicts = VerdictIndex(index)
        self._questions = QuestionIndex(index)

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
            case "tool.progress":
                return self._tell_progress(now, fields)
            case "tool.end":
                return self._end_tool(now, fields)
            case "guardrail.start" | "guardrail.result":
                return self._verdicts.apply(now, type_, fields)
            case "mcp.connect":
                self._index.know_server(fields.get("server"), fields.get("tools"))
                return None
            case "approval.request" | "approval.answer" | "break.stop" | "break.resume":
                return self._questions.apply(now, type_, fields)
            case "mcp.error":
                self._index.fail(now)
                problem = ErrorView("tool", "MCPServerError", text_field(fields, "message"))
                return self._index.add_row(now, "error", problem.type, problem.message, problem)
            case "watch.drop":
                self._index.fail(now)
                lost = ErrorView("limit", "lost", lost_words(fields))
                return self._index.add_row(now, "error", lost.type, lost.message, lost)
            case "run.end":
                return self._end_run(now, fields)
            case _:
                return None

    def _start_run(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        scope = now.scope
        for card in objects_in(fields.get("agents")):
            handoffs = card.get("handoffs")
            names = handoffs if isinstance(handoffs, list) else []
            if name := text_field(card, "name"):
                self._index.introduce(now, name, tuple(n for n in names if isinstance(n, str)))
            self._index.know_tools(card.get("tools"))
        limit = fields.get("max_turns")
        goes_on = fields.get("resumed") is True and scope.state.status != "waiting"
        scope.change(
            now.seq,
            status="running",
            turn=now.turn,
            max_turns=limit if isinstance(limit, int) else None,
            final_output=None,
            error=None,
            ended=False,
        )
        scope.call = None  # the input of the next one is written in full
        if scope.depth > 0 or goes_on:
            return None
        return self._index.add_row(now, "input", "input", input_text(fields.get("input")))

    def _start_turn(self, now: Moment) -> ItemRecord | None:
        self._index.mark("turn", now.seq)
        now.scope.change(now.seq, turn=now.turn)
        return None

    def _update_agent(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        scope, name = now.scope, text_field(fields, "agent")
        came_from = text_field(fields, "from") or None
        if not name:
            return None
        if scope.state.agent is not None:
            before = self._index.introduce(now, scope.state.agent)
            before.leave(now.seq, now.at, "done")
            before.change(now.seq, is_current=False)
        agent = self._index.introduce(now, name)
        agent.change(now.seq, status="idle", is_current=True, since=now.at)
        scope.change(now.seq, agent=name)
        if came_from is not None:
            agent.change(now.seq, came_from=came_from)
            scope.handed_by = scope.call
            self._index.mark("handoff", now.seq)
            self._index.lanes.mark("handoff", now.at, scope, came_from)
            return self._take_handoff(now, name)
        return None

    def _take_handoff(self, now: Moment, target: str) -> ItemRecord | None:
        """Name the handoff that was taken: the one answered just now, or the first that waits."""
        waiting = (item for item in now.scope.unfinished() if item.state.kind == "handoff")
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
        outcome = status if status in OUTCOMES else "finished"
        self._end_items(now, scope, is_finished=outcome == "finished")
        item = None
        if error is not None:
            self._index.fail(now)
            item = self._index.add_row(now, "error", error.type, error.message, error)
        if scope.state.agent is not None:
            left: AgentStatus = "failed" if outcome == "failed" else "done"
            self._index.introduce(now, scope.state.agent).leave(now.seq, now.at, left)
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

    def _end_items(self, now: Moment, scope: Scope, *, is_finished: bool) -> None:
        """End what is unfinished; a call nobody here ran was the provider's, if all went well."""
        scopes = [scope]
        for each in scopes:
            scopes.extend(each.children)
            for item in each.unfinished():
                if is_finished and item.state.status == "waiting":
                    item.change(now.seq, status="done", ended_at=now.at)
                self._index.cut(now, item)
            each.open.clear()
            each.checks.clear()
            each.under_check.clear()
        self._index.note_pending(now)

    def _request(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        self._index.know_tools(fields.get("tools"))
        self._index.open_call(now, fields)
        self._index.open_response(now, now.seq, now.at)
        self._index.lanes.step(now.at)
        now.scope.change(now.seq, waiting=Wait("model", now.at))
        if (agent := self._index.agent(now)) is not None:
            agent.change(now.seq, status="asked", turns=agent.states.latest.turns + 1)
        return None

    def _retry(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        response = now.scope.response
        if response is not None and not response.is_closed:
            self._index.open_response(now, response.request, response.requested_at)
        status = fields.get("status")
        name = str(status) if isinstance(status, int) else "retry"
        item = self._index.add_row(now, "retry", name, text_field(fields, "message"))
        now.scope.change(now.seq, waiting=Wait("retry", now.at))
        if (agent := self._index.agent(now)) is not None:
            agent.change(now.seq, status="asked")
        return item

    def _end_model_call(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        response = now.scope.response
        complete = text_field(fields, "status") in ("", "completed")
        if response is not None and not response.is_closed:
            self._index.close_response(now, response, complete=complete)
        self._index.show_activity(now, None)
        status = text_field(fields, "status")
        self._index.end_call(now, read_tokens(fields.get("usage")), status)
        return None

    def _create_item(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        name, raw = text_field(fields, "name"), object_or_empty(fields.get("item"))
        now.scope.created.append(now.seq)
        call_id, is_carried = text_field(raw, "call_id"), fields.get("carried") is True
        if is_carried and name == "input":
            return self._index.add_row(now, "input", "input", input_text([raw]))
        if item_type(raw).endswith("_output"):
            output = as_text(fields.get("output"))
            output = as_text(raw.get("output")) if output is None else output
            item = self._index.give_output(now, call_id, output)
            if name.startswith("handoff") and not is_carried:  # nobody takes over again
                now.scope.handed_off = item
            return item
        item = self._announced(now, raw)
        self._index.complete(now, item, raw)
        if name == "handoff_requested":
            item.change(now.seq, kind="handoff")
        return item

    def _announced(self, now: Moment, raw: dict[str, Any]) -> ItemRecord:
        """Return the item the wire showed for `raw`, or a new one when it showed none."""
        response, kind = now.scope.response, kind_of(raw)
        if response is None:
            response = self._index.open_response(now, None, now.at)
        known = now.scope.calls.get(text_field(raw, "call_id"))
        shown = (
            item
            for item in response.items
            if item.index not in response.announced and item.state.kind == kind
        )
        item = known or next(shown, None)
        if item is None:
            item = self._index.begin(now, kind, name_of(raw), "streaming")
            response.items.append(item)
        response.announced.add(item.index)
        return item

    def _start_tool(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        item = self._called(now, fields)
        self._index.tool_starts[now.stamp] = item
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
        self._index.lanes.run(item, now.at)
        self._index.show_activity(now, "tools")
        return item

    def _called(self, now: Moment, fields: dict[str, Any]) -> ItemRecord:
        """Return the item of a tool call, made now if nothing showed it before."""
        if known := now.scope.calls.get(text_field(fields, "call_id")):
            return known
        item = self._index.begin(now, "tool", text_field(fields, "name") or "tool", "waiting")
        item.words.finish(now.seq, as_text(fields.get("arguments")) or "")
        self._index.know_call(now, item, fields)
        return item

    def _tell_progress(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        item = now.scope.calls.get(text_field(fields, "call_id"))
        if item is None:
            return None
        if text := text_field(fields, "text"):
            item.tell(now.seq, text)
        message, fraction = text_field(fields, "message"), fraction_of(fields.get("fraction"))
        state = item.state
        item.change(
            now.seq,
            message=message or state.message,
            fraction=state.fraction if fraction is None else fraction,
        )
        return item

    def _end_tool(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        item, scope = self._called(now, fields), now.scope
        self._index.lanes.step(now.at)
        error = read_error(fields.get("error"))
        failed = error is not None or fields.get("is_error") is True
        running = tuple(index for index in scope.state.running if index != item.index)
        scope.change(now.seq, running=running)
        if failed:
            self._index.fail(now, item)
        item.change(
            now.seq,
            status="failed" if failed else "done",
            ended_at=now.at,
            output=as_text(fields.get("output")),
            error=error,
        )
        agent = self._index.agent(now)
        if not running and agent is not None and agent.states.latest.status == "tools":
            agent.change(now.seq, status="idle")
        return item
