"""Gates: where a run can be held before a step, looked at, changed, and let go on.

Law: a gate is asked in plain data before a model is asked, before a tool or a handoff that may run,
and before the model gets a tool's output. Where it says nothing, nothing happens. Whether a call
may be made at all is not its matter: that is decided before, by approvals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from agents_core.agents.approvals import ApprovalSource

GateStage = Literal["model_request", "tool_call", "tool_output", "handoff"]
"""What is about to happen: a model is asked, a tool runs, the model gets an output, a handoff."""


@dataclass(frozen=True, slots=True)
class GateStep:
    """A step that is about to be taken."""

    stage: GateStage
    name: str
    """The tool, the agent to hand off to, or the model."""
    call_id: str | None
    value: str
    """JSON text of arguments, or an output as text; empty for a model request."""
    is_editable: bool
    """Whether another value may take its place."""
    agent: str | None = None
    """Whose step it is."""
    turn: int = 0
    parent: int | None = None
    """Of a nested run: the `seq` of the `tool.start` it hangs under."""
    seq: int | None = None
    """Of the event that tells of the stop, once the run is held."""


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """How a run goes on from where it was held."""

    value: str | None = None
    """In place of the step's own; None leaves that."""
    is_skipped: bool = False
    """Do not take the step; a model request and an output cannot be skipped."""
    message: str | None = None
    """What the model is told of a skipped step."""
    by: ApprovalSource = "person"


SKIPPED = "This call was skipped by the user."
"""What the model is told of a skipped step unless somebody says more."""


class Gate(Protocol):
    """Holds a run where it wants to; told and asked in the run's event loop."""

    def reason_to_stop(self, step: GateStep) -> str | None:
        """Return why the run is to be held before `step`, or None to let it go on."""
        ...

    async def hold(self, step: GateStep) -> GateAnswer:
        """Return how to go on, when it is time to."""
        ...
