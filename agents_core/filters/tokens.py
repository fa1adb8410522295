"""The words of the grammar: where a key, a value or a quoted text ends, and how to write one.

Law: the parser and the printer share these, which is why what is printed reads back.
"""

import re
from typing import Final, Literal

Operator = Literal[":", "~", "=", "!=", "<", "<=", ">", ">="]
"""`:` equals, with `*` and `?` · `~` a regular expression · the others compare."""

OPERATORS: Final[dict[str, Operator]] = {
    "!=": "!=", "<=": "<=", ">=": ">=", ":": ":", "~": "~", "=": "=", "<": "<", ">": ">",
}  # fmt: skip
"""Longest first, as they are read."""

SPACE: Final = re.compile(r"\s*")

WORD: Final = re.compile(r'[^\s()|&"]+')
"""A plain word, or a value without quotes."""

KEY: Final = re.compile(r"([A-Za-z_]\w*(?:\.[\w*-]*)*)(?:([:~])|\s*(!=|[<>]=?|=))")
"""A key and its operator; before `:` and `~`, which begin other terms too, there is no space."""

ALIAS: Final = re.compile(r"~(\w*)")
NAME: Final = re.compile(r"@([\w-]*)")

_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"', re.S)
_ESCAPED: Final = re.compile(r'\\(["\\])')


def read_quoted(text: str, at: int) -> tuple[str, int] | None:
    """Return the text in the quotes that open at `at`, and where they end; None if they do not."""
    match = _QUOTED.match(text, at)
    return None if match is None else (_ESCAPED.sub(r"\1", match[1]), match.end())


def write_word(text: str) -> str:
    """Return `text` so that it reads as a plain word or a quoted text."""
    is_bare = WORD.fullmatch(text) and text[0] not in "!~@" and not KEY.match(text)
    return text if is_bare else _in_quotes(text)


def write_value(text: str) -> str:
    """Return `text` so that it reads as the value of a key."""
    return text if WORD.fullmatch(text) else _in_quotes(text)


def _in_quotes(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
