"""PaneTabs: which pane is in front, where only one fits."""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class PaneTabs(Widget):
    """One row of pane names; click one to bring it to the front."""

    front: reactive[int] = reactive(0)
    """Index of the pane in front."""

    @dataclass
    class Chosen(Message):
        """Somebody clicked a name."""

        index: int

    def __init__(self, titles: tuple[str, ...], *, id: str | None = None) -> None:
        """Offer panes by title, numbered from 1."""
        super().__init__(id=id)
        self._titles = titles

    def render(self) -> Content:
        """Draw the names, that of the front pane standing out."""
        row = [Content(" " * self._margin)]
        for index, title in enumerate(self._titles):
            is_front = index == self.front
            label = f"[{index + 1} {title}]" if is_front else f" {index + 1} {title} "
            row.append(Content.styled(label, "bold $text-primary" if is_front else "$text-muted"))
        return Content.assemble(*row)

    @property
    def _margin(self) -> int:
        """Cells before the first name: one, when that cuts off no name."""
        return int(self.size.width > sum(len(title) + 4 for title in self._titles))

    def on_click(self, event: events.Click) -> None:
        """Choose the name under the pointer."""
        left = self._margin
        for index, title in enumerate(self._titles):
            left += len(title) + 4
            if event.x < left:
                self.post_message(self.Chosen(index))
                return
