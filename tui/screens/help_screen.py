"""HelpScreen: every key there is, searchable; made from the bindings themselves."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static


class HelpRow(NamedTuple):
    """What can be pressed or typed, and what that does."""

    section: str
    keys: str
    """As people write them."""
    title: str
    does: str
    id: str

    def has(self, words: str) -> bool:
        """Tell whether all of `words` occur somewhere in it."""
        text = " ".join(self).lower()
        return all(word in text for word in words.lower().split())


class HelpScreen(ModalScreen[None]):
    """A list of keys and a field to narrow it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,ctrl+c",
            "leave",
            "Back",
            id="help.leave",
            tooltip="Close the help.",
            priority=True,  # the field would take ctrl+c for copying
        ),
        Binding("down", "scroll(1)", "Down", id="help.down", tooltip="Scroll down."),
        Binding("up", "scroll(-1)", "Up", id="help.up", tooltip="Scroll up."),
        Binding("pagedown", "scroll(10)", "Page down", id="help.page_down", tooltip="Scroll on."),
        Binding("pageup", "scroll(-10)", "Page up", id="help.page_up", tooltip="Scroll back."),
    ]

    def __init__(self, keys: Sequence[HelpRow]) -> None:
        """List keys, those of one section one after the other."""
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """Lay out the field and the list."""
        with Vertical(id="help"):
            yield Input(placeholder="search the keys", compact=True, id="help-field")
            with VerticalScroll(id="help-scroll", can_focus=False):
                yield Static(table(self._keys), id="help-table")

    def on_mount(self) -> None:
        """Say what this is."""
        frame = self.query_one("#help")
        frame.border_title = "Keys"
        frame.border_subtitle = "esc back"

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Keep the actions that match what was typed."""
        found = [key for key in self._keys if key.has(event.value)]
        self.query_one("#help-table", Static).update(table(found))

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()

    def action_scroll(self, by: int) -> None:
        """Scroll the list."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


def table(keys: Sequence[HelpRow]) -> Content:
    """Draw the keys under the names of their sections."""
    if not keys:
        return Content.styled("no key matches", "$text-muted")
    wide = max(len(key.keys) for key in keys)
    lines: list[Content] = []
    section = ""
    for key in keys:
        if key.section != section:
            section = key.section
            lines += [Content(""), Content.styled(section, "bold $text-primary")]
        lines.append(
            Content.assemble(
                (f"  {key.keys:<{wide}}  ", "bold"), f"{key.does:<50}", (f"  {key.id}", "$hint")
            )
        )
    return Content("\n").join(lines[1:])
