"""Regular expressions that somebody types: compiled with care, and stopped when they take too long.

Law: `regex` is used instead of `re` because its searches can be stopped; its syntax contains that
of `re`.
"""

import re
import warnings
from collections.abc import Callable
from typing import Final

from agents_core.errors import FilterError

MAX_LENGTH: Final = 500
"""Longest pattern, in characters."""

TIMEOUT_S: Final = 0.1
"""Longest search in one text, in seconds; a sane pattern needs a thousandth of it."""

_ESCAPES: Final = re.compile(r"\\.", re.S)


def compile_pattern(pattern: str) -> Callable[[str], bool]:
    """Return whether a text has a match; in either case unless the pattern has a capital.

    Raises:
        FilterError: it is no regular expression. The test raises one too, when it takes too long.
    """
    import regex  # only expressions with `~` pay for it

    if len(pattern) > MAX_LENGTH:
        raise FilterError(f"a regular expression has at most {MAX_LENGTH} characters")
    letters = _ESCAPES.sub("", pattern)
    flags = regex.IGNORECASE if letters == letters.lower() else 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of syntax that will change: not the typist's concern
            compiled = regex.compile(pattern, flags)
    except (regex.error, ValueError, OverflowError, RecursionError) as error:
        raise FilterError(f"not a regular expression: {error}") from error

    def search(text: str) -> bool:
        try:
            return compiled.search(text, timeout=TIMEOUT_S) is not None
        except TimeoutError:
            raise FilterError(f'"{pattern}" takes too long to search: make it simpler') from None

    return search
