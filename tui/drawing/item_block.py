"""ItemBlock: the lines of one item in the transcript, kept up to date piece by piece.

Law: what has been drawn stays drawn; new text touches only the lines it changes.
"""

from agents_core.history.item_times import is_open
from agents_core.history.views import ItemView
from tui.arguments.schema_node import ANYTHING, SchemaNode
from tui.drawing.edit_words import edit_lines
from tui.drawing.failures import TROUBLES, failure_bodies
from tui.drawing.item_bodies import Body, json_body, markdown_body, plain_body
from tui.drawing.item_titles import rule_lines, title
from tui.drawing.shown_json import json_text
from tui.drawing.verdict_titles import marked
from tui.rendering.styled_line import StyledLine
from tui.sanitise import visible
from tui.stamps import RELATIVE, Stamps

OUTPUT_LINES = 8
"""Lines of an output shown in the transcript; Inspect and the pager show all of it."""

OUTPUT_CHARACTERS = 4_000
"""Characters of an output looked at for its preview."""


TITLE_SAYS_ALL = frozenset({"handoff", "approval", "break", "guardrail"})
"""Kinds of items that take one line; Inspect shows the rest."""


class ItemBlock:
    """Rule, title, text or arguments, output and error of one item."""

    def __init__(
        self,
        item: ItemView,
        before: ItemView | None,
        now: float,
        caller: ItemView | None,
        arguments: SchemaNode = ANYTHING,
        stamps: Stamps = RELATIVE,
    ) -> None:
        """Draw `item`.

        Args:
            item: what to show.
            before: the item over it.
            now: seconds since the run began, for what is not over yet.
            caller: the call whose nested run it belongs to.
            arguments: what the arguments of a call have to be.
            stamps: how times are written.
        """
        self.item = item
        self.is_folded = item.kind == "reasoning"
        self._before = before
        self._caller = caller
        self._now = now
        self._arguments = arguments
        self._stamps = stamps
        self._words = words_body(item, arguments)
        self._words.show(item.text, is_growing=item.status == "streaming")
        self._output = output_body(item)
        self._edits = edits_body(item)
        self._failure = failure_bodies(item)
        self._head: tuple[int, list[StyledLine]] | None = None

    def update(self, item: ItemView, now: float) -> bool:
        """Take the item as it is now; tell whether it looks different."""
        if item is self.item and not is_open(item):
            return False
        if item is not self.item:
            if not self.item.text:
                self._words = words_body(item, self._arguments)
            self._words.show(item.text, is_growing=item.status == "streaming")
            if (item.output, item.progress) != (self.item.output, self.item.progress):
                self._output = output_body(item)
            if (item.status, item.error) != (self.item.status, self.item.error):
                self._output, self._failure = output_body(item), failure_bodies(item)
            if item.edits != self.item.edits:
                self._edits = edits_body(item)
        self.item, self._now, self._head = item, now, None
        return True

    def fold(self, is_folded: bool) -> None:
        """Show the title alone, or everything."""
        self.is_folded, self._head = is_folded, None

    def height(self, width: int, body_width: int | None = None) -> int:
        """Return how many lines there are at `width`; texts may be wider."""
        room = body_width or width
        return len(self._head_lines(width)) + sum(body.height(room) for body in self._bodies())

    def first_line(self, width: int) -> int:
        """Return how many lines there are at `width` before the item's own."""
        return len(list(rule_lines(self.item, self._before, self._caller, width, self._stamps)))

    def line(self, number: int, width: int, body_width: int | None = None) -> StyledLine:
        """Return one line."""
        room = body_width or width
        head = self._head_lines(width)
        if number < len(head):
            return head[number]
        number -= len(head)
        for body in self._bodies():
            if number < body.height(room):
                return marked(body.line(number, room), self.item)
            number -= body.height(room)
        return ()

    def _bodies(self) -> tuple[Body, ...]:
        if self.is_folded or self.item.kind in TITLE_SAYS_ALL:
            return ()
        said = () if self.item.kind in TROUBLES else (self._words, self._edits, self._output)
        return tuple(body for body in (*said, *self._failure) if body is not None)

    def _head_lines(self, width: int) -> list[StyledLine]:
        if self._head is None or self._head[0] != width:
            lines = list(rule_lines(self.item, self._before, self._caller, width, self._stamps))
            if (line := title(self.item, self._now, self.is_folded, width)) is not None:
                lines.append(line)
            self._head = (width, lines)
        return self._head[1]


def words_body(item: ItemView, arguments: SchemaNode) -> Body:
    """Return what shows the text of an item of this kind, or its `arguments`."""
    match item.kind:
        case "message":
            is_json = item.text.startswith("{")
            return json_body(indent=0) if is_json else markdown_body()
        case "tool":
            return json_body(indent=4, node=arguments)
        case "reasoning":
            return plain_body(indent=2, style="reasoning")
        case _:
            return plain_body(indent=2, style="")


def output_body(item: ItemView) -> Body | None:
    """Return what shows the beginning of an output, or the end of what a running tool tells."""
    if item.output is None and item.progress is not None and item.progress.text:
        return told_body(item.progress.text)
    if not item.output or item.status == "failed":
        return None
    lines = json_text(item.output[:OUTPUT_CHARACTERS]).split("\n")
    rest = max(0, item.output.count("\n") + 1 - OUTPUT_LINES, len(lines) - OUTPUT_LINES)
    shown = lines[:OUTPUT_LINES]
    if rest:
        shown.append(f"… {rest} more lines: enter")
    body = plain_body(indent=4, style="dim", lead="→ ")
    body.show("\n".join(shown))
    return body


def edits_body(item: ItemView) -> Body | None:
    """Return what shows how arguments or output were changed by somebody."""
    if not item.edits:
        return None
    body = plain_body(indent=4, style="approval")
    body.show("\n".join(line for edit in item.edits for line in edit_lines(edit)))
    return body


def told_body(text: str) -> Body:
    """Return what shows the latest lines a running tool wrote."""
    lines = visible(text[-OUTPUT_CHARACTERS:].rstrip("\n")).split("\n")
    body = plain_body(indent=4, style="dim", lead="… ")
    body.show("\n".join(lines[-OUTPUT_LINES:]))
    return body
