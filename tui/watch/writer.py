"""RunWriter: the thread of a watched process that writes its runs down, and their files.

Law: there is one for each process, whatever frameworks its runs are of. What it is given to do
happens in its own thread, one thing after the other; only `notes` is touched by other threads.
"""

import atexit
import os
from collections.abc import Callable
from functools import cache
from typing import Final

from agents_core.journal import JournalScope
from tui.watch.controls import WatchedControls
from tui.watch.mishaps import swallowed
from tui.watch.notes import Notes
from tui.watch.run_file import RunFile
from tui.watch.sockets import Sockets

LAST_WRITING_S: Final = 2.0
"""The longest the program's end waits for what is still to be written."""


class RunWriter:
    """Takes notes of runs, and writes them down."""

    def __init__(self) -> None:
        """Begin without a run; as the program ends, what is left is written."""
        self.notes = Notes(self._tell_loss, self._is_behind)
        """What the threads of the program tell."""
        self._files: dict[JournalScope, RunFile] = {}
        self._last_words: dict[JournalScope, Callable[[], None]] = {}
        self._sockets = Sockets()
        atexit.register(self._finish)
        os.register_at_fork(after_in_child=self._leave_to_parent)

    def clock(self) -> float:
        """Return when the note was made that is being taken, in seconds."""
        return self.notes.now

    def open_run(self, agent: str, controls: WatchedControls | None = None) -> JournalScope:
        """Begin the file of a run, and its socket; return the root run's place in it.

        Args:
            agent: which one it starts with.
            controls: what watchers may do to it; nothing if None.

        Raises:
            RecordingError: the file cannot be created.
        """
        file = RunFile(agent, self.clock, controls or WatchedControls(None), self._sockets)
        scope = JournalScope(file.journal)
        self._files[scope] = file
        return scope

    def end_with(self, scope: JournalScope, last_words: Callable[[], None]) -> None:
        """Have `last_words` write the end of a run that is not closed before the program ends."""
        if scope in self._files:
            self._last_words[scope] = last_words

    def close_run(self, scope: JournalScope) -> None:
        """Write what is left of a run; a nested one ends with the run it is nested in."""
        self._last_words.pop(scope, None)
        if (file := self._files.pop(scope, None)) is not None:
            file.close()

    def _leave_to_parent(self) -> None:
        """Have no part, in a forked process, in the runs of its parent."""
        for file in self._files.values():
            file.disown()
        self._files.clear()
        self._last_words.clear()

    def _finish(self) -> None:
        self.notes.put_always(self._close_files)
        self.notes.flush(LAST_WRITING_S)

    def _tell_loss(self, deltas: int, others: int) -> None:
        for scope in self._files:
            scope.append("watch.drop", {"deltas": deltas, "others": others})

    def _is_behind(self) -> bool:
        return any(file.is_behind for file in self._files.values())

    def _close_files(self) -> None:
        for scope in list(self._files):
            with swallowed():
                self._last_words.get(scope, bool)()
            self.close_run(scope)
        self._sockets.settle()


@cache
def run_writer() -> RunWriter:
    """Return the one of this process."""
    return RunWriter()
