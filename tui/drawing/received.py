"""What the Context pane says: the input items a model call received, one line each."""

from typing import Any

from agents_core.run_events import RunEvent
from tui.format import one_line
from tui.rendering.styled_line import EMPTY, StyledLine
from tui.sanitise import visible_line


def received_lines(request: RunEvent, width: int) -> list[StyledLine]:
    """Return who asked which model and what that `model.request` sent, in lines of `width`."""
    data = request.data if isinstance(request.data, dict) else {}
    who = f"{visible_line(request.agent or '')} · turn {request.turn}"
    lines: list[StyledLine] = [(("received by ", "dim"), (who, "strong")), EMPTY]
    if kept := data.get("kept"):
        lines.append(((f"= the first {kept} items of the call before", "dim"),))
    items = data.get("input")
    for item in items if isinstance(items, list) else []:
        lines.append(received_line(item, width))
    return lines


def received_line(item: Any, width: int) -> StyledLine:
    """Return what kind of item was sent, and how it begins."""
    if not isinstance(item, dict):
        return (("+ ", "success"), (one_line(str(item), max(1, width - 2)), ""))
    kind = one_line(str(item.get("role") or item.get("type") or "item"), 20)
    said = item.get("content") or item.get("arguments") or item.get("output") or item.get("summary")
    head = f"{kind:<20} "
    return (("+ ", "success"), (head, "dim"), (one_line(str(said), max(1, width - 23)), ""))
