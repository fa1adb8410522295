"""Subject: what a filter asks of the thing it is applied to."""

from collections.abc import Iterable
from typing import Protocol

Fact = str | float | None
"""A text or a number; None when the key says nothing about the subject."""


class Subject(Protocol):
    """An item of a run, a call about to be sent, or a run as a whole.

    Answers cost what they cost, so a subject is asked only for what the expression needs.
    """

    def fact(self, key: str) -> Fact:
        """Return what `key`, one of `KEYS` without a path, says of it."""

    def flag(self, name: str) -> bool:
        """Return whether `name`, one of `FLAGS`, holds."""

    def texts(self, key: str) -> Iterable[str]:
        """Return the texts that `text`, `body` or `raw` looks in."""

    def values(self, key: str, path: tuple[str, ...]) -> Iterable[object]:
        """Return the JSON values at a path in its arguments (`arg.`) or its output (`out.`)."""
