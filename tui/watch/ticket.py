"""Ticket: a run, for the threads of its program, which may not look into what is written of it.

Law: but for `is_read`, only the writing thread touches what is here; the others pass its methods
on as notes.
"""

from asyncio import CancelledError
from collections.abc import Callable
from typing import Any

from tui.watch.run_beginning import Request
from tui.watch.run_ending import Ending
from tui.watch.watched_run import WatchedRun


class Ticket:
    """A run that is noted to have begun, and is written down a little later."""

    def __init__(self, close: Callable[[WatchedRun], None]) -> None:
        """Begin before the run is written down; `close` it once it has ended."""
        self.run: WatchedRun | None = None
        """None before its beginning is written down, or for ever where that fails."""
        self.is_read = False
        """Whether somebody reads its stream, or has read it."""
        self._close = close
        self._is_left = False

    def take_event(self, event: Any) -> None:
        """Its stream brought an event."""
        if self.run is not None:
            self.run.take_event(event)

    def take_request(self, agent: Any, request: Request) -> None:
        """A model of it is about to be asked."""
        if self.run is not None:
            self.run.take_request(agent, request)

    def end(self, result: Any, error: BaseException | None) -> None:
        """It is over, and all that it told was heard."""
        if self.run is not None:
            try:
                self.run.end(result, error)
            finally:
                self._close(self.run)

    def expect_end(self, ending: Ending, error: BaseException | None) -> None:
        """It has come to its end, but somebody may still read its stream."""
        if self.run is not None:
            self.run.expect_end(ending, error)
        has_no_more = isinstance(error, CancelledError) and not self.is_read
        if self._is_left or has_no_more:
            self.give_up()

    def leave(self) -> None:
        """Its stream is read no further; the SDK brings the run to its end all the same."""
        self._is_left = True
        if self.run is not None and self.run.is_expected:
            self.give_up()

    def give_up(self) -> None:
        """Nobody will ever hear more of it."""
        if self.run is not None:
            try:
                self.run.give_up()
            finally:
                self._close(self.run)
