"""Keeping: what people keep about runs, and removing runs so that they can come back."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from agents_core.errors import RecordingError
from agents_core.recording import RunStore
from agents_core.recording.annotation_file import AnnotationFile, Edit
from agents_core.recording.summary import RunSummary
from agents_core.recording.trash import RunTrash
from tui import runs_keys
from tui.screens.runs.list_screen import ListScreen
from tui.sources.launcher import Launcher
from tui.widgets.prompt import Question


class Keeping(ListScreen):
    """Pins, tags, notes; delete and undo."""

    BINDINGS: ClassVar[list[BindingType]] = runs_keys.KEEPING

    def __init__(self, store: RunStore, launcher: Launcher) -> None:
        """Show the runs of `store`, and what `launcher` can start."""
        super().__init__(store, launcher)
        self._trash = RunTrash(store)

    async def on_unmount(self) -> None:
        """Let go of what was removed."""
        await asyncio.to_thread(self._trash.empty)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        if action in ("pin", "ask_tags", "ask_note", "delete"):
            return self.selected is not None
        if action == "undo":
            return bool(self._trash.thrown)
        return super().check_action(action, parameters)

    def action_pin(self) -> None:
        """Pin the run, or let it go."""
        if (entry := self.selected) is not None:
            self.change(entry.run, lambda kept: kept.with_pin(not entry.kept.is_pinned))

    def action_ask_tags(self) -> None:
        """Ask for tags."""
        if (entry := self.selected) is not None:
            run, tags = entry.run, ", ".join(entry.kept.tags)
            self.ask(Question("T", "tags, separated by commas", lambda t: self._tag(run, t), tags))

    def action_ask_note(self) -> None:
        """Ask for a note."""
        if (entry := self.selected) is not None:
            run, note = entry.run, entry.kept.note
            self.ask(Question("N", "a note on this run", lambda text: self._note(run, text), note))

    def action_delete(self) -> None:
        """Remove the run."""
        if (entry := self.selected) is not None:
            self.throw_away(entry.run)

    def action_undo(self) -> None:
        """Bring back what was removed last."""
        self.bring_back()

    def _tag(self, run: RunSummary, text: str) -> None:
        self.change(run, lambda kept: kept.with_tags(text.split(",")))

    def _note(self, run: RunSummary, text: str) -> None:
        self.change(run, lambda kept: kept.with_note(text.strip()))

    @work
    async def change(self, run: RunSummary, edit: Edit) -> None:
        """Change what is kept about a run."""
        await self._do(lambda: AnnotationFile(run.path).change(edit))

    @work
    async def throw_away(self, run: RunSummary) -> None:
        """Remove a run, until it is wanted back."""
        if await self._do(lambda: self._trash.throw(run.path.stem)):
            self.notify(f"removed {run.path.stem}; u brings it back", markup=False)

    @work
    async def bring_back(self) -> None:
        """Have the run again that was removed last."""
        if await self._do(self._trash.bring_back):
            self.notify("brought back", timeout=2)

    async def _do(self, change: Callable[[], object]) -> bool:
        """Change files beside the screen, and show it; return False if that fails."""
        try:
            await asyncio.to_thread(change)
        except RecordingError as error:
            self.complain(str(error))
            return False
        await self.look().wait()
        self.refresh_bindings()
        return True
