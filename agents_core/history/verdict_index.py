"""VerdictIndex: what guardrails change: rows of their own, and the items they look at.

Law: as in `journal_index`. While a check of a run's input goes on, every message that begins is
under it; a check of the output is about the latest message, one of a call about that call. What a
check objects to stays marked.
"""

from typing import Any

from agents_core.history.records import ItemRecord, Scope
from agents_core.history.run_index import Moment, RunIndex
from agents_core.history.wire_items import as_text, text_field


class VerdictIndex:
    """Reads the events of guardrails into a `RunIndex`."""

    def __init__(self, index: RunIndex) -> None:
        """Change the records of `index`."""
        self._index = index

    def apply(self, now: Moment, type_: str, fields: dict[str, Any]) -> ItemRecord | None:
        """Let one event have its effect; return the row it is about."""
        match type_:
            case "guardrail.start":
                return self._start_check(now, fields)
            case "guardrail.result":
                return self._end_check(now, fields)
            case _:
                return None

    def _start_check(self, now: Moment, fields: dict[str, Any]) -> ItemRecord:
        key, name = _check_key(fields), text_field(fields, "guardrail") or "guardrail"
        row = self._index.begin(now, "guardrail", name, "running", ready_at=now.at)
        row.change(now.seq, started_at=now.at, call_id=key[1] or None)
        self._index.tool_starts[now.stamp] = row
        self._index.lanes.run(row, now.at)
        now.scope.checks.append((key, row))
        if (target := _target(now.scope, key)) is not None:
            _put_under_check(now, target, key)
        return row

    def _end_check(self, now: Moment, fields: dict[str, Any]) -> ItemRecord:
        row = self._ended_row(now, fields)
        tripped = fields.get("tripped") is True
        text = as_text(fields.get("info")) or text_field(fields, "message")
        row.words.finish(now.seq, text)
        row.change(now.seq, status="failed" if tripped else "done", ended_at=now.at)
        if tripped and fields.get("behavior") != "reject_content":
            self._index.fail(now, row)
        self._tell_verdict(now, _check_key(fields), tripped)
        return row

    def _ended_row(self, now: Moment, fields: dict[str, Any]) -> ItemRecord:
        """Return the row of a check, taken from those that go on; a new one if none does."""
        key, name = _check_key(fields), text_field(fields, "guardrail") or "guardrail"
        for place, (other, row) in enumerate(now.scope.checks):
            if other == key and row.state.name == name:
                del now.scope.checks[place]
                return row
        return self._index.begin(now, "guardrail", name, "running", ready_at=now.at)

    def _tell_verdict(self, now: Moment, key: tuple[str, str], tripped: bool) -> None:
        """Mark what was checked, or let it be unmarked once nothing checks it any more."""
        if not tripped and any(other == key for other, _ in now.scope.checks):
            return
        for item in now.scope.under_check.pop(key, ()):
            item.change(now.seq, verdict="tripped" if tripped else None)


def _check_key(fields: dict[str, Any]) -> tuple[str, str]:
    """Return what a check is about: its stage, and the call it looks at."""
    return text_field(fields, "stage"), text_field(fields, "call_id")


def _target(scope: Scope, key: tuple[str, str]) -> ItemRecord | None:
    """Return the item a check is about that has begun before it."""
    stage, call_id = key
    if stage == "output":
        return scope.latest_message
    return scope.calls.get(call_id) if stage in ("tool_input", "tool_output") else None


def _put_under_check(now: Moment, item: ItemRecord, key: tuple[str, str]) -> None:
    """Mark an item until the check has answered."""
    now.scope.under_check.setdefault(key, []).append(item)
    item.change(now.seq, verdict="open")
