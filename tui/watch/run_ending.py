"""What a watched run came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Ending:
    """What the result of a run said when the run was over."""

    new_items: Sequence[Any]
    interruptions: Sequence[Any]
    final_output: Any
    context_wrapper: Any

    @classmethod
    def of(cls, result: Any) -> "Ending":
        """Take it from a `RunResult`, or a `RunResultStreaming`."""
        return cls(
            result.new_items, result.interruptions, result.final_output, result.context_wrapper
        )


def outcome_of(error: BaseException | None, result: Any, output: Any) -> str:
    """Return how a run ended; one that came to nothing, without an error, was cancelled."""
    if isinstance(error, Exception):
        return "failed"
    if getattr(result, "interruptions", ()):
        return "needs_approval"
    is_unknown = result is None and error is None
    return "finished" if is_unknown or output is not None else "cancelled"
