"""The reference of the filter language, for the help screen: made from the table of its words."""

from collections.abc import Iterator
from typing import NamedTuple

from agents_core.filters.keys import FLAGS, KEYS, Key

GRAMMAR = (
    ('word "a b"', "stands in what an item says", "timeout"),
    ("a b  a & b", "both", "kind:tool is:error"),
    ("a | b", "one of them", "is:error | is:retry"),
    ("!a  ( )", "not; what belongs together", "!kind:reasoning"),
    (":", "equals; * and ? stand for anything", "tool:get_*"),
    ("~", "has a match of a regular expression", 'text~"refund.*EU"'),
    ("= != < <=", "compare: 2s 150ms 1m, 4k 1.2M, $0.05", "dur>=1.5s"),
    ("@name", "a filter of [filters] in agents.toml", "@slow"),
    ("~t ~a ~b", "short for text~ agent~ body~", "~t refund"),
    ("~h ~e", "short for is:handoff is:error", "~e"),
)
"""Form, meaning and example of what expressions are made of."""


class Entry(NamedTuple):
    """One word of the language."""

    section: str
    form: str
    meaning: str
    example: str


def filter_reference() -> Iterator[Entry]:
    """Yield every form, key and flag."""
    for form in GRAMMAR:
        yield Entry("Filter, search, breakpoints", *form)
    for key in KEYS.values():
        yield Entry("Filter: keys", key.name, _meaning(key), key.example)
    for name, meaning in FLAGS.items():
        yield Entry("Filter: flags", f"is:{name}", meaning, "")


def _meaning(key: Key) -> str:
    """Return what a key says, and its values where they are few."""
    if key.values != "choice":
        return key.meaning
    return f"{key.meaning}: {' '.join(key.choices)}"
