"""Lens: one model call, what it received, and how that differs from a call it is held against."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from agents_core.history.run_history import RunHistory
from agents_core.history.views import CallView
from agents_core.received.difference import Difference, all_of, difference
from agents_core.received.entries import Part
from agents_core.received.request_reader import Received, RequestReader

Comparison = Literal["before", "handoff", "all"]
"""before: the agent's own call before, or, if it had none, the call that handed off to it ·
handoff: the latest call of the agent that handed off · all: nothing."""

_CHARACTERS_PER_TOKEN: Final = 4
"""A guess, until the provider has told how many tokens it was."""


@dataclass(frozen=True, slots=True)
class Lens:
    """What one call received, held against another."""

    call: CallView
    base: CallView | None
    """The call it is held against; None: none."""
    received: Received
    found: tuple[Difference, ...]
    sizes: Mapping[Part, int]
    """Characters of each part that takes up room."""

    @property
    def total(self) -> int:
        """Tokens received: as reported, or a guess; see `is_exact`."""
        if self.call.tokens is not None and self.call.tokens.input:
            return self.call.tokens.input
        return round(self.size / _CHARACTERS_PER_TOKEN)

    @property
    def size(self) -> int:
        """Characters received."""
        return sum(self.sizes.values())

    @property
    def is_exact(self) -> bool:
        """Whether the provider has told how many tokens it received."""
        return self.call.tokens is not None and self.call.tokens.input > 0

    def tokens(self, size: int) -> int:
        """Guess the tokens of so many characters, so that all together have the known sum.

        Where the provider keeps what came before, nobody knows what the sum is of.
        """
        if self.received.is_continued or not self.size:
            return round(size / _CHARACTERS_PER_TOKEN)
        return round(size * self.total / self.size)


def comparisons(call: CallView) -> tuple[Comparison, ...]:
    """Return what a call can be held against."""
    has_own, was_handed = call.own_before is not None, call.handed_by is not None
    if has_own and was_handed and call.own_before != call.handed_by:
        return ("before", "handoff", "all")
    return ("before", "all") if has_own or was_handed else ("all",)


def base_of(call: CallView, comparison: Comparison) -> int | None:
    """Return the number of the call that `call` is to be held against."""
    match comparison:
        case "before":
            return call.handed_by if call.own_before is None else call.own_before
        case "handoff":
            return call.handed_by
        case "all":
            return None


def look_at(
    history: RunHistory, reader: RequestReader, call: CallView, comparison: Comparison
) -> Lens:
    """Return what `call` received, held against another call where there is one."""
    received, base = reader.received(call.number), base_of(call, comparison)
    sizes = _sizes(received)
    if base is None:
        return Lens(call, None, received, tuple(all_of(received)), sizes)
    created = reader.created(base, call.number)
    found = difference(reader.received(base), received, created)
    return Lens(call, history.call(base, call.seq), received, tuple(found), sizes)


def _sizes(received: Received) -> Mapping[Part, int]:
    """Return the characters of each part that takes up room."""
    sizes: dict[Part, int] = {"system": 0, "history": 0, "tool output": 0, "schema": 0}
    for entry in (*received.instructions, *received.input, *received.offers):
        sizes[entry.part] += entry.size
    return sizes
