"""RunScreen: one run, live or recorded, and everything that can be done with it."""

from collections.abc import Sequence

from textual import on, work

from tui.sanitise import visible
from tui.screens.aspects.breaking import Breaking
from tui.screens.aspects.comparing import Comparing
from tui.screens.aspects.deciding import Deciding
from tui.screens.aspects.ending import Ending
from tui.screens.aspects.exporting import Exporting
from tui.screens.aspects.filtering import Filtering
from tui.screens.aspects.finding import Finding
from tui.screens.aspects.forking import Forking
from tui.screens.aspects.hinting import Hinting
from tui.screens.aspects.marking import Marking
from tui.screens.aspects.sizing import Sizing
from tui.screens.aspects.soloing import Soloing
from tui.screens.aspects.talking import Talking
from tui.screens.aspects.timing import Timing
from tui.screens.program import program_of
from tui.sources.run_source import RunSource


class RunScreen(
    Deciding,
    Breaking,
    Filtering,
    Finding,
    Marking,
    Hinting,
    Sizing,
    Soloing,
    Timing,
    Talking,
    Forking,
    Comparing,
    Exporting,
    Ending,
):
    """The screen of a run."""

    def __init__(
        self,
        source: RunSource,
        *,
        start_at: str | None = None,
        speed: float = 1.0,
        exit_on_finish: bool = False,
    ) -> None:
        """Show `source`.

        Args:
            source: the run; it begins once the first frame is up, unless it goes on already.
            start_at: where a recording begins to play, in the words of the seek prompt.
            speed: how many times faster than it happened a recording plays.
            exit_on_finish: leave the program as soon as a live run has ended.
        """
        super().__init__(source, speed)
        self._start_at = start_at
        self._exit_on_finish = exit_on_finish
        self._told = 0
        self._works: tuple[object, ...] = ()

    @property
    def shown_runs(self) -> Sequence[RunSource]:
        """The one run."""
        return (self.source,)

    def on_mount(self) -> None:
        """Start the run, now that the first frame is on its way."""
        self.call_after_refresh(self.drive)

    async def on_unmount(self) -> None:
        """Let go of the run; a live one goes on."""
        await program_of(self).runs.let_go(self.source)

    @work
    async def drive(self) -> None:
        """Have the source driven, and see its end."""
        runs = program_of(self).runs
        await runs.begin(self.source).wait()
        while self.source.is_live:  # something more was said just now
            await runs.begin(self.source).wait()
        self.is_read = True
        if self._start_at is not None:
            self.seek(self._start_at)
        self.moved()
        if self.source.controls is not None and not len(self.source.history):
            await self.action_compose()  # nothing was asked yet
        elif self._exit_on_finish:
            self.app.exit()

    @on(Talking.Said)
    def go_on(self) -> None:
        """Drive a run again that had ended, and see it if the end was seen."""
        if self.is_read and self.source.is_live:
            self.is_read = False
            if self.playhead.is_at_end:
                self.playhead.follow()
            self.drive()
        self.moved()

    def watch_scene(self) -> None:
        """Tell of what went wrong with the file, and which keys work now."""
        for problem in self.source.problems[self._told :]:
            self.notify(visible(problem), severity="error", timeout=10, markup=False)
        self._told = len(self.source.problems)
        if (works := self._what_works()) != self._works:
            self._works = works
            self.refresh_bindings()

    def _what_works(self) -> tuple[object, ...]:
        """Return what the set of working keys depends on, besides keys themselves."""
        scene = self.scene
        if scene is None:
            return ()
        at_start = scene.view.position == 0
        at_end = scene.mode == "live" or scene.behind == 0
        has_items, has_errors = scene.view.items > 0, scene.view.errors > 0
        ends = (scene.is_live, scene.is_read, at_start, at_end)
        return (scene.mode, *ends, has_items, has_errors, bool(scene.waiting))
