"""EventText: the events of a run told in lines of plain text, for `show` and for logs.

Law: what it returns is safe to print; every event is told as soon as it happened, and deltas and
bookkeeping are left out. An unknown type of event is told by its name.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from agents_core.history.run_data import lost_words
from agents_core.history.wire_items import final_text, name_of, output_of
from agents_core.run_events import RunEvent
from tui.format import clock_tenths, count, duration
from tui.sanitise import visible, visible_line

Tone = Literal["plain", "quiet", "bad", "struck"]
"""How a line is meant; whoever prints it chooses the colour."""

_SILENT: Final = frozenset(
    {"model.event", "model.request", "model.end", "turn.start", "guardrail.start"}
)
"""Types of which there is mostly nothing to tell."""

_CHECKS: Final = {"guardrail.start": 1, "guardrail.result": -1}
"""Types that begin and end a check."""

_TOLD_BY_OTHERS: Final = frozenset(
    {"function_call", "function_call_output", "message", "reasoning", "handoff_call"}
)
"""Types of raw items that other events tell more about."""


NO_HEAD: Final = f"{'':>7}  {'':<12} "
"""What stands before the second line of an event, and those after it."""


def head_of(event: RunEvent) -> str:
    """Return what stands before the first line of an event: when it happened, and to whom."""
    return f"{clock_tenths(event.at):>7}  {visible_line(event.agent or ''):<12} "


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line, without its line break."""

    text: str
    tone: Tone = "plain"


class EventText:
    """Tells events one by one; it remembers which calls were told, and where nested runs hang."""

    def __init__(self, limit: int | None = None) -> None:
        """Tell everything, or at most `limit` characters of arguments and outputs."""
        self._limit = limit
        self._depths: dict[int, int] = {}
        self._called: set[str] = set()
        """Call ids of calls that were told by their items."""
        self._ended: set[str] = set()
        """Call ids of calls whose ends were told."""
        self._checks: Counter[int | None] = Counter()
        """Checks of a run's input that go on, by what the run hangs under."""

    def lines(self, event: RunEvent, *, is_withdrawn: bool = False) -> Iterator[TextLine]:
        """Yield what there is to say about an event; a guardrail may have withdrawn it since."""
        if event.type == "model.event":
            return
        depth = self._depth_of(event)
        is_unchecked = self._is_unchecked(event)
        said = None if self._is_told(event) else _said(event)
        if said is None:
            return
        tone, text = said
        if is_withdrawn:
            tone, text = "struck", f"withdrawn: {text}"
        elif is_unchecked:
            tone, text = "quiet", f"not checked yet: {text}"
        text = self._cut(text) if text.startswith(("● ", "✓ ", "✗ ", "… ", "? ")) else text
        first, *rest = visible(text.rstrip()).split("\n")
        indent = "  " * depth
        yield TextLine(f"{head_of(event)}{indent}{first}".rstrip(), tone)
        for line in rest:
            yield TextLine(f"{NO_HEAD}{indent}{line}".rstrip(), tone)

    def _depth_of(self, event: RunEvent) -> int:
        depth = 0 if event.parent is None else self._depths.get(event.parent, 0) + 1
        if event.type in ("tool.start", "guardrail.start"):
            self._depths[event.seq] = depth
        return depth

    def _is_unchecked(self, event: RunEvent) -> bool:
        """Say whether an event is a message while its run's input is still being checked."""
        data = event.data if event.type in _CHECKS or event.type == "item.create" else {}
        if event.type in _CHECKS and _field(data, "stage") == "input":
            self._checks[event.parent] += _CHECKS[event.type]
        is_message = _field(_field(data, "item"), "type") == "message"
        return is_message and self._checks[event.parent] > 0

    def _is_told(self, event: RunEvent) -> bool:
        """Say whether an event only repeats one before it; note what it tells itself.

        A call in the provider's own format is told by its item, its output by the tool's end.
        """
        type_, call_id = _call_of(event)
        match event.type:
            case _ if call_id is None:
                return False
            case "tool.start":
                return call_id in self._called
            case "tool.end":
                self._ended.add(call_id)
            case "item.create" if call_id in self._ended:
                return True
            case "item.create" if type_ not in _TOLD_BY_OTHERS:
                self._called.add(call_id)
        return False

    def _cut(self, text: str) -> str:
        if self._limit is None or len(text) <= self._limit:
            return text
        return f"{text[: self._limit]}… ({len(text) - self._limit} characters more)"


def message_text(item: Any) -> str:
    """Return the words of a raw message or reasoning item, refusals included."""
    if not isinstance(item, dict):
        return ""
    parts = [*_list_of(item.get("summary")), *_list_of(item.get("content"))]
    texts = (part.get("text") or part.get("refusal") for part in parts if isinstance(part, dict))
    return "\n".join(text for text in texts if isinstance(text, str))


def output_text(value: object) -> str:
    """Return an output as text: itself, or as JSON when it is structured."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, indent=2)


def _said(event: RunEvent) -> tuple[Tone, str] | None:
    """Return what one event means to a reader, or None when it means nothing."""
    data = event.data
    if not isinstance(data, dict):
        return "quiet", f"{event.type}: {data}"
    match event.type:
        case "run.start":
            return "plain", f"▸ {_input_text(data.get('input'))}"
        case "agent.update":
            before = data.get("from")
            return ("quiet", f"→ {data.get('agent')}, handed off by {before}") if before else None
        case "model.retry":
            return "bad", _retry(data)
        case "model.difference":
            return "bad", _difference(data)
        case "item.create":
            item = data.get("item")
            return (_carried(data) if data.get("carried") is True else None) or _item(item)
        case "mcp.connect":
            tools = ", ".join(map(str, _list_of(data.get("tools")))) or "no tools"
            return "quiet", f"● MCP server {data.get('server')}: {tools}"
        case "mcp.error":
            return "bad", f"✗ {data.get('message')}"
        case "watch.drop":
            return "bad", f"✗ {lost_words(data)}"
        case "tool.start":
            return "quiet", f"● {data.get('name')} {data.get('arguments') or ''}"
        case "tool.progress":
            return _progress(data)
        case "tool.end":
            return _tool_end(data)
        case "approval.request":
            return "plain", _request(data)
        case "approval.answer":
            return _answer(data)
        case "break.stop":
            return "plain", f"■ held at {data.get('name')} ({data.get('reason')})"
        case "break.resume":
            return _resumed(data)
        case "guardrail.result":
            return _verdict(data)
        case "run.end":
            return _run_end(event, data)
    return None if event.type in _SILENT else ("quiet", event.type)


def _request(data: dict[str, Any]) -> str:
    """Say which call waits for an approval, and why."""
    why = f" ({data['reason']})" if data.get("reason") else ""
    return f"? {data.get('name')} needs approval{why} {data.get('arguments') or ''}".rstrip()


def _resumed(data: dict[str, Any]) -> tuple[Tone, str]:
    """Say how the run went on from where it was held."""
    by = f" by {data['by']}" if data.get("by") else ""
    if data.get("skipped") is True:
        message = f": {data['message']}" if data.get("message") else ""
        return "bad", f"✗ {data.get('name')} skipped{by}{message}"
    edited = "" if data.get("value") is None else f", edited: {data['value']}"
    return "quiet", f"▶ {data.get('name')} continued{by}{edited}"


def _answer(data: dict[str, Any]) -> tuple[Tone, str]:
    """Say what was decided about a call, and by whom."""
    by = f" by {data['by']}" if data.get("by") else ""
    if data.get("approved") is True:
        return "quiet", f"✓ {data.get('name')} approved{by}"
    message = f": {data['message']}" if data.get("message") else ""
    return "bad", f"✗ {data.get('name')} refused{by}{message}"


def _verdict(data: dict[str, Any]) -> tuple[Tone, str]:
    """Say what a guardrail found, and what follows."""
    if data.get("tripped") is not True:
        return "quiet", f"✓ guardrail {data.get('guardrail')} passed"
    info = data.get("info")
    what = f": {output_text(info)}" if info is not None else ""
    if data.get("behavior") == "reject_content":
        return "bad", f"✗ guardrail {data.get('guardrail')} put words in place of a call{what}"
    return "bad", f"✗ guardrail {data.get('guardrail')} stopped the run{what}"


def _call_of(event: RunEvent) -> tuple[str | None, str | None]:
    """Return the type of the item an event is about, and the call id, where it has them."""
    if event.type not in ("item.create", "tool.start", "tool.end"):
        return None, None
    data = event.data if isinstance(event.data, dict) else {}
    item = data.get("item", data)
    call_id = item.get("call_id") if isinstance(item, dict) else None
    return (
        item.get("type") if isinstance(item, dict) else None,
        call_id if isinstance(call_id, str) else None,
    )


def _input_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    words = []
    for item in _list_of(value):
        content = item.get("content") if isinstance(item, dict) else None
        words.append(content if isinstance(content, str) else message_text(item))
    return "\n".join(filter(None, words))


def _difference(data: dict[str, Any]) -> str:
    """Say how a replayed request differs from the recorded one."""
    found = "; ".join(map(str, _list_of(data.get("differences"))))
    return f"≠ not the request of recorded call {data.get('call')}: {found}"


def _retry(data: dict[str, Any]) -> str:
    why = " ".join(str(data[key]) for key in ("status", "message") if data.get(key))
    return f"~ retry {data.get('attempt')} in {duration(data.get('delay_s'))}: {why}"


def _item(item: Any) -> tuple[Tone, str] | None:
    match item:
        case {"type": "message"}:
            return "plain", message_text(item)
        case {"type": "reasoning"}:
            text = message_text(item)
            return ("quiet", f"thinking: {text}") if text else None
        case {"type": str() as kind} if kind.endswith("_output") and kind not in _TOLD_BY_OTHERS:
            return "quiet", f"✓ {kind} {final_text(item) or output_of(item) or ''}".rstrip()
        case {"type": str() as kind} if kind not in _TOLD_BY_OTHERS:
            said = f"● {name_of(item)} {final_text(item)}".rstrip()
            result = output_of(item)
            return "quiet", said if result is None else f"{said}\n✓ {result}"
    return None


def _carried(data: dict[str, Any]) -> tuple[Tone, str] | None:
    """Tell of a fork's past what other events tell of the present: inputs, calls and outputs."""
    match data.get("item"):
        case {"role": "user"} as said:
            return "plain", f"▸ {_input_text([said])}"
        case {"type": "function_call", "name": name, "arguments": arguments}:
            return "quiet", f"● {name} {arguments}".rstrip()
        case {"type": "function_call_output", "output": output}:
            return "quiet", f"✓ {output_text(output)}"
    return None


def _progress(data: dict[str, Any]) -> tuple[Tone, str] | None:
    """Return what a running tool tells: how much is done, what it does, what it wrote."""
    fraction, words = data.get("fraction"), [data.get("message"), data.get("text")]
    share = f" {fraction:.0%}" if isinstance(fraction, int | float) else ""
    text = "\n".join(word.strip("\n") for word in words if isinstance(word, str) and word.strip())
    if not share and not text:
        return None
    return "quiet", f"… {data.get('name')}{share}" + (f": {text}" if text else "")


def _tool_end(data: dict[str, Any]) -> tuple[Tone, str]:
    head = f"{data.get('name')} {duration(data.get('seconds'))}"
    output = output_text(data.get("output"))
    files = "".join(f"\nall of it: {file}" for file in _list_of(data.get("output_files")))
    if not data.get("is_error"):
        return "quiet", f"✓ {head}  {output}{files}"
    return "bad", f"✗ {head}  {_error_text(data.get('error')) or output}{files}"


def _run_end(event: RunEvent, data: dict[str, Any]) -> tuple[Tone, str] | None:
    status = data.get("status")
    if event.parent is not None:
        return None if status == "finished" else ("bad", f"✗ {_error_text(data.get('error'))}")
    match status:
        case "finished":
            tokens = (data.get("usage") or {}).get("total_tokens")
            spent = f", {data.get('turns')} turns, {count(tokens)} tokens"
            return "quiet", f"finished in {duration(event.at)}{spent}"
        case "needs_approval":
            return "bad", f"stopped after {duration(event.at)}: calls need an approval"
        case "cancelled":
            return "bad", f"cancelled after {duration(event.at)}"
    return "bad", f"✗ {status}: {_error_text(data.get('error'))}"


def _error_text(error: Any) -> str:
    """Return an error in words; the traceback of a bug stays in the recording."""
    if not isinstance(error, dict):
        return "" if error is None else str(error)
    hint = error.get("hint")
    return f"{error.get('message')}" + (f"\n{hint}" if hint else "")


def _field(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _list_of(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
