"""The model calls of a recorded run, each with what was asked and what came back, and when.

Law: what a call holds is what the file says; the input is whole again, and the answers are the
provider's bytes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from agents_core.run_events import RunEvent

_ANSWERED: Final = re.compile(r"answered ([45]\d\d): (.*)")
"""How the error of a run goes that a server's refusal ended: status, and the server's words."""


@dataclass(frozen=True, slots=True)
class RecordedRetry:
    """An attempt that failed, after which the request was made again."""

    status: int | None
    """The HTTP status; None: no answer came."""
    message: str
    delay_s: float | None
    """The wait the server asked for."""


@dataclass(slots=True)
class RecordedCall:
    """One call of a model."""

    agent: str | None
    turn: int
    at: float
    """When the model was asked, in seconds of the run."""
    model: str | None
    instructions: str | None
    input: list[Any]
    tools: list[str]
    """Names of the tools and handoffs it was offered."""
    retries: list[RecordedRetry] = field(default_factory=list)
    events: list[tuple[float, bytes]] = field(default_factory=list)
    """What it said: seconds since it was asked, and the provider's payload."""
    status: str | None = None
    """How the answer ended; None: the recording ends before it."""
    error: dict[str, Any] | None = None
    """Why the run ended here, if it did."""

    @property
    def error_message(self) -> str:
        """Why the run ended here, in a sentence; empty if it did not."""
        return str((self.error or {}).get("message") or "")

    @property
    def refusal(self) -> tuple[int, str] | None:
        """The status and the words with which a server refused the request for good."""
        found = _ANSWERED.search(self.error_message)
        return None if found is None else (int(found[1]), found[2])


def read_model_calls(events: Iterable[RunEvent]) -> list[RecordedCall]:
    """Return the calls of a run and of the runs nested in it, in the order they were made."""
    calls: list[RecordedCall] = []
    latest: dict[int | None, RecordedCall] = {}
    for event in events:
        if event.type == "run.start":
            latest.pop(event.parent, None)
        elif event.type == "model.request":
            call = _call_of(event, latest.get(event.parent))
            latest[event.parent] = call
            calls.append(call)
        elif (open_call := latest.get(event.parent)) is not None:
            _note(open_call, event)
    return calls


def _call_of(event: RunEvent, before: RecordedCall | None) -> RecordedCall:
    """Return the call a request begins; its input goes on from the one before."""
    data = event.data
    kept = data.get("kept") or 0
    known = [] if before is None else before.input[:kept]
    return RecordedCall(
        agent=event.agent,
        turn=event.turn,
        at=event.at,
        model=data.get("model"),
        instructions=data.get("instructions"),
        input=[*known, *(data.get("input") or [])],
        tools=[str(tool.get("name")) for tool in data.get("tools") or [] if isinstance(tool, dict)],
    )


def _note(call: RecordedCall, event: RunEvent) -> None:
    """Take what happened to a call."""
    match event.type:
        case "model.event":
            call.events.append((event.at - call.at, event.payload))
        case "model.retry":
            data = event.data
            retry = RecordedRetry(data.get("status"), str(data.get("message")), data.get("delay_s"))
            call.retries.append(retry)
        case "model.end":
            call.status = event.data.get("status")
        case "run.end" if call.status != "completed":
            call.error = event.data.get("error")
