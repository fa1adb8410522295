"""Tracing, accepted so that programs for the Agents SDK run as they are; nothing is traced here.

What a run did is in its journal, and in the run file made of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def set_tracing_disabled(disabled: bool) -> None:
    """Do nothing: there is no tracing to disable."""


@contextmanager
def trace(workflow_name: str, **options: Any) -> Iterator[None]:
    """Run the block; several runs under one trace are just several runs here."""
    yield
