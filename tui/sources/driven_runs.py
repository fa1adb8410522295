"""DrivenRuns: the runs this program drives; each goes on to its end, whoever watches it.

Law: it is the program that drives a run, once at a time: leaving its screen stops nothing, and
coming back begins nothing anew. A bug in a run ends the program, loudly.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from tui.sources.run_source import RunSource

Start = Callable[[Coroutine[Any, Any, None]], object]
"""Begins something that goes on beside everything else; tells of what it raises."""


class DrivenRuns:
    """All runs that were begun; live ones are kept until the program ends, to come back to."""

    def __init__(self, start: Start) -> None:
        """Begin runs with `start`."""
        self._start = start
        self._ends: dict[RunSource, asyncio.Event] = {}
        self._is_stopped = False

    @property
    def live(self) -> list[RunSource]:
        """The runs that go on now, and end with this program."""
        return [source for source in self.going_on if not source.is_remote]

    @property
    def going_on(self) -> list[RunSource]:
        """The runs that are live now, those that others drive among them."""
        return [source for source in self._ends if source.is_live]

    def of(self, run_id: str) -> RunSource | None:
        """Return the run of that id, if this program drives it or has driven it."""
        driven = (source for source in self._ends if source.header is not None)
        return next((s for s in driven if s.header and s.header.run_id == run_id), None)

    def begin(self, source: RunSource) -> asyncio.Event:
        """Drive `source` unless it is driven already; return what is set at its end, if any comes.

        A run that has ended is driven again once more was said to it.
        """
        end = self._ends.get(source)
        if self._is_stopped:
            return end or asyncio.Event()
        if end is None or (end.is_set() and source.is_live):
            end = self._ends[source] = asyncio.Event()
            self._start(_drive(source, end))
        return end

    def stop(self) -> None:
        """Cancel all that is live, and begin nothing more."""
        self._is_stopped = True
        for source in self.live:
            if (controls := source.controls) is not None:
                controls.cancel("immediate")

    async def ended(self, seconds: float) -> None:
        """Wait until nothing is live any more, but no longer than `seconds`."""
        ends = [asyncio.ensure_future(self.begin(source).wait()) for source in self.live]
        if ends:
            await asyncio.wait(ends, timeout=seconds)
        for end in ends:
            end.cancel()

    async def let_go(self, source: RunSource) -> None:
        """Close a recorded run that nobody looks at any more."""
        if source.controls is None or source.is_remote:
            self._ends.pop(source, None)
            await source.close()

    async def close(self) -> None:
        """Close them all: nobody will say anything more."""
        while self._ends:
            source, _ = self._ends.popitem()
            await source.close()


async def _drive(source: RunSource, end: asyncio.Event) -> None:
    await source.run()
    end.set()
