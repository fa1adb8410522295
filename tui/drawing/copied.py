"""What each copy takes: an item, its arguments, its output, its JSON, or the request behind it.

Law: what is copied is exact and logical: no frames, no wraps, no signs for characters. No key is in
a request: it names the variable a shell has it in.
"""

import json
import shlex
from dataclasses import asdict
from typing import Any, Literal

from agents_core.history.run_history import RunHistory
from agents_core.history.views import ItemView
from agents_core.history.wire_items import objects_in
from agents_core.json_text import decode_json
from tui.drawing.item_text import all_of
from tui.scene import Scene, Selection

Part = Literal["item", "args", "output", "json", "request"]
"""What can be copied."""

CALLS = ("tool", "handoff", "approval")
"""Kinds of items whose text is arguments."""

TIMES = ("began_at", "ready_at", "started_at", "ended_at")

ENDPOINT = '"${OPENAI_BASE_URL:-https://api.openai.com/v1}/responses"'


def copied(scene: Scene, selection: Selection, part: Part) -> str:
    """Return a part of the selected item as text; "" when there is no such part yet."""
    if selection.item is None or part == "item":
        return all_of(scene, selection, "Pretty")
    item = scene.history.item(selection.item, scene.view.position)
    match part:
        case "args":
            return item.text if item.kind in CALLS else ""
        case "output":
            return (item.output or "") if item.kind in CALLS else item.text
        case "json":
            return json.dumps(item_data(item), indent=2, ensure_ascii=False)
        case "request":
            seq = scene.history.request_of(item.index)
            return "" if seq is None else curl(scene.history, seq)


def item_data(item: ItemView) -> dict[str, Any]:
    """Return an item as a JSON object; arguments and output as JSON where they are."""
    words = "arguments" if item.kind in CALLS else "text"
    return {
        "kind": item.kind,
        "name": item.name,
        "agent": item.agent,
        "turn": item.turn,
        "call_id": item.call_id,
        "status": item.status,
        words: _decoded(item.text) if item.kind in CALLS else item.text,
        "output": None if item.output is None else _decoded(item.output),
        "error": None if item.error is None else asdict(item.error),
        **{name: getattr(item, name) for name in TIMES},
    }


def curl(history: RunHistory, seq: int) -> str:
    """Return the model call that the request at `seq` was, for a shell."""
    # All but ASCII is escaped: pasted text must not act on the terminal.
    body = json.dumps(request_body(history, seq), indent=2)
    return " \\\n  ".join(
        (
            f"curl {ENDPOINT}",
            '-H "Authorization: Bearer $OPENAI_API_KEY"',
            "-H 'Content-Type: application/json'",
            f"-d {shlex.quote(body)}",
        )
    )


def request_body(history: RunHistory, seq: int) -> dict[str, Any]:
    """Return what the model was sent, its input whole again."""
    data = _data(history, seq)
    tools = [{"type": "function", **tool} for tool in objects_in(data.get("tools"))]
    settings = data.get("settings")
    return {
        "model": data.get("model"),
        "instructions": data.get("instructions"),
        "input": whole_input(history, seq),
        **({"tools": tools} if tools else {}),
        **(settings if isinstance(settings, dict) else {}),
    }


def whole_input(history: RunHistory, seq: int) -> list[Any]:
    """Return all input items of the request at `seq`, those kept from earlier ones included."""
    parts: list[list[Any]] = []
    wanted: int | None = None
    number = history.call_at(seq)
    while number is not None:
        call = history.call(number, len(history))
        data = _data(history, call.seq)
        kept, sent = _count(data.get("kept")), _list(data.get("input"))
        parts.append(sent if wanted is None else sent[: max(0, wanted - kept)])
        wanted = kept if wanted is None else min(wanted, kept)
        number = call.before if wanted else None
    return [item for part in reversed(parts) for item in part]


def _data(history: RunHistory, seq: int) -> dict[str, Any]:
    data = history.event(seq).data
    return data if isinstance(data, dict) else {}


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _decoded(text: str) -> Any:
    try:
        return decode_json(text.encode("utf-8", "surrogatepass"))
    except ValueError:
        return text
