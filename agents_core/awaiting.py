"""Callbacks may be plain or async functions; the callers of callbacks need not know which."""

import inspect
from collections.abc import Awaitable
from typing import TypeAlias, TypeVar

T = TypeVar("T")

MaybeAwaitable: TypeAlias = Awaitable[T] | T
"""What a function returns that may be plain or async."""


async def settled(result: MaybeAwaitable[T]) -> T:
    """Return what a callback returned, awaited if need be."""
    if inspect.isawaitable(result):
        return await result
    return result
