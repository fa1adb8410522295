"""QuestionIndex: what a run asks people: approvals of calls, and whether to go on at breakpoints.

Law: as in `journal_index`. A question is a row of its own that waits until it is answered or its
run ends; what was changed or denied stays with the call it is about as well.
"""

from typing import Any, Final

from agents_core.history.records import UNFINISHED, ItemRecord
from agents_core.history.run_index import Moment, RunIndex
from agents_core.history.views import EditView, ErrorView, ItemKind, Wait
from agents_core.history.wire_items import text_field

EDITS: Final = {"tool_output": "output"}
"""What is changed at a stage; at any other it is the arguments."""


class QuestionIndex:
    """Reads the events of approvals and breakpoints into a `RunIndex`."""

    def __init__(self, index: RunIndex) -> None:
        """Change the records of `index`."""
        self._index = index
        self._stops: dict[int, ItemRecord] = {}
        """The rows of stops, by the stamp of the event that says so."""

    def apply(self, now: Moment, type_: str, fields: dict[str, Any]) -> ItemRecord | None:
        """Let one event have its effect; return the row it is about."""
        match type_:
            case "approval.request":
                return self._ask(now, self._row(now, "approval", fields, "arguments"))
            case "approval.answer":
                return self._answer_approval(now, fields)
            case "break.stop":
                row = self._stops[now.stamp] = self._row(now, "break", fields, "value")
                return self._ask(now, row)
            case "break.resume":
                return self._resume(now, fields)
            case _:
                return None

    def _row(self, now: Moment, kind: ItemKind, fields: dict[str, Any], words: str) -> ItemRecord:
        name, call_id = text_field(fields, "name") or "tool", text_field(fields, "call_id")
        row = self._index.begin(
            now, kind, name, "waiting", ready_at=now.at, call_id=call_id or None
        )
        row.words.finish(now.seq, text_field(fields, words))
        return row

    def _ask(self, now: Moment, row: ItemRecord) -> ItemRecord:
        now.scope.asked.append(row)
        self._index.note_pending(now, row)
        self._index.hold(now)
        now.scope.change(now.seq, waiting=now.scope.first_question)
        return row

    def _answer_approval(self, now: Moment, fields: dict[str, Any]) -> ItemRecord:
        scope, call_id = now.scope, text_field(fields, "call_id")
        asked = (
            row
            for row in scope.asked
            if row.state.kind == "approval" and (row.state.call_id or "") == call_id
        )
        row = next(asked, None) or self._row(now, "approval", fields, "arguments")
        is_denied = fields.get("approved") is not True
        self._settle(now, row, fields, "refused" if is_denied else "approved", is_denied)
        self._edit(now, row, "arguments", fields.get("arguments"), fields)
        if is_denied:
            self._deny_call(now, call_id, "not approved", text_field(fields, "message"))
        return row

    def _resume(self, now: Moment, fields: dict[str, Any]) -> ItemRecord | None:
        stop, stage = fields.get("stop"), text_field(fields, "stage")
        row = self._stops.get(stop) if isinstance(stop, int) else None
        if row is None or row not in now.scope.asked:
            return None
        is_skipped = fields.get("skipped") is True
        self._settle(now, row, fields, "skipped" if is_skipped else "continued", is_skipped)
        self._edit(now, row, EDITS.get(stage, "arguments"), fields.get("value"), fields)
        if is_skipped:
            call_id = row.state.call_id or ""
            self._deny_call(now, call_id, "skipped", text_field(fields, "message"))
        if stage == "model_request":
            self._ask_model(now)
        return row

    def _settle(
        self, now: Moment, row: ItemRecord, fields: dict[str, Any], word: str, is_denied: bool
    ) -> None:
        """Let a question have been answered; the run waits for the next one, if there is one."""
        scope = now.scope
        scope.asked[:] = [other for other in scope.asked if other is not row]
        by, message = text_field(fields, "by"), text_field(fields, "message")
        said = " by ".join(filter(None, (word, by)))
        row.change(
            now.seq,
            status="failed" if is_denied else "done",
            is_denied=is_denied,
            ended_at=now.at,
            output=": ".join(filter(None, (said, message))),
        )
        self._index.note_pending(now)
        scope.change(now.seq, waiting=scope.first_question)
        if not scope.asked:
            self._index.release(now, "tools" if scope.state.running else "idle")

    def _edit(
        self, now: Moment, row: ItemRecord, what: str, value: object, fields: dict[str, Any]
    ) -> None:
        """Note what somebody put in place of arguments or an output, at the question and the call.

        An edited output is what the model gets; edited arguments are not what the model said.
        """
        if not isinstance(value, str):
            return
        edit = EditView(what, row.view(now.seq + 1).text, value, text_field(fields, "by"))
        call = now.scope.calls.get(row.state.call_id or "")
        for item in (row,) if call is None else (row, call):
            item.change(now.seq, edits=(*item.state.edits, edit))
        if call is not None and what == "output":
            call.change(now.seq, output=value)

    def _deny_call(self, now: Moment, call_id: str, type_: str, message: str) -> None:
        """Let the call that was denied have failed, unless it runs or has ended."""
        item = now.scope.calls.get(call_id)
        if item is None or item.index in now.scope.state.running:
            return
        if item.state.status in (*UNFINISHED, "cut"):
            error = ErrorView("user", type_, message)
            item.change(now.seq, status="failed", ended_at=now.at, error=error, is_denied=True)

    def _ask_model(self, now: Moment) -> None:
        """Let the model be asked now: it was held back since the request was written down."""
        response = now.scope.response
        if response is not None and response.first_delta is None:
            response.requested_at = now.at
        if not now.scope.asked:
            now.scope.change(now.seq, waiting=Wait("model", now.at))
            if (agent := self._index.agent(now)) is not None:
                agent.change(now.seq, status="asked")
