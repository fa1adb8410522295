"""What can stand at the cursor of a filter that is being typed: keys, values, flags, names.

Law: pure; from the text before the cursor and the words of a run to the words that fit.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from agents_core.filters.keys import KEYS
from agents_core.filters.tokens import write_value
from agents_core.history.run_history import RunHistory
from tui.widgets.prompt import Completions

MOST: Final = 200
"""Values of a run looked at for one key."""

_TAIL: Final = re.compile(r'[^\s()|&!"]*$')
_KEY_AND_VALUE: Final = re.compile(r"([a-z]+)([:~]|[!<>]?=|[<>])(.*)", re.S)


@dataclass(frozen=True)
class FilterWords:
    """Words of one run that may be typed in a filter."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Values seen in the run, by key."""
    names: Sequence[str] = ()
    """Named filters."""


def complete_filter(text: str, words: FilterWords) -> Completions:
    """Return what may stand in place of the last word of `text`."""
    tail = _TAIL.search(text)
    start = len(text) if tail is None else tail.start()
    word = text[start:]
    if word.startswith("@"):
        return Completions(start, _fitting((f"@{name}" for name in words.names), word))
    if (match := _KEY_AND_VALUE.match(word)) is not None:
        values = _values(match[1], words)
        return Completions(start + match.end(2), _fitting(values, match[3]))
    keys = (f"{name}{_sign(name)}" for name in KEYS)
    return Completions(start, _fitting(keys, word))


def words_of(history: RunHistory, position: int, names: Iterable[str]) -> FilterWords:
    """Return the words of a run as far as it has come."""
    agents = [agent.name for agent in history.view(position).agents]
    tools = list(history.tool_names())
    servers = [server for tool in tools if (server := history.server_of(tool))]
    values = {"agent": agents, "tool": tools, "server": servers}
    return FilterWords(
        {key: list(dict.fromkeys(words))[:MOST] for key, words in values.items()}, sorted(names)
    )


def _values(name: str, words: FilterWords) -> list[str]:
    key = KEYS.get(name)
    seen = words.values.get(name, ())
    return [write_value(value) for value in (*(key.choices if key else ()), *seen)]


def _sign(name: str) -> str:
    """Return what most often follows a key."""
    match KEYS[name].values:
        case "number" | "seconds" | "money":
            return ">"
        case "json":
            return ""
        case _:
            return ":"


def _fitting(words: Iterable[str], typed: str) -> tuple[str, ...]:
    return tuple(word for word in words if word.lower().startswith(typed.lower()))
