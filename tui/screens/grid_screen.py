"""GridScreen: many runs at once, a tile each; any opens into the screen of a run.

Law: it looks at the runs while they go on and it is seen, and then no more.
"""

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.timer import Timer

from agents_core.costs import Cost
from tui import grid_keys
from tui.batch.batch import FAILURES, Batch
from tui.batch.run_tiles import RunTiles
from tui.sanitise import visible_line
from tui.screens.choice_dialog import Choice, ChoiceDialog
from tui.screens.program import is_seen, program_of
from tui.sources.run_source import RunSource
from tui.widgets.grid_header import GridHeader, Sums
from tui.widgets.grid_pane import GridPane
from tui.widgets.key_footer import KeyFooter
from tui.widgets.line_pane import LinePane

FRAMES = 10
"""Frames a second at most."""


class GridScreen(Screen[None]):
    """The runs of a batch."""

    BINDINGS: ClassVar[list[BindingType]] = grid_keys.GRID
    AUTO_FOCUS = ""

    def __init__(self, batch: Batch, *, exit_on_finish: bool = False) -> None:
        """Show `batch`, which begins once the first frame is up.

        Args:
            batch: the runs.
            exit_on_finish: leave the program as soon as the last run has ended.
        """
        super().__init__()
        self.many = batch
        self._exit_on_finish = exit_on_finish
        self._tiles = RunTiles(batch)
        self.grid = GridPane(self._tiles, id="grid")
        self._frames: Timer | None = None
        self._began = 0.0
        self._is_read = False

    def compose(self) -> ComposeResult:
        """Lay out header, tiles and footer."""
        with Vertical(id="top"):
            yield GridHeader()
        yield self.grid
        with Vertical(id="bottom"):
            yield KeyFooter(grid_keys.FOOTER)

    def on_mount(self) -> None:
        """Begin, now that the first frame is on its way."""
        self._began = program_of(self).clock()
        self.set_focus(self.grid)
        self._frames = self.set_interval(1 / FRAMES, self.sample)
        self.call_after_refresh(self.drive)

    def on_screen_suspend(self) -> None:
        """Stand still under another screen."""
        self.sample()

    def on_screen_resume(self) -> None:
        """Show what happened meanwhile."""
        self.sample()

    @work
    async def drive(self) -> None:
        """Let the runs happen."""
        runs = program_of(self).runs
        await self.many.run(lambda source: runs.begin(source).wait())
        self._is_read = True
        self.sample()
        if self._exit_on_finish:
            self.app.exit()

    def sample(self) -> None:
        """Show how far the runs are."""
        if not is_seen(self):
            self._set_pace()
            return
        now = program_of(self).clock()
        self._tiles.now = now
        self.grid.settle()
        self._sum_up(now)
        self._set_pace()

    def _set_pace(self) -> None:
        """Tick while something can change, and somebody sees it."""
        if self._frames is None:
            return
        if is_seen(self) and not (self._is_read and self.many.is_over):
            self._frames.resume()
        else:
            self._frames.pause()

    def _sum_up(self, now: float) -> None:
        views = [self.many.view(source) for source in self.many.runs]
        header, counts = self.query_one(GridHeader), self.many.counts()
        before = header.sums
        is_over = self.many.is_over and before.counts
        header.sums = Sums(
            counts,
            sum(view.tokens.total for view in views),
            sum((view.cost for view in views), Cost()),
            before.seconds if is_over else int(now - self._began),
        )
        if before.counts != counts:
            self.refresh_bindings()

    @property
    def shown_runs(self) -> Sequence[RunSource]:
        """All of them."""
        return self.many.runs

    @property
    def selected(self) -> RunSource:
        """The run under the cursor."""
        return self.many.runs[self.grid.cursor]

    @on(LinePane.Opened)
    def open_selected(self) -> None:
        """Show the run on its own screen, unless it waits for room."""
        if self.many.state_of(self.selected) in ("waiting", "skipped"):
            self.notify("this run has not begun", timeout=2)
        else:
            program_of(self).open_run(self.selected, start_at="100%")

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys mean something now."""
        if action == "cancel":
            return not self.many.is_over
        if action == "failing":
            return any(self.many.counts()[state] for state in FAILURES)
        return True

    def action_failing(self, step: int) -> None:
        """Go to the next run that failed, or the one before; round the end."""
        count, cursor = len(self.many.runs), self.grid.cursor
        for far in range(1, count + 1):
            index = (cursor + step * far) % count
            if self.many.state_of(self.many.runs[index]) in FAILURES:
                self.grid.show_cursor(index)
                return

    def action_cancel(self) -> None:
        """Ask what to stop."""
        source = self.selected

        def cancel(answer: str | None) -> None:
            if answer == "one" and source.controls is not None:
                source.controls.cancel("immediate")
            elif answer == "all":
                self.many.cancel()

        self.app.push_screen(_cancel_dialog(source.title), cancel)

    def action_interrupt(self) -> None:
        """Ask what to stop while runs go on; else quit."""
        if self.many.is_over:
            program_of(self).quit()
        else:
            self.action_cancel()

    def action_quit(self) -> None:
        """Leave."""
        program_of(self).leave()


def _cancel_dialog(title: str) -> ChoiceDialog:
    choices = (
        Choice("one", "This run", visible_line(title)),
        Choice("all", "All runs", "what happened so far stays recorded (ctrl+c)"),
        Choice("stay", "Let them run", "change nothing (esc)"),
    )
    return ChoiceDialog("Cancel?", choices, "all")
