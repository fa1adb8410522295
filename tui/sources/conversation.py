"""Conversation: who answers what is said in a live run, one thing after the other.

Law: an answer writes the whole of its run into the journal, from `run.start` to `run.end`. What the
user says is answered by the agent that answered last, which knows all that was said before; a turn
that was not finished is not part of it.
"""

from dataclasses import dataclass
from typing import Protocol

from agents_core.forks.fork_point import ForkPoint
from agents_core.journal import Journal
from agents_core.outputs.output_files import OutputFolder
from tui.sources.live_controls import LiveControls

Said = str | ForkPoint
"""What a run is to answer: what the user says, or all that another run had come to."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where an answer takes place."""

    journal: Journal
    controls: LiveControls
    is_watched: bool
    """Somebody answers through `controls` what the run asks."""
    outputs: OutputFolder | None = None
    """Where long outputs are kept, if they are."""


class Conversation(Protocol):
    """Starts the runs of one target, each going on where the one before ended."""

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The tools whose calls nobody has decided about; the latest run ended waiting for that."""
        ...

    async def answer(self, said: Said, stage: Stage) -> None:
        """Make one run, to its end.

        Raises:
            Exception: the run failed, and may not have said so.
        """
        ...

    async def close(self) -> None:
        """Let go of everything the runs held open."""
        ...
