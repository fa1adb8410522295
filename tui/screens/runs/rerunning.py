"""Rerunning: a saved run once more, as a new one, with its configuration as it is now."""

from asyncio import to_thread
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from agents_core.errors import ConfigError, RecordingError
from agents_core.recording.summary import RunSummary
from tui import runs_keys
from tui.screens.aspects.forking import changed_dialog
from tui.screens.program import program_of
from tui.screens.runs.list_screen import ListScreen
from tui.sources.recorded_run import RecordedRun


class Rerunning(ListScreen):
    """Asks the same again."""

    BINDINGS: ClassVar[list[BindingType]] = runs_keys.RERUNNING

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        if action == "rerun":
            return self.selected is not None
        return super().check_action(action, parameters)

    def action_rerun(self) -> None:
        """Run the selected run again."""
        if (entry := self.selected) is not None:
            self.rerun(entry.run)

    @work
    async def rerun(self, run: RunSummary) -> None:
        """Begin a new run with the same input, and watch it."""
        # Imported here because runs are made here only if somebody asks for one.
        from tui.forking import has_changed, load_again, same_again

        try:
            source = RecordedRun(run.path)
            if source.origin is None:
                raise RecordingError(f"{run.run_id}: it does not say which agents.toml it is of")
            target = await to_thread(load_again, source.origin)
        except (ConfigError, RecordingError) as error:
            self.complain(str(error))
            return
        next(source.history.index())  # its beginning: the input is there
        if has_changed(source.origin, target):
            dialog = changed_dialog(source.origin.name)
            if await self.app.push_screen_wait(dialog) != "go":
                return
        child = same_again(source.origin, target, source.history, has_watcher=True)
        program_of(self).open_run(child)
