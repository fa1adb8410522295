"""FilterRow: the filter or the search that is on, what it finds, and how to end it."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.format import fit, grouped
from tui.item_filter import ItemFilter
from tui.rendering.styled_line import width_of
from tui.sanitise import visible_line
from tui.scene import Scene


class FilterRow(Widget):
    """One row; hidden while there is none."""

    scene: reactive[Scene | None] = reactive(None)
    filter: reactive[ItemFilter | None] = reactive(None)

    def __init__(self, sign: str, *, id: str) -> None:
        """Show what was asked for with the key `sign`."""
        super().__init__(id=id)
        self._sign = sign

    def watch_filter(self, filter: ItemFilter | None) -> None:
        """Show the row, or hide it."""
        self.set_class(filter is not None, "-open")

    def render(self) -> Content:
        """Draw the expression, and at the right end what it finds."""
        if self.filter is None or self.scene is None:
            return Content("")
        state = found_words(self.filter, self.scene)
        keys = " · n/N next/prev · esc clears"
        room = self.size.width - 4 - width_of(state) - 1
        expression = visible_line(self.filter.wanted.text)
        if width_of(expression) + width_of(keys) + 2 <= room:
            state, room = state + keys, room - width_of(keys)
        left = fit(expression, max(1, room - 1))
        gap = " " * max(1, room - width_of(left))
        style = "$text-error" if self.filter.problem else "$text-muted"
        return Content.assemble(
            (f" {self._sign}  ", "bold $text-accent"), left, gap, (state, style), " "
        )


def found_words(filter: ItemFilter, scene: Scene) -> str:
    """Say how many items were found among those that have begun, or why none can be."""
    if filter.problem:
        return visible_line(filter.problem)
    found = f"{grouped(len(filter.found(scene.view.position)))} of {grouped(scene.view.items)}"
    return found if filter.is_done else f"matching … {filter.share:.0%} · {found}"
