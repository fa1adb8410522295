"""What is known of a watched run as it begins, and of each model call in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class NamedAgent:
    """An agent of which a span tells nothing but the name."""

    name: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of a run as it begins."""

    agent: Any
    """The `Agent`, or a `NamedAgent`."""
    input: Any = None
    max_turns: int | None = None
    is_streamed: bool = False
    tells_requests: bool = False
    """Whether hooks tell what models are asked."""
    old_items: int = 0
    """How many of its items are of the run that it goes on with."""
    before: Sequence[Any] = ()
    """What was said in the conversation before, as items; not told again."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a model is asked, as the SDK's hooks tell just before it asks."""

    instructions: str | None
    input: Any
