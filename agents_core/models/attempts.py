"""Failed attempts: the client sends a request again by itself, and a watcher wants to see it.

The runner sets `attempt_listener` around a model call; the HTTP client made by `client.py` reports
to it. A context variable, because the client's own retry loop stands between the two.
"""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelAttempt:
    """A request that failed and that the client is about to send again."""

    attempt: int
    """Which attempt failed, counted from 1."""

    status: int | None
    """The HTTP status, or None when no answer came."""

    message: str
    """The reason, in the server's words where it gave any."""

    delay_s: float | None
    """Seconds until the next attempt if the server named them; else None: the client chooses."""


attempt_listener: ContextVar[Callable[[ModelAttempt], None] | None] = ContextVar(
    "attempt_listener", default=None
)
"""Who is told, in this context, that a request failed and is sent again."""


def report_attempt(attempt: ModelAttempt) -> None:
    """Tell the listener of this context, if there is one."""
    if (listener := attempt_listener.get()) is not None:
        listener(attempt)


difference_listener: ContextVar[Callable[[int, Sequence[str]], None] | None] = ContextVar(
    "difference_listener", default=None
)
"""Who is told, in this context, that a request is not the one that was recorded: the number of the
recorded call, from 1, and what differs."""
