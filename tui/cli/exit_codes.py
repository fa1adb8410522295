"""What the exit code of agent-tui says."""

from enum import IntEnum
from typing import Any


class ExitCode(IntEnum):
    """The codes scripts rely on; they never change their meaning."""

    FINISHED = 0
    FAILED = 1
    """The run failed: the model, a tool, the network."""
    BAD_INPUT = 2
    """Bad arguments, a bad configuration, no such run."""
    MAX_TURNS = 3
    GUARDRAIL = 4
    NEEDS_APPROVAL = 5
    """An approval was needed and nobody could give it."""
    CHECK_FAILED = 6
    """The run finished, and `--fail-if` means something in it."""
    INTERRUPTED = 130
    BROKEN_PIPE = 141


def exit_code_of(end: dict[str, Any]) -> ExitCode:
    """Return the code for what a `run.end` event says."""
    match end.get("status"):
        case "finished":
            return ExitCode.FINISHED
        case "cancelled":
            return ExitCode.INTERRUPTED
        case "needs_approval":
            return ExitCode.NEEDS_APPROVAL
    error = end.get("error")
    match error if isinstance(error, dict) else {}:
        case {"type": "MaxTurnsExceeded"}:
            return ExitCode.MAX_TURNS
        case {"type": "ConfigError"}:
            return ExitCode.BAD_INPUT
        case {"fault": "guardrail"}:
            return ExitCode.GUARDRAIL
    return ExitCode.FAILED
