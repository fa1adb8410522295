"""Fault: an error as events hold it."""

import traceback
from dataclasses import asdict, dataclass
from typing import Literal

FaultKind = Literal["model", "tool", "user", "network", "guardrail", "limit", "bug"]
"""Whose doing it was: the model, a tool, the user or their configuration, the network or the
provider's service, a guardrail, a limit that was set, or a bug in code of ours or of the user's."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An error as the journal holds it."""

    fault: FaultKind
    type: str
    """The class of the exception."""
    message: str
    """Who did what; one line where the source allows it."""
    hint: str = ""
    """What to do about it."""
    traceback: str = ""
    """Where it was raised, when that is in somebody's code."""

    def as_data(self) -> dict[str, str]:
        """Return the fields as `error` in an event."""
        return asdict(self)

    @classmethod
    def of(cls, error: BaseException, fault: FaultKind) -> "Fault":
        """Return an error as it is, somebody's doing; of a bug, with where it was raised."""
        where = "".join(traceback.format_exception(error)) if fault == "bug" else ""
        return cls(fault, type(error).__name__, str(error), traceback=where)
