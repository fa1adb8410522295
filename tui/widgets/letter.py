"""Letter: something to be written in the composer, and who takes it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written, to whom."""

    key: str
    """Letters of one key share a draft."""
    about: str
    """Whom it goes to, and when; stands over the field."""
    take: Callable[[str], None]
    """Gets what was written; raises ValueError with the reason to refuse it."""
    text: str = ""
    """What stands in the field at first, unless there is a draft."""
