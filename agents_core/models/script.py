"""Script: what an offline model says, turn by turn.

Plain values: `agents.toml` and tests both make them, `scripted` plays them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class ScriptCall:
    """A call the model makes."""

    name: str
    """The tool."""
    arguments: Mapping[str, Any] | str = field(default_factory=dict)
    """What it is called with; a string is sent as it is, valid JSON or not."""


@dataclass(frozen=True, slots=True)
class ScriptError:
    """A failure: the request is refused, or the stream breaks."""

    status: int = 500
    """The HTTP status of a refusal."""
    message: str = "scripted error"
    """The server's words."""
    retry_after: float | None = None
    """Seconds the client is told to wait before it tries again."""
    after_tokens: int | None = None
    """Break the stream after so many tokens instead of refusing the request."""


@dataclass(frozen=True, slots=True)
class ScriptTurn:
    """One response. Its strings may use {{ input }}, {{ tool.NAME.FIELD }} and {{ vars.NAME }}."""

    agent: str | None = None
    """Only when this agent asks; None: any."""
    when: str | None = None
    """Only when this pattern is found in what the model was told last."""
    repeat: bool = False
    """May be played again and again instead of once."""
    reasoning: str | None = None
    """What the model thinks before it answers."""
    text: str | None = None
    """The answer."""
    output: Any | None = None
    """A structured answer, sent as JSON text."""
    calls: tuple[ScriptCall, ...] = ()
    """Calls made side by side."""
    handoff: str | None = None
    """The agent to hand off to, or the name of the handoff's tool."""
    refusal: str | None = None
    """The model declines, in these words."""
    items: tuple[Mapping[str, Any], ...] = ()
    """The output items as the API has them, sent as they are, in place of all the above."""
    error: ScriptError | None = None
    """The request fails, or its stream breaks."""
    tokens_per_second: float | None = None
    """The pace of this turn; None: the script's."""


@dataclass(frozen=True, slots=True)
class Script:
    """All an offline model says. No turns at all: it makes its answers up from the request."""

    turns: tuple[ScriptTurn, ...] = ()
    """In the order they are looked through."""
    tokens_per_second: float = 60.0
    """The pace; 0 is as fast as possible, the first token included."""
    first_token_ms: float = 250.0
    """Milliseconds before the first token of a response."""
    variables: Mapping[str, Any] = field(default_factory=dict)
    """The values of {{ vars.NAME }}."""
    templates: bool = True
    """Whether {{ … }} is filled in."""
    seed: int = 0
    """Seed of what is made up."""

    def at_pace(self, tokens_per_second: float) -> "Script":
        """Return this script with every turn at one pace."""
        turns = tuple(replace(turn, tokens_per_second=None) for turn in self.turns)
        return replace(self, turns=turns, tokens_per_second=tokens_per_second)
