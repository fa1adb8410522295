"""HelpScreen: every key there is, searchable; made from the bindings themselves."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import var
from textual.screen import ModalScreen
from textual.widgets import Input, Static

GAP = "  "

LONGEST = 60
"""Cells of what a key does, at most; the id stands beside it, not at the far end."""

NARROWEST = 24
"""Cells of what a key does below which the id is left out."""


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
                yield KeyTable(self._keys)

    def on_mount(self) -> None:
        """Say what this is."""
        frame = self.query_one("#help")
        frame.border_title = "Keys"
        frame.border_subtitle = "esc back"

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Keep the actions that match what was typed."""
        self.query_one(KeyTable).keys = [key for key in self._keys if key.has(event.value)]

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()

    def action_scroll(self, by: int) -> None:
        """Scroll the list."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


class KeyTable(Static):
    """The keys, in columns that fit."""

    keys: var[Sequence[HelpRow]] = var[Sequence[HelpRow]]((), init=False)

    def __init__(self, keys: Sequence[HelpRow]) -> None:
        """List `keys`, once there is a width for them."""
        super().__init__(id="help-table")
        self.set_reactive(KeyTable.keys, keys)

    def watch_keys(self) -> None:
        """Draw others."""
        self.update(table(self.keys, self.size.width))

    def on_resize(self) -> None:
        """Draw them in other columns."""
        self.watch_keys()


def table(keys: Sequence[HelpRow], width: int) -> Content:
    """Draw the keys under the names of their sections, in lines of at most `width` cells."""
    if not keys:
        return Content.styled("no key matches", "$text-muted")
    key_cells = max(len(key.keys) for key in keys)
    id_cells = max(len(key.id) for key in keys) + len(GAP)
    room = width - key_cells - 2 * len(GAP)
    has_ids = room - id_cells >= NARROWEST
    room = max(1, min(LONGEST, room - (id_cells if has_ids else 0)))
    lines: list[Content] = []
    section = ""
    for key in keys:
        if key.section != section:
            section = key.section
            lines += [Content(""), Content.styled(section, "bold $text-primary")]
        lines += _lines_of(key, key_cells, room, key.id if has_ids else "")
    return Content("\n").join(lines[1:])


def _lines_of(key: HelpRow, key_cells: int, room: int, id_: str) -> Iterator[Content]:
    """Draw one key: what it does in lines of `room` cells, beside the first its id."""
    first, *others = wrap(key.does, room) or [""]
    head = f"{GAP}{key.keys:<{key_cells}}{GAP}"
    name = f"{first:<{room}}{GAP}" if id_ else first
    yield Content.assemble((head, "bold"), name, (id_, "$hint"))
    yield from (Content(f"{'':<{len(head)}}{line}") for line in others)
