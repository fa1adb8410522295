"""ToolLog: the tool calls of a watched run, told by its items and timed by its spans.

Law: a call begins once and ends once; one that waits for an approval has not begun. A span does not
say which call it is of; it is the first one that waits with its name and arguments, or the only one
that waits. A span may come before the item of its call does; it waits for it then. A span without
an output is of a call that returned nothing, or was cut short: only an item can tell. Without
spans, the items alone say when a tool ran.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agents_core.agents.approvals import ApprovalAnswer, ApprovalRequest
from agents_core.fault import Fault
from agents_core.journal import JournalScope


@dataclass(frozen=True, slots=True)
class _Call:
    call_id: str
    name: str
    arguments: Any


class ToolLog:
    """Writes when tools begin and end."""

    def __init__(
        self, scope: JournalScope, may_wait: Callable[[str], bool], *, has_items: bool
    ) -> None:
        """Write into `scope`.

        Args:
            scope: the place of the run.
            may_wait: says whether a tool's calls may need an approval.
            has_items: every output comes as an item as well, those of calls cut short excepted.
        """
        self.is_traced = False
        """Whether spans tell when tools run."""
        self._scope = scope
        self._may_wait = may_wait
        self._has_items = has_items
        self._decided: dict[str, bool] = {}
        """Whether a call may be made, by its id, or by the tool's name if all are meant."""
        self._open: set[str] = set()
        self._waiting: dict[str, _Call] = {}
        self._early: dict[str, Any] = {}
        self._running: dict[str, tuple[_Call, int]] = {}
        """By the span, or the id of the call where no span tells of its end."""
        self._took: dict[str, float | None] = {}
        """Seconds of calls whose spans are over, but do not say what came of them."""

    @property
    def has_open_calls(self) -> bool:
        """Whether a call was told of and its output was not."""
        return bool(self._open)

    def take_item(self, name: str, raw: Any, output: Any) -> None:
        """The run has a new item: perhaps a call, or the output of one."""
        call_id = raw.get("call_id") if isinstance(raw, dict) else None
        if not isinstance(call_id, str):
            return
        if str(raw.get("type", "")).endswith("_output"):
            self._open.discard(call_id)
            self._end_by_item(call_id, raw.get("output") if output is None else output)
        elif name != "handoff_requested":
            self._open.add(call_id)
            call = _Call(call_id, str(raw.get("name") or raw.get("type")), raw.get("arguments"))
            self._call(call)
        else:
            self._open.add(call_id)

    def begin(self, span: Any) -> None:
        """A span says that a tool begins to run, or goes on."""
        if self._goes_on(span):
            return
        self._early[span.span_id] = span
        call = self._call_of(span)
        if call is not None and not self._is_held(call):
            self._start(span.span_id, call)

    def _goes_on(self, span: Any) -> bool:
        """Take up a call again that was left while one nested in it waited for an approval."""
        if any(_fits(call, span) for call in self._waiting.values()):
            return False
        left = (each for each in self._took if _fits(self._running[each][0], span))
        if (call_id := next(left, None)) is None:
            return False
        del self._took[call_id]
        self._running[span.span_id] = self._running.pop(call_id)
        return True

    def seq_of(self, span_id: str) -> int | None:
        """Return the `seq` of the `tool.start` of a span; it is written now if it still waited."""
        if (span := self._early.get(span_id)) is not None:
            self._start(span_id, self._call_of(span) or _unknown_call(span))
        running = self._running.get(span_id)
        return None if running is None else running[1]

    def end(self, span: Any) -> str | None:
        """A span says that its tool has run; return the id of the call, None if it did not."""
        if span.span_id in self._early and self._is_unmade(span):
            del self._early[span.span_id]
            return None
        self.seq_of(span.span_id)
        call, began = self._running.pop(span.span_id)
        error = None if span.error is None else _fault(span.error)
        output, seconds = span.span_data.output, _seconds(span)
        if output is None and error is None and self._has_items and call.call_id in self._open:
            self._running[call.call_id], self._took[call.call_id] = (call, began), seconds
        else:
            self._write_end(call, output, error, seconds)
        return call.call_id

    def decide(self, request: ApprovalRequest, answer: ApprovalAnswer) -> None:
        """Somebody has decided about a call, or about all calls of its tool."""
        self._decided[request.name if answer.always else request.call_id] = answer.approved
        call = self._waiting.get(request.call_id)
        if call is not None and answer.approved and not self.is_traced:
            self._start(call.call_id, call)

    def tell(self, text: str) -> bool:
        """Write what the call that began last has printed; return whether one runs."""
        if not self._running:
            return False
        call, _ = next(reversed(self._running.values()))
        told = {"call_id": call.call_id, "name": call.name, "text": text}
        self._scope.append("tool.progress", told)
        return True

    def _decision(self, call: _Call) -> bool | None:
        return self._decided.get(call.call_id, self._decided.get(call.name))

    def _is_held(self, call: _Call) -> bool:
        """Say whether a call may wait for an approval, or was denied one."""
        return self._may_wait(call.name) and self._decision(call) is not True

    def _is_unmade(self, span: Any) -> bool:
        """Say whether a span that has ended is of a call that was not made."""
        call = self._call_of(span) or _unknown_call(span)
        if not self._is_held(call):
            return False
        is_empty = span.span_data.output is None and span.error is None
        return self._decision(call) is False or is_empty

    def _call(self, call: _Call) -> None:
        if not self.is_traced and not self._is_held(call):
            self._start(call.call_id, call)
            return
        self._waiting[call.call_id] = call
        early = next((span for span in self._early.values() if _fits(call, span)), None)
        if early is not None and not self._is_held(call):
            self._start(early.span_id, call)

    def _call_of(self, span: Any) -> _Call | None:
        fitting = (call for call in self._waiting.values() if _fits(call, span))
        if (call := next(fitting, None)) is None and len(self._waiting) == 1:
            [call] = self._waiting.values()
        return call

    def _start(self, key: str, call: _Call) -> None:
        self._early.pop(key, None)
        self._waiting.pop(call.call_id, None)
        told = {"call_id": call.call_id, "name": call.name, "arguments": call.arguments}
        self._running[key] = call, self._scope.append("tool.start", told)

    def _end_by_item(self, call_id: str, output: Any) -> None:
        """End a call of which no span tells; one that was denied has no beginning either."""
        call = self._waiting.get(call_id)
        if call is not None and self._decision(call) is False:
            del self._waiting[call_id]
        elif call is not None and self._may_wait(call.name):
            self._start(call_id, call)
        if call_id in self._running:
            call, _ = self._running.pop(call_id)
            self._write_end(call, output, None, self._took.pop(call_id, None))

    def _write_end(self, call: _Call, output: Any, error: Any, seconds: float | None) -> None:
        told = {
            "call_id": call.call_id,
            "name": call.name,
            "output": output,
            "is_error": error is not None,
            "error": error,
            "seconds": seconds,
        }
        self._scope.append("tool.end", told)


def _fits(call: _Call, span: Any) -> bool:
    """Tell whether a span may be of a call."""
    told = span.span_data.input
    return bool(span.span_data.name == call.name and told in (None, call.arguments))


def _unknown_call(span: Any) -> _Call:
    """Return a call that no item tells of, under the id of its span."""
    return _Call(span.span_id, str(span.span_data.name), span.span_data.input)


def _fault(error: Any) -> dict[str, str]:
    """Return the error of a span as `tool.end` holds it."""
    message = str(error.get("message", "")) if isinstance(error, dict) else str(error)
    data = error.get("data") if isinstance(error, dict) else None
    detail = data.get("error") if isinstance(data, dict) else None
    text = message if detail is None else f"{message}: {detail}"
    return Fault("tool", "ToolError", text).as_data()


def _seconds(span: Any) -> float | None:
    """Return how long a span took, by its own clock."""
    try:
        began, ended = map(datetime.fromisoformat, (span.started_at, span.ended_at))
    except (TypeError, ValueError):
        return None
    return round((ended - began).total_seconds(), 6)
