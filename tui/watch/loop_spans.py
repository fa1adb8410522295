"""LoopSpans: spans of the Agents SDK, read in the event loop that runs what they tell of.

Law: a span may come from any thread; it is read in the loop, soon, in the order of coming. A loop
that is closed hears of nothing any more. The SDK keeps what was there before: nobody can take a
trace processor away again, so there is one for the whole process.
"""

import asyncio
import importlib
import time
from contextlib import suppress
from functools import cache
from typing import Any

from agents_core.journal import JournalScope
from tui.watch.run_beginning import Beginning
from tui.watch.span_reader import Place, SpanReader
from tui.watch.watched_run import WatchedRun


class LoopSpans:
    """A trace processor of the SDK."""

    def __init__(self) -> None:
        """Know no run yet."""
        self._reader = SpanReader(_nested_run)
        self._loop: asyncio.AbstractEventLoop | None = None

    def follow(self, task: asyncio.Task[Any] | None, run: WatchedRun) -> None:
        """Tell `run` from now on what the spans of a task say, a task of the running loop."""
        self._loop = asyncio.get_running_loop()
        self._reader.know(task, run)

    def on_trace_start(self, trace: Any) -> None:
        """A trace begins, which says nothing of a run."""

    def on_trace_end(self, trace: Any) -> None:
        """A trace is over, which says nothing of a run."""

    def on_span_start(self, span: Any) -> None:
        """A span begins."""
        self._soon(self._reader.begin, span, _current_task())

    def on_span_end(self, span: Any) -> None:
        """A span ends."""
        self._soon(self._reader.end, span)

    def shutdown(self) -> None:
        """Nothing is held open here."""

    def force_flush(self) -> None:
        """Nothing is waited for."""

    def _soon(self, read: Any, *told: Any) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(read, *told)


@cache
def loop_spans() -> LoopSpans:
    """Return the one of this process; the first time, the SDK is asked to tell it of spans."""
    spans = LoopSpans()
    importlib.import_module("agents").add_trace_processor(spans)
    return spans


def _nested_run(beginning: Beginning, place: Place | None) -> WatchedRun:
    assert place is not None, "only runs are read of that somebody follows"
    scope = JournalScope(place.run.scope.journal, place.nested_under())
    return WatchedRun(scope, time.monotonic, beginning)


def _current_task() -> asyncio.Task[Any] | None:
    try:
        return asyncio.current_task()
    except RuntimeError:  # a thread without a loop
        return None
