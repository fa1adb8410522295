"""WatchedControls: what a watcher may do to a run of a watched program, which is to cancel it.

Law: the program is asked in its own event loop and by the SDK's own means, never interrupted. All
else is refused in plain words: approvals and what is said next are the program's own business.
"""

import asyncio
import weakref
from typing import Any, Final, NoReturn

from agents_core.agents.approvals import ApprovalAnswer
from agents_core.agents.gates import GateAnswer
from tui.sources.run_controls import CancelMode, Refused
from tui.watch.mishaps import swallowed

NOT_OURS: Final = (
    "this run belongs to a program that is only watched: it can be cancelled, if it is streamed, "
    "and no more"
)
NOT_STREAMED: Final = (
    "this run is not streamed; only its own program can stop it, for it waits for the result"
)


class WatchedControls:
    """`RunControls` of a watched run."""

    breakpoints: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()

    def __init__(self, result: Any) -> None:
        """Cancel through `result`, which is a `RunResultStreaming`, or None without a stream."""
        task = getattr(result, "run_loop_task", None)
        self._loop: asyncio.AbstractEventLoop | None = None if task is None else task.get_loop()
        self._result = None if result is None else weakref.ref(result)

    def cancel(self, mode: CancelMode) -> None:
        """Have the program's loop stop the run.

        Raises:
            Refused: it cannot be stopped from outside.
            ValueError: the loop it ran in is closed.
        """
        if self._loop is None:
            raise Refused(NOT_STREAMED)
        try:
            self._loop.call_soon_threadsafe(self._cancel, mode)
        except RuntimeError as error:
            raise ValueError("the event loop that ran it is closed") from error

    def _cancel(self, mode: CancelMode) -> None:
        """Stop it; called in the program's loop."""
        result = None if self._result is None else self._result()
        with swallowed():
            if result is not None and not result.is_complete:
                result.cancel(mode=mode)

    def answer(self, request: int, answer: ApprovalAnswer) -> None:
        """Refuse."""
        _refuse()

    def resume(self, stop: int, answer: GateAnswer) -> None:
        """Refuse."""
        _refuse()

    def cancel_call(self, call_id: str) -> None:
        """Refuse."""
        _refuse()

    def set_breakpoint(self, expression: str) -> None:
        """Refuse."""
        _refuse()

    def remove_breakpoint(self, expression: str) -> None:
        """Refuse."""
        _refuse()

    def send(self, text: str) -> None:
        """Refuse."""
        _refuse()

    def release(self) -> None:
        """Refuse."""
        _refuse()

    def take_back(self) -> None:
        """Refuse."""
        _refuse()


def _refuse() -> NoReturn:
    raise Refused(NOT_OURS)
