"""What guardrails, approvals and stops look like: titles, and marks on what they are about."""

from agents_core.history.views import ItemView
from tui.drawing.item_words import KIND_STYLES, LETTERS, elapsed, name_of
from tui.format import one_line
from tui.rendering.styled_line import StyledLine, line_cells

MARK_STYLES = {"open": "emphasis dim", "tripped": "strike dim"}
"""How text looks that a guardrail still looks at, and text that one objected to."""

STRUCK_TITLE: StyledLine = (("✗ ", "error"), ("withdrawn: a guardrail objects", "warning"))
"""Stands over a message that does not count."""


def guardrail_title(item: ItemView, now: float, width: int) -> StyledLine:
    """Return the line that says what a guardrail found, or that it still looks."""
    head = _head(item, "guardrail ")
    match item.status:
        case "running":
            return (*head, ("● checking ", "tool"), (elapsed(item, now), "dim"))
        case "failed":
            return _with_words((*head, ("✗ ", "error")), item.text or "objects", "warning", width)
        case "cut":
            return (*head, ("╌ not heard to the end", "dim"))
        case _:
            return _with_words((*head, ("✓ ", "success")), item.text or "passed", "dim", width)


def approval_title(item: ItemView, now: float, width: int) -> StyledLine:
    """Return the line that says who waits for an approval, or what was answered."""
    head = _head(item, "")
    match item.status:
        case "done":
            return _with_words((*head, ("✓ ", "success")), answer_words(item), "dim", width)
        case "failed":
            return _with_words((*head, ("✗ ", "error")), answer_words(item), "warning", width)
        case "cut":
            return (*head, ("? needs approval: nobody has answered", "approval"))
        case _:
            return (*head, ("? needs approval", "approval"), (f"   {elapsed(item, now)}", "dim"))


def break_title(item: ItemView, now: float, width: int) -> StyledLine:
    """Return the line that says where the run is held, or how it went on from there."""
    head = _head(item, "stop at ")
    match item.status:
        case "done":
            return _with_words((*head, ("✓ ", "success")), answer_words(item), "dim", width)
        case "failed":
            return _with_words((*head, ("✗ ", "error")), answer_words(item), "warning", width)
        case "cut":
            return (*head, ("■ the run ended here", "approval"))
        case _:
            return (*head, ("■ held", "approval"), (f"   {elapsed(item, now)}", "dim"))


def answer_words(item: ItemView) -> str:
    """Say what was answered to a question, and whether something was changed."""
    edited = [f"{edit.what} edited" for edit in item.edits]
    return ", ".join(filter(None, (item.output, *edited)))


def marked(line: StyledLine, item: ItemView) -> StyledLine:
    """Return a line of an item's text in the look of what guardrails say about it."""
    if item.verdict is None:
        return line
    look = MARK_STYLES[item.verdict]
    return tuple((text, f"{style} {look}".strip()) for text, style in line)


def _head(item: ItemView, noun: str) -> StyledLine:
    style = KIND_STYLES[item.kind]
    return ((f"{LETTERS[item.kind]} ", f"{style} strong"), (f"{noun}{name_of(item)}   ", style))


def _with_words(head: StyledLine, words: str, style: str, width: int) -> StyledLine:
    return (*head, (one_line(words, max(8, width - line_cells(head))), style))
