"""RunTeller: a run, for the threads of a program that tell of it.

Law: telling is an append. What was told is taken in the writing thread, where the run is.
"""

from collections.abc import Callable
from typing import Any

from agents_core.journal import JournalScope
from tui.watch.told_run import ToldRun
from tui.watch.writer import run_writer

Step = Callable[..., object]
"""Tells a `ToldRun`, its first argument, one thing; the rest is what it is about."""


class RunTeller:
    """Tells of one run."""

    def __init__(self, agent: str, under: "tuple[RunTeller, str] | None" = None) -> None:
        """A run begins with an agent: under a tool call of another run, or by itself.

        Args:
            agent: its name.
            under: who tells of the other run, and the id of the call.
        """
        self._run: ToldRun | None = None
        self._writer = run_writer()
        self._notes = self._writer.notes
        self._notes.put_always(self._open, agent, under)

    def tell(self, step: Step, *about: Any) -> None:
        """Something happened."""
        self._notes.put(self._take, step, *about)

    def tell_delta(self, step: Step, *about: Any) -> None:
        """A model says a piece of its answer; this is let go of first when too much happens."""
        self._notes.put_delta(self._take, step, *about)

    def end(self, step: Step, *about: Any) -> None:
        """The run ends with one more step."""
        self._notes.put_always(self._close, step, *about)

    def _open(self, agent: str, under: "tuple[RunTeller, str] | None") -> None:
        scope = None if under is None else under[0]._nested(under[1])
        run = self._run = ToldRun(scope or self._writer.open_run(agent), self._writer.clock)
        self._writer.end_with(run.scope, lambda: run.end("cancelled"))

    def _nested(self, call_id: str) -> JournalScope | None:
        """Return the place of a run under a call, unless that call is not going on."""
        if self._run is None or (seq := self._run.seq_of(call_id)) is None:
            return None
        return JournalScope(self._run.scope.journal, seq)

    def _take(self, step: Step, *about: Any) -> None:
        if self._run is not None:
            step(self._run, *about)

    def _close(self, step: Step, *about: Any) -> None:
        run, self._run = self._run, None
        if run is None:
            return
        try:
            step(run, *about)
        finally:
            self._writer.close_run(run.scope)
