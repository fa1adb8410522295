"""HelpScreen: every key there is, searchable; made from the bindings themselves."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.widgets.key_footer import key_label


class Key(NamedTuple):
    """One action and all the keys that start it."""

    section: str
    keys: str
    action: str
    tooltip: str
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

    def __init__(self, sections: Mapping[str, Sequence[Binding]], more: Iterable[Key] = ()) -> None:
        """List bindings by the part of the screen they belong to, and more that can be typed."""
        super().__init__()
        self._keys = [*list_keys(sections), *more]

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


def list_keys(sections: Mapping[str, Sequence[Binding]]) -> list[Key]:
    """Return one `Key` an action, in the order of the bindings."""
    keys: dict[tuple[str, str | None], Key] = {}
    for section, bindings in sections.items():
        for binding in bindings:
            label, place = key_label(binding), (section, binding.id)
            if place in keys:
                label = f"{keys[place].keys} {label}"
            keys[place] = Key(
                section, label, binding.description, binding.tooltip, binding.id or ""
            )
    return list(keys.values())


def table(keys: Sequence[Key]) -> Content:
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
                (f"  {key.keys:<{wide}}  ", "bold"), f"{key.tooltip:<50}", (f"  {key.id}", "$hint")
            )
        )
    return Content("\n").join(lines[1:])
