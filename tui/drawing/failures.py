"""Failures: what went wrong with an item and what to do about it, whole, under its title."""

from agents_core.history.views import ItemView
from tui.drawing.item_bodies import Body, plain_body
from tui.drawing.item_words import KIND_STYLES, LETTERS, name_of
from tui.drawing.shown_json import clip

TROUBLES = frozenset({"error", "retry"})
"""Kinds of items that are nothing but a failure: its words stand in place of a title."""


def failure_bodies(item: ItemView) -> tuple[Body, ...]:
    """Return what shows why an item failed; nothing for one that did not."""
    if item.kind in TROUBLES:
        return (_words(item, _trouble(item), f"{LETTERS[item.kind]} ", 0), *_hint(item, 2))
    if item.status == "failed" and item.kind in ("tool", "message", "reasoning", "other"):
        return (*_message(item), *_hint(item, 4))
    return ()


def _trouble(item: ItemView) -> str:
    if item.error is not None:
        return ": ".join(filter(None, (item.error.type, item.error.message)))
    return item.text if item.kind == "error" else f"{name_of(item)}   {item.text}"


def _message(item: ItemView) -> tuple[Body, ...]:
    said = item.output if item.error is None else item.error.message or item.output
    return (_words(item, said, "✗ ", 4, "error"),) if said and said.strip() else ()


def _hint(item: ItemView, indent: int) -> tuple[Body, ...]:
    if item.error is None or not item.error.hint:
        return ()
    return (_words(item, item.error.hint, "hint  ", indent, ""),)


def _words(item: ItemView, text: str, lead: str, indent: int, style: str | None = None) -> Body:
    style = KIND_STYLES[item.kind] if style is None else style
    body = plain_body(indent=indent, style=style, lead=lead, lead_style=f"{style} strong".strip())
    body.show(clip(text.rstrip("\n")))
    return body
