"""Notices: telling what happens in live runs where nobody sees it.

Law: each thing once; outside the terminal while it has no focus, else on the screen, and there only
of runs that are not shown. Nothing is looked at while no run is live.
"""

from typing import TYPE_CHECKING, Any, Final

from textual.app import App
from textual.timer import Timer

from agents_core.errors import FilterError
from tui.desktop_notice import tell_outside
from tui.sanitise import visible, visible_line
from tui.screens.program import shown_runs
from tui.sources.driven_runs import DrivenRuns
from tui.sources.run_source import RunSource

if TYPE_CHECKING:
    from tui.run_news import RunNews

EVERY_S: Final = 1.0
"""How often live runs are looked at, in seconds."""

SHOWN_S: Final = 10.0
"""How long a notice stays on the screen, in seconds."""


class Notices:
    """Tells of the runs a program drives."""

    def __init__(self, app: App[Any], runs: DrivenRuns, wanted: str | None) -> None:
        """Tell what `wanted`, a filter, finds; None is the usual, "" nothing."""
        self._app = app
        self._runs = runs
        self._wanted = wanted
        self._news: dict[RunSource, RunNews | None] = {}
        """Of each live run; None where the filter is none."""
        self._timer: Timer | None = None

    def go_on(self) -> None:
        """Look from now on, until no run is live; to be called as a run begins."""
        self.look()
        if self._timer is None:
            self._timer = self._app.set_interval(EVERY_S, self.look)
        self._timer.resume()

    def look(self) -> None:
        """Tell what is new."""
        live = self._runs.going_on
        for source in live:
            if source not in self._news:
                self._news[source] = self._first_look(source)
        for source, news in list(self._news.items()):
            for words in () if news is None else news.look():
                self._tell(source, words)
            if source not in live:
                del self._news[source]
        if not live and self._timer is not None:
            self._timer.pause()

    def _first_look(self, source: RunSource) -> "RunNews | None":
        # Imported here because the first frame does without filters.
        from tui.run_news import RunNews

        try:
            return RunNews(source, self._wanted)
        except FilterError as error:
            problem = visible(f"[tui] notify: {error}")
            self._app.notify(problem, severity="error", markup=False)
            return None

    def _tell(self, source: RunSource, words: str) -> None:
        if not self._app.app_focus:
            tell_outside(self._app, words)
        elif source not in shown_runs(self._app.screen_stack):
            self._app.notify(visible_line(words), timeout=SHOWN_S, markup=False)
