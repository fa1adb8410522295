"""Forking: a new run out of this one: the same again, on from here, or on with something edited."""

from asyncio import to_thread
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.app import SuspendNotSupported
from textual.binding import BindingType

from agents_core.errors import ConfigError
from agents_core.forks.fork_edits import with_arguments, with_input, with_instructions, with_output
from agents_core.forks.fork_point import ForkPoint
from agents_core.forks.fork_reader import ForkError, end_of_turn, read_fork_point
from agents_core.forks.history_events import HistoryEvents
from agents_core.history.views import ItemView
from tui import run_keys
from tui.lent_terminal import lend_terminal
from tui.outside import edit_in_editor, has_editor
from tui.sanitise import visible
from tui.screens.choice_dialog import Choice, ChoiceDialog
from tui.screens.deck_screen import DeckScreen
from tui.screens.program import program_of
from tui.sources.origin import Origin
from tui.widgets.letter import Letter

if TYPE_CHECKING:
    from tui.sources.run_target import RunTarget

ROWS = 6
"""Line breaks from which on a text is edited in the user's editor, if there is one."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """Something that can be edited before the run goes on."""

    id: str
    what: str
    """In words, for the header of the new run."""
    position: int | None
    """Where the run goes on; None: where the cursor is."""
    apply: Callable[[ForkPoint, str], ForkPoint]
    text: str | None
    """What is there now; None: what the point says."""


class Forking(DeckScreen):
    """The menu of other runs."""

    BINDINGS: ClassVar[list[BindingType]] = run_keys.FORKING

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        if action == "rerun":
            return self.source.origin is not None and len(self.source.history) > 0
        return super().check_action(action, parameters)

    def action_rerun(self) -> None:
        """Ask what the new run shall be."""
        edits = {edit.id: edit for edit in self._edits()}
        position = self.playhead.position
        dialog = fork_dialog(position, [*edits.values()])

        def choose(answer: str | None) -> None:
            if answer == "again":
                self._begin(None, ())
            elif answer == "fork":
                self._fork(position)
            elif answer in edits:
                self._edit(edits[answer], position)

        self.app.push_screen(dialog, choose)

    @work
    async def _fork(self, position: int) -> None:
        """Go on from a place."""
        point = await self._point(position)
        if point is not None:
            self._begin(point, ())

    @work
    async def _edit(self, edit: _Edit, position: int) -> None:
        """Have something edited, then go on."""
        point = await self._point(position if edit.position is None else edit.position)
        if point is None:
            return
        text = (point.instructions or "") if edit.text is None else edit.text

        def take(written: str) -> None:
            try:
                edited = edit.apply(point, written)
            except ForkError as error:
                raise ValueError(str(error)) from error
            self._begin(edited, (edit.what,))

        if has_editor() and text.count("\n") >= ROWS:
            await self._edit_outside(text, take)
            return
        about = f"Edit the {edit.what}, then run on from event {point.position}"
        await self.write(Letter(f"{edit.id} {edit.what} {point.position}", about, take, text))

    async def _edit_outside(self, text: str, take: Callable[[str], None]) -> None:
        """Have `text` edited in the user's editor; left as it is, it is not taken."""
        try:
            written = await lend_terminal(self.app, lambda: edit_in_editor(text, ".txt"))
            if written == text:
                self.notify("nothing was changed, so nothing is run", timeout=3)
            else:
                take(written)
        except (OSError, SuspendNotSupported, ValueError) as error:
            self.notify(visible(str(error)), severity="error", markup=False)

    async def _point(self, position: int) -> ForkPoint | None:
        """Read where the run stood, in a thread; say why it cannot be gone on from."""
        events, origin = HistoryEvents(self.source.history), self.source.origin
        try:
            if origin is not None and origin.fork_refusal is not None:
                raise ForkError(origin.fork_refusal)
            return await to_thread(read_fork_point, events, position)
        except ForkError as error:
            self.notify(visible(f"no fork: {error}"), severity="warning", markup=False)
            return None

    def _edits(self) -> list[_Edit]:
        """Return what of the selected item can be edited, and the instructions."""
        position = self.playhead.position
        index = self.deck.selection.item
        item = None if index is None else self.source.history.item(index, position)
        instructions = _Edit("instructions", "instructions", None, with_instructions, None)
        if item is None or item.depth:
            return [instructions]
        return [*self._edits_of(item), instructions]

    def _edits_of(self, item: ItemView) -> list[_Edit]:
        if item.kind == "input":
            return [_Edit("input", "input", item.seq + 1, with_input, item.text)]
        if item.kind != "tool" or item.call_id is None or item.output is None:
            return []
        call_id, name = item.call_id, item.name
        after = end_of_turn(HistoryEvents(self.source.history), item.last_seq + 1)
        return [
            _Edit(
                "output",
                f"output of {name}",
                after,
                lambda point, text: with_output(point, call_id, text),
                item.output,
            ),
            _Edit(
                "arguments",
                f"arguments of {name}",
                after,
                lambda point, text: with_arguments(point, call_id, text),
                item.text,
            ),
        ]

    @work
    async def _begin(self, point: ForkPoint | None, edited: tuple[str, ...]) -> None:
        """Make the new run, and show it."""
        # Imported here because runs are made here only if somebody asks for one.
        from tui.forking import forked, same_again

        origin, history = self.source.origin, self.source.history
        if origin is None or (target := await self._target_again(origin)) is None:
            return
        try:
            child = (
                same_again(origin, target, history, has_watcher=True)
                if point is None
                else forked(origin, target, point, edited, has_watcher=True)
            )
        except ForkError as error:
            self.notify(visible(f"no fork: {error}"), severity="warning", markup=False)
        else:
            program_of(self).open_fork(self.source, child)

    async def _target_again(self, origin: Origin) -> "RunTarget | None":
        """Load what the run was made of, asking if that has changed; None to leave it."""
        # Imported here because runs are made here only if somebody asks for one.
        from tui.forking import has_changed, load_again

        try:
            target = await to_thread(load_again, origin)
        except ConfigError as error:
            self.notify(visible(str(error)), severity="error", timeout=15, markup=False)
            return None
        if not has_changed(origin, target):
            return target
        answer = await self.app.push_screen_wait(changed_dialog(origin.name))
        return target if answer == "go" else None


def fork_dialog(position: int, edits: Sequence[_Edit]) -> ChoiceDialog:
    """Ask what a new run shall be."""
    choices = [
        Choice("again", "Same input again", "a new run from the start"),
        Choice("fork", f"Fork at event {position}", "outputs are kept, open calls made for real"),
        *(Choice(edit.id, *_EDITS[edit.id]) for edit in edits),
        Choice("stay", "Nothing", "change nothing (esc)"),
    ]
    return ChoiceDialog("Run on, as a new run", choices, "stay")


_EDITS: Final = {
    "input": ("Edit this input", "and ask the model anew"),
    "output": ("Edit its output", "and tell the model that instead"),
    "arguments": ("Edit its arguments", "and make this call again, for real"),
    "instructions": ("Edit instructions", "of the agent, and fork at the cursor"),
}
"""What the menu says of what can be edited."""


def changed_dialog(config: str) -> ChoiceDialog:
    """Ask whether to use a configuration that is not the one the run began with."""
    choices = (
        Choice("go", "Use it as it is now", "the new run may differ for that alone"),
        Choice("stay", "Leave it", "change nothing (esc)"),
    )
    return ChoiceDialog(f"{config} has changed since this run.", choices, "stay")
