"""RunFile: the journal of a watched run, and the file it goes into."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from agents_core.journal import Journal
from agents_core.recording import Redactor, RunHeader, RunRecorder, RunStore
from agents_core.run_events import RunEvent
from tui.watch.mishaps import tell

MOST_UNSAVED: Final = 50_000
"""Lines that may wait for a disk that refuses."""

_SECRET_NAMES: Final = ("_API_KEY", "_TOKEN", "_SECRET", "_PASSWORD")
"""How the names of environment variables end whose values are masked."""


class RunFile:
    """One run being written; used by the writing thread alone."""

    def __init__(self, agent: str, clock: Callable[[], float]) -> None:
        """Create the file.

        Raises:
            RecordingError: it cannot be created.
        """
        now, store = datetime.now(UTC), RunStore()
        redactor = Redactor(
            value for name, value in os.environ.items() if name.upper().endswith(_SECRET_NAMES)
        )
        run_id, path = store.new_run(now)
        header = RunHeader(
            run_id=run_id,
            created_at=now.isoformat(timespec="microseconds"),
            title=Path(sys.argv[0] or "python").name,
            agent=agent,
            argv=tuple(map(redactor.text, sys.argv)),
        )
        self._recorder = RunRecorder(path, header, tell)
        self._process = os.getpid()
        self._is_open = True
        self.journal = Journal(run_id=run_id, clock=clock, redact=redactor)
        self.journal.subscribe(self._record)

    @property
    def is_behind(self) -> bool:
        """Whether more waits for the disk than may be kept in memory."""
        return self._is_open and self._recorder.unsaved > MOST_UNSAVED

    def close(self) -> None:
        """Write what is left; what comes later is not kept."""
        self._is_open = False
        self._recorder.close()

    def _record(self, event: RunEvent) -> None:
        """Keep an event; a forked process has no part in its parent's runs."""
        if self._is_open and self._process == os.getpid():
            self._recorder.record(event)
