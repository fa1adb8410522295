"""RunFile: the journal of a watched run, the file it goes into, and the socket it is offered on."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from agents_core.journal import Journal
from agents_core.recording import Redactor, RunHeader, RunRecorder, RunStore
from agents_core.recording.redaction import secrets_of
from agents_core.run_events import RunEvent
from tui.watch.controls import WatchedControls
from tui.watch.mishaps import tell
from tui.watch.sockets import Sockets
from tui.watch.told_lines import ToldLines

MOST_UNSAVED: Final = 50_000
"""Lines that may wait for a disk that refuses."""


class RunFile:
    """One run being written; used by the writing thread alone."""

    def __init__(
        self, agent: str, clock: Callable[[], float], controls: WatchedControls, sockets: Sockets
    ) -> None:
        """Create the file, and a socket if there can be one.

        Raises:
            RecordingError: it cannot be created.
        """
        now, store = datetime.now(UTC), RunStore()
        redactor = Redactor(secrets_of(os.environ))
        run_id, path = store.new_run(now)
        header = RunHeader(
            run_id=run_id,
            created_at=now.isoformat(timespec="microseconds"),
            title=Path(sys.argv[0] or "python").name,
            agent=agent,
            argv=tuple(map(redactor.text, sys.argv)),
        )
        self._recorder = RunRecorder(path, header, tell)
        self._is_open = True
        self.controls = controls
        self.history = ToldLines(path, len(header.line) + 1)
        self.journal = Journal(run_id=run_id, clock=clock, redact=redactor)
        self.journal.subscribe(self._record)
        self._sockets = sockets
        self._socket = sockets.open(self, header)

    @property
    def is_live(self) -> bool:
        """Whether more may come."""
        return self._is_open

    @property
    def is_behind(self) -> bool:
        """Whether more waits for the disk than may be kept in memory."""
        return self._is_open and self._recorder.unsaved > MOST_UNSAVED

    def close(self) -> None:
        """Write what is left; what comes later is not kept."""
        self._is_open = False
        self._recorder.close()
        if self._socket is not None:
            self._sockets.close(self._socket)

    def disown(self) -> None:
        """Leave the run to the process that this one was forked from."""
        self._is_open = False
        self._recorder.disown()

    def _record(self, event: RunEvent) -> None:
        """Keep an event, and tell whoever watches."""
        if self._is_open:
            self._recorder.record(event)
            self.history.append(event.line)
            if self._socket is not None:
                self._socket.nudge()
