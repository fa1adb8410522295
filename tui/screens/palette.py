"""Palette: all that can be done now, found by a few letters of its name."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.fuzzy import Matcher
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

TITLE_CELLS = 16
"""Cells of the column with the short names."""

KEY_CELLS = 12
"""Cells of the column with the keys."""

WIDEST = 100
"""Cells of the palette, as the sheet has it."""

FRAME = 6
"""Cells of it that frame and scrollbar take."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done now."""

    id: str
    title: str
    does: str
    keys: str
    """As people write them."""
    run: Callable[[], Awaitable[object] | None]

    def is_called(self, words: str, *, in_part: bool = False) -> bool:
        """Tell whether `words` are its name: its id, the end of that, or its title; or in it."""
        name = words.strip().lower()
        names = (self.id, self.id.rpartition(".")[2], self.title.lower())
        return any(name in each for each in names) if in_part else name in names


class Palette(ModalScreen[Command | None]):
    """A field, and the commands that match what is typed in it; returns the chosen one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,ctrl+c,ctrl+p",
            "leave",
            "Back",
            id="palette.leave",
            tooltip="Do nothing.",
            priority=True,  # the field would take ctrl+c for copying
        ),
        Binding("down", "move(1)", "Down", id="palette.down", tooltip="The next action."),
        Binding("up", "move(-1)", "Up", id="palette.up", tooltip="The action before."),
    ]

    def __init__(self, commands: Sequence[Command], words: str = "") -> None:
        """Offer `commands`, those first that match `words` best."""
        super().__init__()
        self._commands = commands
        self._words = words
        self._found: list[Command] = []

    def compose(self) -> ComposeResult:
        """Lay out the field and the list."""
        with Vertical(id="palette"):
            yield Input(
                self._words,
                placeholder="what to do",
                compact=True,
                select_on_focus=False,
                id="palette-field",
            )
            options = OptionList(id="palette-list", compact=True)
            options.can_focus = False
            yield options

    def on_mount(self) -> None:
        """Say what this is, and list what there is."""
        frame = self.query_one("#palette")
        frame.border_title = "Actions"
        frame.border_subtitle = "enter do it · esc back"
        self._narrow(self._words)

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """List what matches."""
        self._narrow(event.value)

    @on(Input.Submitted)
    def choose(self) -> None:
        """Return the command under the cursor."""
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None:
            self.dismiss(self._found[highlighted])

    @on(OptionList.OptionSelected)
    def choose_clicked(self, event: OptionList.OptionSelected) -> None:
        """Return the command that was clicked."""
        self.dismiss(self._found[event.option_index])

    def action_leave(self) -> None:
        """Return nothing."""
        self.dismiss(None)

    def action_move(self, step: int) -> None:
        """Move the cursor in the list."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def _narrow(self, words: str) -> None:
        self._found = matching(self._commands, words)
        options = self.query_one(OptionList)
        room = min(self.app.size.width, WIDEST) - FRAME
        options.set_options([Option(_row(command, room)) for command in self._found])
        options.highlighted = 0 if self._found else None


def matching(commands: Sequence[Command], words: str) -> list[Command]:
    """Return the commands whose name or description has the letters of `words`, best first."""
    if not words.strip():
        return list(commands)
    matcher = Matcher(words.strip())
    scores = [(_score(matcher, command), command) for command in commands]
    found = [(score, command) for score, command in scores if score > 0]
    return [command for _, command in sorted(found, key=lambda each: -each[0])]


def _score(matcher: Matcher, command: Command) -> float:
    """Return how well a command matches: its own names count more than what it does."""
    named = max(matcher.match(command.title), matcher.match(command.id))
    return 2 * named or matcher.match(command.does)


def _row(command: Command, room: int) -> Content:
    """Draw a command in one line; its id is left out where there is no room for it."""
    row = Content.assemble(
        (f"{command.keys:<{KEY_CELLS}}", "bold"),
        f"{command.title:<{TITLE_CELLS}} ",
        (command.does, "$text-muted"),
    )
    id_ = Content.styled(f"  {command.id}", "$hint")
    fits = row.cell_length + id_.cell_length <= room
    return row.append(id_) if fits else row.truncate(room, ellipsis=True)
