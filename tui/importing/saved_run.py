"""SavedRun: one run that another program has saved, in our events; SavedEvents makes them."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from agents_core.journal import Journal, JournalScope
from agents_core.recording import Redactor
from agents_core.recording.header import Timing
from agents_core.recording.redaction import secrets_of
from agents_core.run_events import RunEvent
from tui.watch.told_run import ToldRun


@dataclass(frozen=True, slots=True)
class SavedRun:
    """What was saved of a run."""

    run_id: str
    """The same each time the same run is read."""
    title: str
    agent: str
    """The one it started with."""
    began_at: datetime
    timing: Timing
    events: Sequence[RunEvent]
    left_out: Sequence[str] = field(default=())
    """What was saved and is not among the events, in sentences."""


class SavedEvents:
    """The events of one run, stamped with the times that were saved.

    Law: time never runs backwards; what was saved out of order happens when it is told. Secrets are
    masked, as in every run that is kept.
    """

    def __init__(self, source: str, name: str, began_at: datetime) -> None:
        """Begin at `began_at`.

        Args:
            source: the format.
            name: what the program that saved the run calls it.
            began_at: when it began.
        """
        self.run_id = _run_id(f"{source} {name}", began_at)
        self.began_at = began_at
        self.events: list[RunEvent] = []
        self._now = 0.0
        self.journal = Journal(run_id=self.run_id, clock=self.clock, redact=new_redactor())
        self.journal.subscribe(self.events.append)
        self.run = ToldRun(JournalScope(self.journal), self.clock)
        """The root run."""

    def clock(self) -> float:
        """Return the time of what is told now, in seconds of the run."""
        return self._now

    def at(self, moment: datetime) -> None:
        """Let what is told next happen at `moment`."""
        self._now = max(self._now, (moment - self.began_at).total_seconds())


def new_redactor() -> Redactor:
    """Return what masks what looks like a key, and the secrets of this environment."""
    return Redactor(secrets_of(os.environ))


def read_moment(text: object) -> datetime | None:
    """Return the time an ISO 8601 text tells, in UTC where it does not say; None if it is none."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
        return moment and (moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def _run_id(name: str, began_at: datetime) -> str:
    """Return an id like those of our own runs, made of what the run is."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{began_at.astimezone(UTC):%Y-%m-%dT%H-%M-%S}-{digest[:8]}"
