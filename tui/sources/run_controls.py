"""RunControls: what somebody who watches a live run may do to it.

Law: all that goes in or comes out is plain data, so that a watcher in another process can do the
same over a wire. What the run waits for, and what was decided, is read from its history, where each
question is known by the `seq` of the event that asks it. A call about something that is over, or
that another watcher has settled, does nothing; what a run has no means for is `Refused`.
"""

from collections.abc import Sequence
from typing import Literal, Protocol

from agents_core.agents.approvals import ApprovalAnswer
from agents_core.agents.gates import GateAnswer

CancelMode = Literal["immediate", "after_turn"]
"""As in `RunResultStreaming.cancel`."""


class Refused(ValueError):
    """A run cannot do what it is asked, whatever its state; the message says so in plain words."""


class RunControls(Protocol):
    """The controls of one run; a recorded one has none."""

    def cancel(self, mode: CancelMode) -> None:
        """Stop the run, at once or when its turn is over; what happened so far is kept."""
        ...

    def answer(self, request: int, answer: ApprovalAnswer) -> None:
        """Decide about a call that waits.

        Args:
            request: the `seq` of its `approval.request`.
            answer: holds for all further calls of the tool if it says `always`, those that wait
                already included.
        """
        ...

    def resume(self, stop: int, answer: GateAnswer) -> None:
        """Let the run go on from a breakpoint; `stop` is the `seq` of its `break.stop`."""
        ...

    def cancel_call(self, call_id: str) -> None:
        """Stop one tool call that runs, and nothing else."""
        ...

    @property
    def breakpoints(self) -> Sequence[str]:
        """The filters that hold the run, as they were typed."""
        ...

    def set_breakpoint(self, expression: str) -> None:
        """Hold the run before each step that the filter matches, from now on."""
        ...

    def remove_breakpoint(self, expression: str) -> None:
        """Hold the run there no more; a run that is held there already stays held."""
        ...

    @property
    def waiting(self) -> Sequence[str]:
        """What was said and nobody was asked yet, oldest first."""
        ...

    def send(self, text: str) -> None:
        """Say something in the conversation.

        The agent that answered last is asked once the run is over. What is said while it goes on
        waits; after a run that did not finish it waits until something more is said.
        """
        ...

    def release(self) -> None:
        """Let what waits be asked although the run before did not finish."""
        ...

    def take_back(self) -> None:
        """Unsay what was said last, if it still waits."""
        ...
