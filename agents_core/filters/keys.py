"""The words of the language: its keys, what their values are, flags and short forms.

Law: this table is what the parser accepts, completion offers, and the reference page prints.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from agents_core.history.views import ItemKind, ItemStatus, RunStatus

ValueKind = Literal["name", "choice", "text", "number", "seconds", "money", "json", "flag"]
"""name: equal or like a glob · choice: one of a few names · text: contains · json: found by a path,
compared as what it is · flag: a name after `is:`."""

RUN: Final = "run"
"""The kind of the run as a whole, which only `run --fail-if` asks about."""

REQUEST: Final = "request"
"""The kind of a model call that is about to be made, which only breakpoints ask about."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key."""

    name: str
    values: ValueKind
    meaning: str
    """For the reference: what it is of an item."""
    example: str
    choices: tuple[str, ...] = ()
    """All values of a `choice` or `flag`."""


FLAGS: Final = {
    "error": "failed, or tells of a failure",
    "handoff": "hands the work to another agent",
    "approval": "asks whether a call may run",
    "marked": "carries a mark of yours",
    "streaming": "text or arguments arrive",
    "parallel": "a tool that ran beside another one",
    "nested": "in a run under a tool call",
    "retry": "a request that was sent again",
    "slow": "took more than 5 s",
    "stall": "the run stood still for long while it went on",
    "cached": "its model call read from the cache",
    "denied": "an approval or a guardrail said no",
    "edited": "a person changed its arguments or output",
}
"""What can stand after `is:`, and what it says of an item."""

_KEYS: Final = (
    Key("kind", "choice", "what the item is", "kind:tool", (*get_args(ItemKind), REQUEST, RUN)),
    Key("agent", "name", "the agent whose doing it is", "agent:research"),
    Key("tool", "name", "the tool that is called or asked about", "tool:get_*"),
    Key("server", "name", "the MCP server of that tool", "server:billing"),
    Key("turn", "number", "the turn of its agent's run", "turn>=3"),
    Key("depth", "number", "0 in the run itself, 1 in a run under it", "depth>0"),
    Key("call", "name", "the id of the call", "call:call_9fQ"),
    Key("item", "number", "its number among the items, from 1", "item<=20"),
    Key(
        "status",
        "choice",
        "how far it is",
        "status:running",
        tuple(dict.fromkeys((*get_args(ItemStatus), *get_args(RunStatus)))),
    ),
    Key("dur", "seconds", "how long it took, or has taken", "dur>2s"),
    Key("ttft", "seconds", "from its request to the first token", "ttft>800ms"),
    Key("tokens", "number", "pieces of text received", "tokens>1k"),
    Key("in", "number", "input tokens of its model call", "in>100k"),
    Key("out", "number", "output tokens of its model call", "out>=4k"),
    Key("cached", "number", "the part of `in` that came from the cache", "cached=0"),
    Key("cost", "money", "what its model call cost", "cost>$0.05"),
    Key("t", "seconds", "when it began, after the start of the run", "t>1m30s"),
    Key("n", "number", "the event it began with", "n>=1200"),
    Key("arg.", "json", "a value in its arguments, by path", "arg.amount>100"),
    Key("out.", "json", "a value in its output, by path", "out.status:closed"),
    Key("text", "text", "its words, or its arguments as received", "text~refund.*EU"),
    Key("body", "text", "all it says: name, words, output, error", 'body:"not found"'),
    Key("raw", "text", "the events it is made of, as JSON", "raw:encrypted_content"),
    Key("model", "name", "the model that was asked", "model:gpt-*"),
    Key("finish", "name", "how its model call ended", "finish:incomplete"),
    Key("is", "flag", "what holds of it", "is:error", tuple(FLAGS)),
)

KEYS: Final = {key.name: key for key in _KEYS}
"""By name; `arg.` and `out.` stand before a path."""

ALIASES: Final = {"t": "text", "a": "agent", "b": "body", "h": "handoff", "e": "error"}
"""What `~t` and the others are short for: a key and `~`, or a flag."""


def find_key(word: str) -> tuple[Key, tuple[str, ...]] | None:
    """Return the key that `word` names, and the path after it; None when there is none."""
    name, dot, path = word.partition(".")
    if dot:
        key = KEYS.get(f"{name}.")
        return None if key is None or not path else (key, tuple(path.split(".")))
    key = KEYS.get(name)
    return None if key is None else (key, ())
