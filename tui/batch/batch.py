"""Batch: many runs, some of them at once.

Law: runs begin in the order of their lines, as soon as there is room; a batch that was cancelled
begins no more. How a run ends changes nothing for the others.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal

from agents_core.history.views import RunStatus, RunView
from tui.sources.run_source import RunSource

Drive = Callable[[RunSource], Awaitable[object]]
"""Lets a run happen, to its end."""

BatchState = RunStatus | Literal["skipped"]
"""`waiting`: there is no room for it yet; `skipped`: the batch was cancelled before."""

FAILURES: tuple[BatchState, ...] = ("failed", "needs_approval")


class Batch:
    """The runs, and how far they are."""

    def __init__(self, runs: Sequence[RunSource], parallel: int) -> None:
        """Take the runs, and how many of them may go on at once."""
        self.runs = runs
        self.is_cancelled = False
        self._parallel = parallel
        self._begun: list[RunSource] = []
        self._views: dict[RunSource, RunView] = {}

    async def run(self, drive: Drive) -> None:
        """Let all runs happen, each by `drive`."""
        room = asyncio.Semaphore(self._parallel)
        async with asyncio.TaskGroup() as group:
            for source in self.runs:
                group.create_task(self._run_one(source, drive, room))

    async def _run_one(self, source: RunSource, drive: Drive, room: asyncio.Semaphore) -> None:
        async with room:
            if not self.is_cancelled:
                self._begun.append(source)
                await drive(source)

    def cancel(self) -> None:
        """Stop all runs that go on, and begin no more."""
        self.is_cancelled = True
        for source in self._begun:
            if source.is_live and source.controls is not None:
                source.controls.cancel("immediate")

    async def close(self) -> None:
        """Let go of what the runs hold open."""
        for source in self._begun:
            await source.close()

    def view(self, source: RunSource) -> RunView:
        """Return a run as it is now; made anew only after something happened in it."""
        position, view = len(source.history), self._views.get(source)
        if view is None or view.position != position:
            view = self._views[source] = source.history.view(position)
        return view

    def state_of(self, source: RunSource) -> BatchState:
        """Return how far a run is."""
        status = self.view(source).status
        return "skipped" if status == "waiting" and self.is_cancelled else status

    def counts(self) -> Counter[BatchState]:
        """Return how many runs there are of each state."""
        return Counter(map(self.state_of, self.runs))

    @property
    def is_over(self) -> bool:
        """Nothing goes on, and nothing will."""
        return not {"waiting", "running"} & set(self.counts())
