"""The logical text of an item: what is copied, and what a pager or an editor gets."""

from agents_core.history.views import ItemView
from tui.drawing.inspection import Face
from tui.scene import Scene, Selection


def text_of(scene: Scene, selection: Selection) -> str:
    """Return the words of the selected item, without frames, wraps or signs; "" for none."""
    if selection.seq is not None:
        return scene.history.event(selection.seq).payload.decode(errors="replace")
    if selection.item is None:
        return ""
    item = scene.history.item(selection.item, scene.view.position)
    return item.text if item.kind != "tool" or item.output is None else item.output


def all_of(scene: Scene, selection: Selection, face: Face) -> str:
    """Return everything about the selected item; of its raw side, every event."""
    if selection.seq is not None or selection.item is None:
        return text_of(scene, selection)
    item = scene.history.item(selection.item, scene.view.position)
    if face == "Raw":
        seqs = scene.history.item_events(item.index, scene.view.position)
        lines = (scene.history.event(seq).line.decode(errors="replace") for seq in seqs)
        return "\n".join(lines)
    return "\n\n".join(filter(None, parts_of(item)))


def parts_of(item: ItemView) -> list[str]:
    """Return heading, words, output and error of an item."""
    if item.kind not in ("tool", "handoff", "approval", "break"):
        return [item.text, error_of(item)]
    return [
        f"{item.name} {item.call_id or ''}".strip(),
        item.text,
        *(f"{edit.what} edited by {edit.by}:\n{edit.after}" for edit in item.edits),
        item.output or "",
        error_of(item),
    ]


def error_of(item: ItemView) -> str:
    """Return what went wrong with an item, in full."""
    if item.error is None:
        return ""
    problem = item.error
    head = ": ".join(filter(None, (problem.type, problem.message)))
    return "\n".join(filter(None, (head, problem.hint, problem.traceback)))
